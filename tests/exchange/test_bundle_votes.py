"""Votes in a bundle: opinions in writing with their names, numbers alone of a former format, the base they were counted by."""

import datetime as dt
import json
from typing import Any

import pytest

from exchange import actions as exchange_actions
from exchange import errors
from meetings import actions
from meetings.models import Meeting, Resolution
from meetings.record.field_types import PersonReference
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision, WrittenOpinionEntry
from members.models import Restriction
from tests.exchange.test_bundle import bring, export_bundle, forged, parts
from tests.factories import at
from tests.world import World

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    """Eight with a vote, of whom one is left out of attendance, one is ill and wrote, six are there."""
    Restriction.objects.create(
        member=world.members[6], kind="exempt", since=dt.date(2026, 9, 12), reason="年老体弱"
    )
    ill = PersonReference.to(world.members[7])
    opinion = WrittenOpinionEntry(ill, "yes", at(DAY - dt.timedelta(days=1)))
    vote = Decision(
        "同意接收",
        kind="admission",
        candidate="王小雨",
        yes=4,
        no=2,
        written_opinions=(opinion,),
        ends_with_vote=True,
    )
    marks = {world.members[7].uuid: AttendanceMark("on_leave", "sick")}
    made = make(kinds=["general"], held_on=DAY, agenda=[AgendaEntry("表决", "讨论", vote)], marks=marks)
    return actions.submit(meeting=made, by=world.lin.actor)


def agenda_of(content: bytes) -> list[dict[str, Any]]:
    return list(json.loads(parts(content)["meeting.json"])["agenda"])


def come_in(content: bytes, world: World) -> Resolution:
    Meeting.objects.all().delete()
    exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    return Resolution.objects.get()


def test_whose_opinions_they_were_comes_along(meeting: Meeting, world: World) -> None:
    row = come_in(export_bundle(meeting, world), world)
    assert (row.entitled, row.present, row.written_yes, row.passed) == (8, 6, 1, True)
    assert row.opinion_rows.get().member == world.members[7]
    assert row.item.meeting.status == "submitted"


def test_a_number_without_names_of_a_former_format_is_kept(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    agenda = agenda_of(content)
    for name in ("written_no", "written_abstain", "written_opinions"):
        del agenda[0]["decision"][name]
    row = come_in(forged(content, schema="zuzhi-meeting/3", agenda=agenda), world)
    assert (row.written_yes, row.opinion_rows.count(), row.passed) == (1, 0, True)
    assert row.written_words == "未列明何人1票"
    assert row.item.meeting.status == "submitted"


@pytest.mark.parametrize(
    ("entitled", "yes", "passed", "comes"),
    [
        (7, 3, True, True),  # the base of before: seven, without who is left out of attendance
        (7, 3, False, False),  # four of seven are carried
        (8, 4, True, True),
        (8, 3, True, False),  # four of eight are not
        (6, 4, True, False),  # nobody's base
    ],
)
def test_r_sta_17_a_vote_keeps_the_base_it_was_counted_by(
    meeting: Meeting, world: World, entitled: int, yes: int, passed: bool, comes: bool
) -> None:
    content = export_bundle(meeting, world)
    agenda = agenda_of(content)
    agenda[0]["decision"] |= {"entitled": entitled, "yes": yes, "no": 6 - yes, "passed": passed}
    forged_content = forged(content, agenda=agenda)
    if comes:
        row = come_in(forged_content, world)
        assert (row.entitled, row.yes, row.passed) == (entitled, yes, passed)
    else:
        with pytest.raises(errors.BundleDoesNotAddUp):
            come_in(forged_content, world)
