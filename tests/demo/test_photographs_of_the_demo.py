"""The pictures of the demonstration: beside the newest records of one branch, kept like any other."""

from random import Random
from typing import Any

import pytest
from django.urls import reverse

from demo.actions import photographs
from meetings.models import Attachment, PhotoBand
from tests.hand import counted_meeting
from tests.world import World

pytestmark = pytest.mark.once


def test_the_newest_records_have_pictures_that_can_be_looked_at(world: World, sign_in: Any) -> None:
    for day in ("05", "12", "19", "26"):
        counted_meeting(world.branch, f"2026-10-{day}", "committee")
    photographs.write(world.branch.pk, world.lin.user.pk, Random("7 photographs"))
    rows = Attachment.objects.order_by("id")
    assert [f"{row.meeting.held_on:%m%d}" for row in rows] == ["1026", "1026", "1019", "1019", "1012", "1012"]
    assert len({row.sha256 for row in rows}) == 6
    assert {row.kind for row in rows} == {"photo"}
    assert PhotoBand.objects.count() == 5 * 6
    answer = sign_in("lin").get(reverse("meetings:attachment", args=[rows[0].uuid]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
