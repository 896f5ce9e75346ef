"""What is destroyed can be had back by who did it, or asks first; every door that destroys is one of these."""

import datetime as dt
import re
from typing import Any

import pytest

from drafts.models import Draft
from life import actions as life
from life.models import Talk
from meetings import actions
from meetings.models import Meeting
from meetings.states import Reason, Status
from tests.contracts.doors import table
from tests.factories import at, plan_by_lin
from tests.world import World

WORDS = re.compile(
    r"strike|remov|discard|cancel|withdraw|revoke|drop|detach|throw|away|dissolve|retire|close|delete"
)
BACK = {  # one's own: at once, and taken back
    "drafts:take_file_away POST", "api_draft DELETE", "api_draft_file DELETE", "meetings:discard POST",
    "life:strike_talk POST", "api_talk DELETE",
}  # fmt: skip
ASKED = {  # what concerns others says the consequence, or ends a thing whose other end is another deed
    "meetings:move POST", "api_meeting_cancel POST", "api_meeting_carry_over POST", "organization-dissolve POST",
    "organization-merge POST", "reports:withdraw POST", "report-withdraw POST", "organization-split POST",
    "ballots:close POST", "api_poll_close POST", "api_appraisal_close POST", "api_appraisal_withdraw POST",
}  # fmt: skip
AGAIN = {  # done again by the same door or the one beside it: nothing is lost but the setting
    "oauth2_provider:revoke-token POST", "branches:revoke POST", "api_mandate_revoke POST", "clients:close POST", "client-detail DELETE", "account-close POST",
    "meetings:remove_holiday POST", "api_holiday DELETE", "papers:retire POST", "api_paper_template_retire POST",
    "meetings:exchange_drop POST", "api_column_map DELETE", "attendance:withdraw POST", "api_leave_withdraw POST",
    "attendance:revoke_stand_in POST", "api_meeting_stand_in_revoke POST", "meetings:check_in POST",
    "api_amendment_withdraw POST", "themes:withdraw POST", "api_theme_withdraw POST", "api_member_decision_withdraw POST",
    "api_calendar DELETE", "reports:remove_channel POST", "channel-detail DELETE", "meetings:strike_outcome POST",
    "api_meeting_outcome DELETE", "meetings:detach POST", "api_meeting_attachment DELETE",
}  # fmt: skip


def test_every_door_that_destroys_is_known() -> None:
    doors = {
        key
        for key, door in table().items()
        if door.method != "GET"
        and (door.method == "DELETE" or any(map(WORDS.search, [door.name, *door.entries])))
    }
    assert doors - BACK - ASKED - AGAIN == set()


def test_a_talk_that_was_struck_is_had_back_as_it_was(world: World, sign_in: Any) -> None:
    lin = sign_in("lin")
    [talk] = life.register_talks(
        organization=world.branch,
        one=world.members[0],
        others=[world.members[4]],
        on=dt.date(2026, 11, 20),
        note="家里有困难",
        by=world.lin.actor,
    )
    before = Talk.objects.values("uuid", "one", "other", "on", "occasion", "note", "by", "who").get()
    page = lin.post(f"/life/talks/{talk.uuid}/strike/", follow=True).content.decode()
    assert Talk.objects.count() == 0
    row = Draft.objects.get()
    assert f'action="/drafts/{row.pk}/put-back/"' in page
    assert "撤销" in page
    assert sign_in("he").post(f"/drafts/{row.pk}/put-back/").status_code == 404
    lin.post(f"/drafts/{row.pk}/put-back/")
    assert Talk.objects.values("uuid", "one", "other", "on", "occasion", "note", "by", "who").get() == before
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("leaves", [0, 1])
def test_calling_a_meeting_off_asks_with_numbers(world: World, sign_in: Any, leaves: int) -> None:
    plan, lin = plan_by_lin(world, at(dt.date(2026, 11, 28)), theme="学习"), sign_in("lin")
    if leaves:
        actions.ask_leave(meeting=plan, reason_code=Reason.SICK, by=world.hua.actor)
    answer = lin.post(f"/meetings/{plan.uuid}/move/", {"move": "cancel"})
    assert answer["Location"] == f"/meetings/plan/?uuid={plan.uuid}&cancel=1#off"
    page = lin.get(answer["Location"]).content.decode()
    assert "应到9人" in page
    assert ("已有1人请假，请假一并作废" in page) == bool(leaves)
    assert Meeting.objects.get().status == Status.PLANNED
    asked = {"move": "cancel", "asked": "1", "reason": ""}
    lin.post(f"/meetings/{plan.uuid}/move/", asked)
    assert Meeting.objects.get().status == (Status.PLANNED if leaves else Status.CANCELLED)
    if leaves:
        lin.post(f"/meetings/{plan.uuid}/move/", asked | {"reason": "场地不能用"})
        assert Meeting.objects.get().status == Status.CANCELLED
