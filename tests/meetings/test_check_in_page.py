"""The member's page of check-in: who is in finds it said there, also after the doors have closed."""

import datetime as dt
from typing import Any
from uuid import uuid4

from core import clock as the_clock
from meetings import actions
from meetings.check_in import codes
from tests.factories import plan_by_lin
from tests.world import World

ZONE = dt.timezone(dt.timedelta(hours=8))


def test_who_is_in_still_reads_so_after_the_closing_and_who_is_not_is_offered_nothing(
    world: World, sign_in: Any
) -> None:
    meeting = plan_by_lin(world, dt.datetime(2026, 11, 22, 15, 30, tzinfo=ZONE))
    actions.ask_leave(meeting=meeting, reason_code="sick", by=world.hua.actor)
    window = actions.open_check_in(meeting=meeting, by=world.lin.actor)
    page = sign_in("hua").get("/check-in/").content.decode()
    assert ("您请了假" in page, "来了照样签到" in page, "来不了，请假" in page) == (True, True, False)
    slot = codes.slot_at(the_clock.now())
    token = codes.token(window.nonce, meeting.uuid, slot)
    actions.check_in(meeting=meeting, key=uuid4(), slot=slot, token=token, by=world.hua.actor)
    actions.close_check_in(meeting=meeting, by=world.lin.actor)
    page = sign_in("hua").get("/check-in/").content.decode()
    assert "已签到，" in page
    assert "现在没有会议在签到" not in page
    page = sign_in("he").get("/check-in/").content.decode()
    assert "已签到，" not in page
    assert "现在没有会议在签到" in page
