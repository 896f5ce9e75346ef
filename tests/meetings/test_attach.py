"""Attachments: recognised by content, stripped of place, out of reach for others."""

import io
import struct
import zipfile
import zlib
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import ExifTags, Image

from audit.models import Entry
from branches.errors import NotYours
from drafts.errors import UnfitUpload
from meetings import actions, errors
from meetings.models import Attachment, Meeting
from meetings.states import Status
from tests.world import World

pytestmark = pytest.mark.once

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def photo(form: str = "JPEG", size: tuple[int, int] = (60, 40), orientation: int = 6) -> bytes:
    """A picture that says where and with what it was taken, lying on its side."""
    image = Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretPhone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (31.0, 13.0, 47.0)
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def office(kind: str) -> bytes:
    out = io.BytesIO()
    (Document() if kind == "docx" else Workbook()).save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """Says how large it is, and holds no pixel."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + end


def upload(content: bytes, name: str = "会场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-whatever")


@pytest.fixture
def meeting(make: Any) -> Meeting:
    return make(uuid=uuid4())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_position_and_device_are_gone_and_the_picture_stands_upright(
    meeting: Meeting, world: World, form: str
) -> None:
    sent = photo(form)
    assert b"SecretPhone" in sent
    kept = actions.attach(meeting=meeting, upload=upload(sent), name="会场.jpg", by=world.lin.actor)
    content = kept.file.read()
    assert b"SecretPhone" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == form
        assert image.size == (40, 60)
        assert dict(image.getexif()) == {}
        assert dict(image.getexif().get_ifd(ExifTags.IFD.GPSInfo)) == {}
    assert (kept.kind, kept.size) == (Attachment.Kind.PHOTO, len(content))
    assert Entry.objects.latest("id").action == "meeting.attach"


@pytest.mark.parametrize(
    ("content", "name", "kept_as", "kind"),
    [
        (PDF, "签到表.pdf", "签到表.pdf", "scan"),
        (office("docx"), "计划（讨论稿）.docx", "计划（讨论稿）.docx", "document"),
        (office("xlsx"), "名单.xlsx", "名单.xlsx", "document"),
        (PDF, "../../etc/签到表.jpg", "签到表.pdf", "scan"),
    ],
)
def test_documents_are_known_by_content_and_stored_under_another_name(
    meeting: Meeting, world: World, content: bytes, name: str, kept_as: str, kind: str
) -> None:
    kept = actions.attach(meeting=meeting, upload=upload(content, "x"), name=name, by=world.lin.actor)
    assert (kept.name, kept.kind) == (kept_as, kind)
    assert kept.file.name == f"attachments/{kept.uuid.hex[:2]}/{kept.uuid.hex}"


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "会场.jpg", "只收照片"),
        (b"", "空.jpg", "文件是空的"),
        (b"%PDF-1.4 cut off", "扫描.pdf", "PDF不完整"),
        (photo()[:300], "会场.jpg", "照片打不开"),
        (png(9000, 9000), "全景.png", "超过2500万像素"),
        (png(40000, 40000), "全景.png", "超过2500万像素"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "图.svg", "只收照片"),
        (zipped(a=b"b"), "包.docx", "只收照片"),
        (
            zipped(**{"[Content_Types].xml": b"x", "word__document.xml": b"x", "word__vbaProject.bin": b"x"}),
            "宏.docx",
            "带有宏",
        ),
        (b"GIF89a" + b"\x00" * 60, "动.gif", "照片"),
    ],
)
def test_what_is_something_else_is_refused(
    meeting: Meeting, world: World, content: bytes, name: str, why: str
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(UnfitUpload) as refusal:
        actions.attach(meeting=meeting, upload=upload(content), name=name, by=world.lin.actor)
    assert why in refusal.value.sentence
    assert (Attachment.objects.count(), Entry.objects.count()) == (0, entries)


def test_what_is_too_big_is_refused_with_both_sizes(meeting: Meeting, world: World, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(UnfitUpload) as refusal:
        actions.attach(
            meeting=meeting, upload=upload(PDF + b" " * 1024 * 1024), name="大.pdf", by=world.lin.actor
        )
    assert (
        refusal.value.sentence == "“大.pdf”不能用：太大了，一个文件最多1MB。请只留要交的几页，或者拍成照片。"
    )
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CONFIRMED, Status.CANCELLED])
def test_nothing_is_added_or_taken_once_handed_in(meeting: Meeting, world: World, status: str) -> None:
    kept = actions.attach(meeting=meeting, upload=upload(PDF), name="a.pdf", by=world.lin.actor)
    Meeting.objects.update(status=status, submitted_at=meeting.starts_at)
    with pytest.raises(errors.WrongMoment):
        actions.attach(meeting=meeting, upload=upload(PDF), name="b.pdf", by=world.lin.actor)
    with pytest.raises(errors.WrongMoment):
        actions.detach(attachment=kept, by=world.lin.actor)
    assert Attachment.objects.filter(removed_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("he", 200), ("wei", 200), ("shao", 200), ("hua", 403), ("sys", 404), ("shen", 404)],
)
def test_an_attachment_is_served_through_reach_only(
    meeting: Meeting, world: World, sign_in: Any, who: str, status: int
) -> None:
    kept = actions.attach(meeting=meeting, upload=upload(photo()), name="会场.jpg", by=world.lin.actor)
    response = sign_in(who).get(f"/meetings/attachments/{kept.uuid}/")
    assert response.status_code == status
    if status == 200:
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "image/jpeg"
        assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"


def test_a_removed_attachment_is_not_served(meeting: Meeting, world: World, sign_in: Any) -> None:
    kept = actions.attach(meeting=meeting, upload=upload(PDF), name="a.pdf", by=world.lin.actor)
    actions.detach(attachment=kept, by=world.lin.actor)
    assert sign_in("lin").get(f"/meetings/attachments/{kept.uuid}/").status_code == 404


def test_only_the_branch_attaches(meeting: Meeting, world: World) -> None:
    for who in ("hua", "wei", "shen"):
        with pytest.raises(NotYours):
            actions.attach(meeting=meeting, upload=upload(PDF), name="a.pdf", by=getattr(world, who).actor)
    assert Attachment.objects.count() == 0
