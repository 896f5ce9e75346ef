"""What was done after a meeting: added when it is known, also after the record was confirmed (支部工作条例 Art. 16)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import Entry
from branches.errors import NotYours
from core.errors import Gone
from life import errors as life_errors
from meetings import actions
from meetings.models import Amendment, Meeting, Outcome
from planning import actions as planning_actions
from tests.world import World

pytestmark = pytest.mark.django_db
D = dt.date


def test_it_is_added_after_the_confirmation_and_is_no_amendment(
    world: World, make: Callable[..., Meeting], sign_in: Callable[[str], Client]
) -> None:
    meeting = make()
    actions.submit(meeting=meeting, by=world.lin.actor)
    actions.confirm(meeting=meeting, by=world.wei.actor)
    version = meeting.version
    planning_actions.add_outcome(
        meeting=meeting, text="上门看望老党员", on=D(2026, 11, 21), by=world.lin.actor
    )
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version, Amendment.objects.count()) == ("confirmed", version, 0)
    page = sign_in("lin").get(f"/meetings/{meeting.uuid}/").content.decode()
    assert "会后落实" in page
    assert "上门看望老党员" in page


@pytest.mark.parametrize(
    ("on", "text", "error"),
    [
        (D(2026, 11, 19), "上门看望", life_errors.BeforeTheMeeting),
        (D(2026, 11, 20), "上门看望", None),
        (D(2026, 11, 22), "上门看望", None),
        (D(2026, 11, 23), "上门看望", life_errors.DayAhead),
        (D(2026, 11, 22), " 看 ", life_errors.OutcomeNeeded),
    ],
)
def test_it_was_done_from_the_day_of_the_meeting_on(
    world: World, make: Callable[..., Meeting], on: D, text: str, error: Any
) -> None:
    meeting = make()
    if error:
        with pytest.raises(error):
            planning_actions.add_outcome(meeting=meeting, text=text, on=on, by=world.lin.actor)
    else:
        planning_actions.add_outcome(meeting=meeting, text=text, on=on, by=world.lin.actor)
    assert Outcome.objects.count() == (0 if error else 1)


@pytest.mark.parametrize("name", ["hua", "shao", "wei", "shen"])
def test_who_does_not_record_here_adds_none(world: World, make: Callable[..., Meeting], name: str) -> None:
    with pytest.raises(NotYours):
        planning_actions.add_outcome(
            meeting=make(), text="上门看望", on=D(2026, 11, 22), by=getattr(world, name).actor
        )
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shao", "wei", "shen"])
def test_a_wrong_one_is_taken_back_by_who_records_and_the_audit_keeps_it(
    world: World, make: Callable[..., Meeting], who: str
) -> None:
    meeting = make()
    kept = planning_actions.add_outcome(
        meeting=meeting, text="上门看望", on=D(2026, 11, 21), by=world.lin.actor
    )
    by = getattr(world, who).actor
    if who not in ("lin", "he"):
        with pytest.raises(NotYours):
            planning_actions.strike_outcome(outcome=kept, by=by)
        assert Outcome.objects.count() == 1
        return
    planning_actions.strike_outcome(outcome=kept, by=by)
    assert Outcome.objects.count() == 0
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before["会后落实"]) == ("meeting.strike_outcome", "上门看望")
    with pytest.raises(Gone):
        planning_actions.strike_outcome(outcome=kept, by=by)
    assert Entry.objects.latest("id") == entry


def test_it_is_taken_back_on_the_page(
    world: World, make: Callable[..., Meeting], sign_in: Callable[[str], Client]
) -> None:
    meeting = make()
    kept = planning_actions.add_outcome(
        meeting=meeting, text="上门看望", on=D(2026, 11, 21), by=world.lin.actor
    )
    lin, address = sign_in("lin"), f"/meetings/{meeting.uuid}/outcomes/{kept.pk}/strike/"
    assert address in lin.get(f"/meetings/{meeting.uuid}/").content.decode()
    assert f'action="{address}"' not in lin.post(address, follow=True).content.decode()
    assert Outcome.objects.count() == 0


def test_a_refused_line_leads_back_to_its_meeting(make: Any, world: World, sign_in: Any) -> None:
    meeting = make(kinds=["theme_day"])
    sent = {"text": "上门看望老党员", "on": "2020-01-01"}
    answer = sign_in("lin").post(f"/meetings/{meeting.uuid}/outcomes/", sent, follow=True)
    assert answer.redirect_chain == [(f"/meetings/{meeting.uuid}/", 302)]
    assert "没有记下：日期不能早于会议当天" in answer.content.decode()
    assert meeting.outcomes.count() == 0
