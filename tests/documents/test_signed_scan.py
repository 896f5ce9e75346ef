"""The printed, signed and scanned minutes come back to their meeting, whatever became of the record meanwhile."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

from audit.models import Entry
from documents import actions as documents_actions
from documents import errors as documents_errors
from drafts.errors import TooManyFiles
from meetings import actions
from meetings.models import Attachment, Meeting
from tests.factories import plan_by_lin
from tests.world import World

pytestmark = pytest.mark.once

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def scan(name: str = "扫描.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def photo(colour: str = "white") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), colour).save(out, "JPEG")
    return SimpleUploadedFile("拍的.jpg", out.getvalue(), "image/jpeg")


def confirmed(make: Any, world: World) -> Meeting:
    meeting: Meeting = make()
    actions.submit(meeting=meeting, by=world.lin.actor)
    actions.confirm(meeting=meeting, by=world.wei.actor)
    meeting.refresh_from_db()
    return meeting


def test_a_scan_is_kept_after_confirmation_and_the_record_stays_as_it_is(
    make: Any, world: World, sign_in: Any
) -> None:
    meeting = confirmed(make, world)
    before = (meeting.status, meeting.version)
    answer = sign_in("lin").post(f"/meetings/{meeting.uuid}/scan/", {"file": scan()})
    assert answer.status_code == 302
    (kept,) = Attachment.objects.filter(meeting=meeting)
    assert (kept.kind, kept.name) == ("scan", "签字扫描件2026-11-22.pdf")
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version) == before
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after["摘要"]) == ("meeting.attach_signed", kept.sha256)


def test_a_photo_of_the_page_is_a_scan_and_the_second_has_a_number(make: Any, world: World) -> None:
    meeting = confirmed(make, world)
    first = documents_actions.attach_signed(
        meeting=meeting, upload=photo(), name="拍的.jpg", by=world.lin.actor
    )
    other = photo("grey")
    second = documents_actions.attach_signed(
        meeting=meeting, upload=other, name="拍的.jpg", by=world.lin.actor
    )
    assert [(one.kind, one.name) for one in (first, second)] == [
        ("scan", "签字扫描件2026-11-22.jpg"),
        ("scan", "签字扫描件2026-11-22（2）.jpg"),
    ]


def test_a_scan_sent_again_is_the_scan_that_is_there(make: Any, world: World) -> None:
    """A sending whose answer got lost may be repeated."""
    meeting = confirmed(make, world)
    first = documents_actions.attach_signed(
        meeting=meeting, upload=photo(), name="拍的.jpg", by=world.lin.actor
    )
    again = documents_actions.attach_signed(
        meeting=meeting, upload=photo(), name="再拍.jpg", by=world.lin.actor
    )
    assert (again, Attachment.objects.count()) == (first, 1)


def test_a_word_file_is_no_scan(make: Any, world: World) -> None:
    meeting, out = confirmed(make, world), io.BytesIO()
    Document().save(out)
    before = Entry.objects.count()
    with pytest.raises(documents_errors.NotAScan) as refused:
        documents_actions.attach_signed(
            meeting=meeting, upload=scan("记录.docx", out.getvalue()), name="记录.docx", by=world.lin.actor
        )
    assert refused.value.fields["file"].startswith("“记录.docx”不是扫描件")
    assert (Attachment.objects.count(), Entry.objects.count()) == (0, before)


def test_a_meeting_not_yet_held_has_nothing_to_sign(world: World) -> None:
    import datetime as dt

    meeting = plan_by_lin(world, dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC))
    with pytest.raises(documents_errors.NotHeldNothingToSign):
        documents_actions.attach_signed(meeting=meeting, upload=scan(), name="扫描.pdf", by=world.lin.actor)
    assert Attachment.objects.count() == 0


def test_ten_scans_are_enough(make: Any, world: World) -> None:
    meeting = confirmed(make, world)
    for number in range(10):
        page = scan(content=PDF + b"%%%d\n" % number)
        documents_actions.attach_signed(meeting=meeting, upload=page, name="扫描.pdf", by=world.lin.actor)
    with pytest.raises(TooManyFiles):
        documents_actions.attach_signed(meeting=meeting, upload=scan(), name="扫描.pdf", by=world.lin.actor)
    assert Attachment.objects.count() == 10


def test_the_page_behind_the_printed_code_is_for_those_who_record(make: Any, sign_in: Any) -> None:
    url = f"/meetings/{make().uuid}/scan/"
    asked = [sign_in(who).get(url).status_code for who in ("lin", "he", "hua", "shao", "sys", "shen")]
    assert asked == [200, 200, 403, 403, 404, 404]


def test_the_code_on_the_minutes_holds_the_address_of_that_page(
    make: Any, sign_in: Any, monkeypatch: Any
) -> None:
    from documents.contexts import word

    drawn: list[str] = []
    real = word.code_png
    monkeypatch.setattr(word, "code_png", lambda address: drawn.append(address) or real(address))
    meeting = make()
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/word/")
    assert drawn == [f"http://testserver/meetings/{meeting.uuid}/scan/"]
    assert len(Document(io.BytesIO(answer.content)).inline_shapes) == 1
