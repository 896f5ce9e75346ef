"""A kept file that cannot be opened, or is gone, says so where it is opened and spoils nothing else."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from audit import jobs
from core.sealing import CannotUnseal
from meetings.models import Attachment
from tests.factories import make_meeting
from tests.tokens import token_of


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "another key"])
def test_a_damaged_file_says_so_where_it_is_opened_and_nowhere_else(
    world: Any, sign_in: Any, damage: str
) -> None:
    meeting = make_meeting(organization=world.branch, by=world.lin.actor)
    name = default_storage.save("attachments/ab/photo", ContentFile(b"x" * 100))
    facts = {"kind": "scan", "name": "签到表.pdf", "content_type": "application/pdf", "size": 100}
    row = Attachment.objects.create(meeting=meeting, file=name, sha256="0" * 64, **facts)
    sealed = default_storage.sealed_bytes(name)
    left = {"cut": sealed[:50], "empty": b"", "another key": b"zz1" + bytes(4) + sealed[7:]}
    if damage == "gone":
        default_storage.delete(name)
    else:
        default_storage.put(name, left[damage])
    page, api = sign_in("lin"), Client(headers=token_of(world.branch, "secretary"))
    at = f"/api/v1/meetings/{meeting.uuid}/"
    for shown in (
        page.get(reverse("meetings:detail", args=[meeting.uuid])),
        page.get(reverse("meetings:word", args=[meeting.uuid])),
        api.get(at),
    ):
        assert shown.status_code == 200
    opened = page.get(reverse("meetings:attachment", args=[row.uuid]))
    bundle = page.get(reverse("meetings:bundle", args=[meeting.uuid]))
    assert (opened.status_code, bundle.status_code) == (409, 409)
    assert "“签到表.pdf”：这一项无法读取" in bundle.content.decode()


def test_a_file_that_went_between_looking_and_opening_is_unreadable_and_no_defect(db: Any) -> None:
    jobs.keep_file("papers/one", b"names")
    default_storage.delete("papers/one")
    assert jobs.read_file("papers/one") is None
    with pytest.raises(CannotUnseal):
        default_storage.open("papers/one")
