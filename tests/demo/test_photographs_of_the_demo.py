"""The pictures of the demonstration: beside the newest records of one branch, kept like any other."""

from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from branches.models import Organization
from demo.actions import photographs
from meetings.models import Attachment, Meeting, PhotoBand

pytestmark = pytest.mark.once


def test_the_newest_records_have_pictures_that_can_be_looked_at(demo: Any) -> None:
    branch = Organization.objects.get(short_name="滨江社区第一党支部")
    before = PhotoBand.objects.count()
    photographs.write(branch.pk, User.objects.get(username="secretary").pk, Random("other photographs"))
    rows = Attachment.objects.filter(meeting__organization=branch).order_by("id")
    newest = Meeting.objects.filter(organization=branch).counted().order_by("-held_on", "-pk")[:3]
    assert [row.meeting for row in rows] == [meeting for meeting in newest for _ in range(2)]
    assert len({row.sha256 for row in rows}) == 6
    assert {row.kind for row in rows} == {"photo"}
    assert PhotoBand.objects.count() == before + 5 * 6
    browser = Client()
    browser.force_login(User.objects.get(username="reviewer"), backend=settings.AUTHENTICATION_BACKENDS[1])
    answer = browser.get(reverse("meetings:attachment", args=[rows[0].uuid]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
