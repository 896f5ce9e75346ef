"""Photos as kept: small, upright, fingerprinted; documents without what they say about their makers."""

import hashlib
import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from docx import Document
from openpyxl import Workbook
from PIL import ExifTags, Image

from core import photos, stripping
from drafts import files as uploads
from meetings import actions
from meetings.models import Attachment, Meeting, PhotoBand
from tests.meetings.pictures import jpeg, scene, upload
from tests.world import World

pytestmark = pytest.mark.once


@pytest.fixture
def meeting(make: Any) -> Meeting:
    return make(uuid=uuid4())


@pytest.mark.parametrize(
    ("sent_size", "kept_size"),
    [
        ((320, 180), (320, 180)),
        ((321, 181), (320, 180)),
        ((150, 600), (80, 320)),
        ((40, 30), (40, 30)),
    ],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_is_at_most_as_long_as_the_setting(
    settings: Any, form: str, sent_size: tuple[int, int], kept_size: tuple[int, int]
) -> None:
    assert settings.PHOTO_MOST_PIXELS == 2560
    settings.PHOTO_MOST_PIXELS = 320
    out = io.BytesIO()
    scene(1, sent_size).save(out, form)
    clean = uploads.examine(ContentFile(out.getvalue()), "会场")
    with Image.open(io.BytesIO(clean.content)) as kept:
        assert kept.size == kept_size


def test_a_photo_lying_on_its_side_is_measured_upright(settings: Any) -> None:
    settings.PHOTO_MOST_PIXELS = 200
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    out = io.BytesIO()
    scene(1, (400, 300)).save(out, "JPEG", exif=exif)
    clean = uploads.examine(ContentFile(out.getvalue()), "会场")
    with Image.open(io.BytesIO(clean.content)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((150, 200), {})


def test_digest_and_fingerprint_are_of_what_is_kept(meeting: Meeting, world: World) -> None:
    kept = actions.attach(meeting=meeting, upload=upload(jpeg(scene(7))), name="会场.jpg", by=world.lin.actor)
    content = kept.file.read()
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    with Image.open(io.BytesIO(content)) as picture:
        assert photos.distance(kept.perceptual, photos.fingerprint(picture)) <= 1
    assert len(kept.perceptual) == 16
    keys = PhotoBand.objects.filter(attachment=kept).values_list("key", flat=True)
    assert sorted(keys) == sorted(photos.bands(kept.perceptual))


def test_a_document_has_no_fingerprint(meeting: Meeting, world: World) -> None:
    out = io.BytesIO()
    Document().save(out)
    kept = actions.attach(
        meeting=meeting, upload=upload(out.getvalue()), name="材料.docx", by=world.lin.actor
    )
    assert (kept.kind, kept.perceptual) == (Attachment.Kind.DOCUMENT, "")
    assert PhotoBand.objects.count() == 0


def test_a_blank_page_has_no_fingerprint() -> None:
    assert photos.fingerprint(Image.new("RGB", (300, 300), "white")) == ""
    assert photos.bands("") == []


def test_two_photos_of_four_different_bits_share_a_slice() -> None:
    """Whichever four: one in each of four slices is the worst case."""
    one = int(photos.fingerprint(scene(3)), 16)
    for places in ((0, 13, 26, 39), (1, 14, 27, 63), (12, 25, 38, 51), (60, 61, 62, 63)):
        other = one
        for place in places:
            other ^= 1 << (63 - place)
        slices = set(photos.bands(f"{one:016x}")) & set(photos.bands(f"{other:016x}"))
        assert photos.distance(f"{one:016x}", f"{other:016x}") == 4
        assert slices


def test_a_word_file_forgets_who_wrote_it_and_where_its_pictures_were_taken() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretPhone"
    picture = io.BytesIO()
    scene(5).save(picture, "JPEG", exif=exif)
    document = Document()
    document.core_properties.author = "张秘书"
    document.core_properties.last_modified_by = "李打字"
    document.add_paragraph("学习全会精神")
    document.add_picture(picture)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as parts:
        assert b"SecretPhone" in b"".join(parts.read(name) for name in parts.namelist())
    clean = uploads.examine(ContentFile(out.getvalue()), "材料.docx").content
    with zipfile.ZipFile(io.BytesIO(clean)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    for said in ("张秘书", "李打字", "SecretPhone"):
        assert said.encode() not in everything
    opened = Document(io.BytesIO(clean))
    assert (opened.paragraphs[0].text, opened.core_properties.author) == ("学习全会精神", "")
    assert len(opened.inline_shapes) == 1


def test_a_workbook_forgets_who_made_it() -> None:
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = "应到"
    book.properties.creator = "张秘书"
    book.save(out)
    clean = uploads.examine(ContentFile(out.getvalue()), "签到.xlsx").content
    with zipfile.ZipFile(io.BytesIO(clean)) as parts:
        assert "张秘书".encode() not in parts.read("docProps/core.xml")
    from openpyxl import load_workbook

    assert load_workbook(io.BytesIO(clean)).active["A1"].value == "应到"


PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Author (Zhang \\(secret\\) San) /Producer <FEFF5F20> /Title (Plan) >>\nendobj\n"
    b"<?xpacket begin=''?><x:xmpmeta>Zhang San</x:xmpmeta><?xpacket end='w'?>\ntrailer\n<<>>\n%%EOF\n"
)


def test_a_pdf_keeps_its_length_and_loses_its_author() -> None:
    clean = uploads.examine(ContentFile(PDF), "扫描.pdf").content
    assert len(clean) == len(PDF)
    assert b"Zhang" not in clean
    assert b"FEFF5F20" not in clean
    assert b"secret" not in clean
    assert b"/Title (Plan)" in clean


def test_a_signed_pdf_is_left_as_it_is() -> None:
    signed = PDF.replace(b"/Title (Plan)", b"/ByteRange [0 1 2 3]")
    assert stripping.strip_pdf(signed) == signed
