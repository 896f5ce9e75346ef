"""One who is not expected and comes is present, shown beside, and in neither side of the rate (R-ATT-04)."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from branches.selectors.actors import SYSTEM
from core.clock import Period
from documents.actions import export_minutes
from life.selectors import make_ups
from meetings import actions
from meetings.models import CheckInWindow, Meeting
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.selectors.meeting_page import MeetingPage
from meetings.selectors.stored_record import stored_record
from members import actions as member_actions
from members.models import Member
from tests.factories import at, plan_by_lin, record_form
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def old(world: World) -> Member:
    """Not expected, for age; with a vote."""
    member = world.members[6]
    member_actions.restrict(
        member=member, kind="exempt", since=dt.date(2026, 9, 12), reason="年老体弱", by=SYSTEM
    )
    return member


def counts(meeting: Meeting) -> tuple[int, ...]:
    meeting.refresh_from_db()
    beside = meeting.attendances.filter(is_uncounted=True).count()
    return meeting.expected, meeting.present, meeting.on_leave, meeting.absent, beside


@pytest.mark.parametrize(
    ("state", "stored", "found"),
    [
        ("present", "present", (8, 8, 0, 0, 1)),
        ("late", "late", (8, 8, 0, 0, 1)),
        ("online", "online", (8, 8, 0, 0, 1)),
        ("on_leave", "exempt", (8, 8, 0, 0, 0)),
    ],
)
def test_who_comes_is_counted_apart(
    world: World, old: Member, make: Any, state: str, stored: str, found: tuple[int, ...]
) -> None:
    meeting = make(marks={old.uuid: AttendanceMark(state, "sick" if state == "on_leave" else "")})
    assert counts(meeting) == found
    row = meeting.attendances.get(member=old)
    assert (row.state, row.reason, row.is_expected) == (stored, "年老体弱", False)
    page = MeetingPage(meeting, world.lin.actor)
    assert (page.entitled, page.voting) == (7, 7)
    assert [one.member for one in page.uncounted] == ([old] if found[-1] else [])
    covered = make_ups.coverage(world.branch, Period.month(DAY), by=world.lin.actor)
    assert covered.present <= covered.expected


@pytest.mark.parametrize(("matter", "entitled", "present"), [("admission", 8, 8), ("ordinary", 7, 7)])
def test_who_comes_votes_on_membership_only(
    old: Member, make: Any, matter: str, entitled: int, present: int
) -> None:
    """R-STA-17."""
    vote = Decision(
        "同意", kind=matter, candidate="王小雨" if matter == "admission" else "", yes=6, ends_with_vote=True
    )
    meeting = make(
        kinds=["general"], agenda=[AgendaEntry("表决", "", vote)], marks={old.uuid: AttendanceMark()}
    )
    resolution = meeting.agenda.get().resolution
    assert (resolution.entitled, resolution.present) == (entitled, present)


def test_it_survives_being_recorded_again_and_is_taken_back(world: World, old: Member, make: Any) -> None:
    meeting = make(marks={old.uuid: AttendanceMark()})
    again = stored_record(meeting)
    assert again.marks == {old.uuid: AttendanceMark()}
    facts = {"organization": world.branch, "uuid": meeting.uuid, "by": world.lin.actor}
    meeting.refresh_from_db()
    actions.record(record=again, version=meeting.version, **facts)
    assert counts(meeting)[-1] == 1
    actions.record(record=replace(again, marks={}), version=meeting.version, **facts)
    assert counts(meeting) == (8, 8, 0, 0, 0)
    assert meeting.attendances.get(member=old).state == "exempt"


def test_page_api_and_paper(world: World, old: Member, sign_in: Any) -> None:
    client: Client = sign_in("lin")
    shown = client.get("/meetings/record/?organization=A-2&kinds=theme_day").content.decode()
    assert 'name="came"' in shown
    sent = record_form(world, came=str(old.uuid))
    assert client.post("/meetings/record/", sent).status_code == 302
    meeting = Meeting.objects.get(uuid=sent["uuid"])
    assert counts(meeting)[-1] == 1
    assert "未列入应到出席" in client.get(f"/meetings/{meeting.uuid}/").content.decode()
    read = client.get(f"/api/v1/meetings/{meeting.uuid}/").json()
    assert (read["present"], read["exempt_present"]) == (8, 1)
    (row,) = [one for one in read["attendances"] if one["is_uncounted"]]
    assert (row["member"], row["state"]) == (str(old.uuid), "present")
    _, content = export_minutes(meeting=meeting, form="docx", by=world.lin.actor)
    said = "\n".join(line.text for line in Document(BytesIO(content)).paragraphs)
    assert "应到8人，实到8人，请假0人，缺席0人。未列入应到出席1人。" in said
    assert f"未列入应到，出席：{old.name}" in said


def test_who_checks_in_is_marked(world: World, old: Member, sign_in: Any) -> None:
    meeting = plan_by_lin(world, at(dt.date(2026, 11, 22), 14))
    actions.open_check_in(meeting=meeting, by=world.lin.actor)
    assert CheckInWindow.objects.filter(meeting=meeting).exists()
    meeting.check_ins.create(member=old, key="00000000-0000-4000-8000-000000000001", way="qr")
    page = sign_in("lin").get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
    box = page[page.index('name="came"') :][:200]
    assert "checked" in box
