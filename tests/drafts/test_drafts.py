"""R-REC-13: what is begun is kept by its id with its files, and what is thrown away comes back."""

import datetime as dt
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from branches.selectors.actors import SYSTEM
from drafts import actions
from drafts.errors import OversizedUpload, TooManyFiles, UnfitUpload
from drafts.models import Draft, DraftFile
from meetings.models import Attachment, Meeting
from tests.world import World

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42"
MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  "
WEBM = b"\x1aE\xdf\xa3" + b"\x00" * 40
AVI = b"RIFF\x00\x00\x00\x00AVI LIST"


def picture(colour: str = "red") -> ContentFile:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return ContentFile(out.getvalue())


def put(world: World, uuid: Any, content: Any = None, name: str = "会场.jpg") -> DraftFile:
    return actions.put_file(
        uuid=uuid,
        organization=world.branch,
        upload=content or picture(),
        name=name,
        by=world.lin.actor,
    )


def test_files_of_a_draft_become_attachments_with_the_record(make: Any, world: World) -> None:
    uuid = uuid4()
    kept, gone = put(world, uuid), put(world, uuid, picture("blue"), "不要.jpg")
    actions.take_file_away(file=gone, by=world.lin.actor)
    meeting = make(uuid=uuid)
    attachment = Attachment.objects.get()
    assert (attachment.meeting, attachment.name, attachment.file.name) == (
        meeting,
        "会场.jpg",
        kept.file.name,
    )
    assert attachment.file.read() == kept.file.read()
    assert (Draft.objects.count(), DraftFile.objects.count()) == (0, 0)


def test_a_record_that_is_refused_leaves_draft_and_files(make: Any, world: World) -> None:
    uuid = uuid4()
    put(world, uuid)
    with pytest.raises(Exception, match="结束要晚于开始"):
        make(uuid=uuid, ends_at=dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC))
    assert (Meeting.objects.count(), DraftFile.objects.count(), Attachment.objects.count()) == (0, 1, 0)


def test_the_same_content_twice_is_one_file_and_comes_back(world: World) -> None:
    uuid = uuid4()
    first = put(world, uuid)
    actions.take_file_away(file=first, by=world.lin.actor)
    again = put(world, uuid, name="又一次.jpg")
    assert (again.pk, again.removed_at, DraftFile.objects.count()) == (first.pk, None, 1)


def test_a_draft_holds_as_many_files_as_a_record(world: World) -> None:
    uuid = uuid4()
    actions.keep(uuid=uuid, organization=world.branch, fields={"theme": ["学习"]}, by=world.lin.actor)
    draft = Draft.objects.get()
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, name=f"{n}.jpg", kind="photo", size=1, sha256=f"{n:064}") for n in range(30)
    )
    with pytest.raises(TooManyFiles):
        put(world, uuid)
    actions.take_file_away(file=draft.files.first(), by=world.lin.actor)
    put(world, uuid)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (HEIC, "IMG_2041.HEIC", "苹果手机的HEIC照片，这里打不开。请对着它截一张图，选截图。"),
        (MP4, "视频0125.mp4", "不收视频。请截一张画面。"),
        (MOV, "照片.jpg", "不收视频。请截一张画面。"),
        (WEBM, "会场.webm", "不收视频。请截一张画面。"),
        (AVI, "会场.avi", "不收视频。请截一张画面。"),
        (
            b"%PDF-1.7" + b" " * 2_000_000,
            "党课讲稿.pdf",
            "太大了，一个文件最多1MB。请只留要交的几页，或者拍成照片。",
        ),
    ],
)
def test_what_is_not_taken_says_what_to_do_instead(
    world: World, settings: Any, content: bytes, name: str, why: str
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(UnfitUpload) as refusal:
        put(world, uuid4(), ContentFile(content), name)
    assert why in refusal.value.sentence
    assert isinstance(refusal.value, OversizedUpload) == name.endswith(".pdf")
    assert DraftFile.objects.count() == 0


def test_what_was_thrown_away_comes_back_and_what_was_begun_meanwhile_goes_there(world: World) -> None:
    uuid, lin = uuid4(), world.lin.actor
    first = actions.keep(uuid=uuid, organization=world.branch, fields={"theme": ["先写的"]}, by=lin)
    put(world, uuid)
    actions.throw_away(draft=first, by=lin)
    second = actions.keep(uuid=uuid, organization=world.branch, fields={"theme": ["后写的"]}, by=lin)
    assert first.pk != second.pk
    actions.put_back(draft=first, by=lin)
    assert Draft.objects.unfinished().get() == first
    assert first.files.count() == 1
    assert Draft.objects.in_bin().get() == second


def test_the_bin_is_emptied_with_its_files(
    world: World, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = put(world, uuid4())
    actions.throw_away(draft=file.draft, by=world.lin.actor)
    clock.shift(dt.timedelta(days=30) - dt.timedelta(minutes=1))
    assert actions.empty_bin(by=SYSTEM) == 0
    clock.shift(dt.timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.empty_bin(by=SYSTEM) == 1
    assert not default_storage.exists(file.file.name)


def test_nobody_reads_or_changes_the_draft_of_another(world: World, sign_in: Any) -> None:
    file = put(world, uuid4())
    he = sign_in("he")
    assert he.get(f"/drafts/files/{file.uuid}/").status_code == 404
    assert he.post(f"/drafts/files/{file.uuid}/take-away/").status_code == 404
    actions.throw_away(draft=file.draft, by=world.lin.actor)
    assert "没有删掉的" in he.get("/bin/").content.decode()
    assert he.post(f"/drafts/{file.draft.pk}/put-back/").status_code == 404
