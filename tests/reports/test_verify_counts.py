"""manage.py verify_counts: a count that its rows contradict is named; what one row can say, the database holds itself."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Attendance, Ballot, Meeting, Poll, Resolution, WrittenOpinion
from meetings.record.schema import AttendanceMark
from tests.factories import at, make_meeting, make_resolution
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    marks = {world.members[3].uuid: AttendanceMark("on_leave", "sick")}
    return make_meeting(organization=world.branch, by=world.lin.actor, marks=marks)


def report() -> str:
    out = StringIO()
    try:
        call_command("verify_counts", stdout=out)
    except CommandError as wrong:
        return f"{out.getvalue()}{wrong}"
    return out.getvalue()


def test_what_the_actions_write_agrees(meeting: Meeting) -> None:
    assert report() == "every count equals its rows\n"


def test_an_attendance_that_was_changed_beside_the_record_is_named(meeting: Meeting) -> None:
    Attendance.objects.filter(meeting=meeting, state="on_leave").update(state="present", reason_code="")
    text = report()
    assert f"meeting {meeting.uuid}\tpresent 8, rows 9" in text
    assert f"meeting {meeting.uuid}\ton_leave 1, rows 0" in text
    assert text.endswith("2 counts differ from their rows")


def test_more_opinions_than_the_number_are_named(world: World) -> None:
    resolution = make_resolution(world.branch, "admission", "秦朗")
    opinion = {"choice": "yes", "received_at": at(dt.date(2026, 11, 19))}
    WrittenOpinion.objects.create(resolution=resolution, member=world.members[3], **opinion)
    assert f"resolution {resolution.pk}\twritten_yes 0, rows 1" in report()


def test_more_ballots_than_were_cast_are_named(meeting: Meeting) -> None:
    facts = {"closed_at": timezone.now(), "entitled": 8, "present": 8, "cast": 1}
    poll = Poll.objects.create(meeting=meeting, question="同意", **facts)
    assert report() == "every count equals its rows\n"
    for _ in range(2):
        Ballot.objects.create(poll=poll, choice="yes")
    assert f"poll {poll.uuid}" in report()


RESOLUTIONS: list[dict[str, Any]] = [
    {"present": 6},  # seven and one voted
    {"entitled": 7},  # eight were there
    {"written_yes": 1},  # all eight were there
    {"yes": 4, "no": 4, "passed": True},  # half is not more than half
    {"yes": 3, "no": 4, "present": 7, "written_yes": 1, "passed": True},
]


@pytest.mark.parametrize("wrong", RESOLUTIONS)
def test_the_database_keeps_the_sums_of_a_vote(world: World, wrong: dict[str, Any]) -> None:
    """R-PAP-01, R-DEV-12, R-DEV-29, on both databases."""
    resolution = make_resolution(world.branch, "admission", "秦朗")
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=resolution.pk).update(**wrong)


@pytest.mark.parametrize("wrong", [{"present": 7}, {"absent": 1}, {"expected": 10}])
def test_the_database_keeps_the_sums_of_a_meeting(meeting: Meeting, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**wrong)


@pytest.mark.parametrize("wrong", [{"cast": 9}, {"present": 9}, {"entitled": 7}])
def test_the_database_keeps_the_sums_of_a_poll(meeting: Meeting, wrong: dict[str, Any]) -> None:
    facts = {"closed_at": timezone.now(), "entitled": 8, "present": 8, "cast": 8}
    poll = Poll.objects.create(meeting=meeting, question="同意", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(**wrong)
