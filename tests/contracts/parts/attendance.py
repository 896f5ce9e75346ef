"""Check-in, leave, make-ups, standing in: what the contracts need to know of them."""

import datetime as dt
from typing import Any
from uuid import UUID

from meetings import actions as meetings
from meetings.models import Leave
from meetings.record.schema import AttendanceMark
from meetings.states import Reason, State
from tests.contracts.access import Knock
from tests.contracts.house import ZONE, House, recorded

KEY = UUID("00000000-0000-4000-8000-0000000000c1")
UNTIL = dt.datetime(2026, 11, 22, 20, 0, tzinfo=ZONE)
TOKEN: dict[str, str] = {}


def furnish(house: House) -> None:
    """A meeting that is checking in today, one to come with a request, one that left a make-up, and a link."""
    world, lin, hua = house.world, house.world.lin.actor, house.world.hua.actor
    today = meetings.plan(
        organization=world.branch,
        kinds=["lecture"],
        theme="讲条例",
        held_on=dt.date(2026, 11, 22),
        starts_at=dt.datetime(2026, 11, 22, 15, 30, tzinfo=ZONE),
        by=lin,
    )
    window = meetings.open_check_in(meeting=today, by=lin)
    meetings.check_in_by_hand(meeting=today, members=[world.members[3].uuid], by=lin)
    stand_in, TOKEN["link"] = meetings.give_stand_in(meeting=today, name="赵小红", until=UNTIL, by=lin)
    leave = meetings.ask_leave(meeting=house.meetings["planned"], reason_code="sick", by=hua)
    missed = recorded(
        house,
        16,
        kinds=["lecture"],
        marks={world.members[2].uuid: AttendanceMark(State.ON_LEAVE, Reason.SICK)},
    )
    meetings.submit(meeting=missed, by=lin)
    house.meetings["today"], house.meetings["missed"] = today, missed
    house.things["window"], house.things["stand_in"], house.things["leave"] = window, stand_in, leave


def scanned(house: House) -> dict[str, Any]:
    """What the screen shows at this moment."""
    from core import clock
    from meetings.check_in import codes

    slot = codes.slot_at(clock.now())
    return {
        "slot": slot,
        "token": codes.token(house.window.nonce, house.meetings["today"].uuid, slot),
        "key": KEY,
    }


def link(house: House) -> dict[str, Any]:
    said = scanned(house)
    return {
        "m": house.meetings["today"].uuid.hex,
        "s": said["slot"],
        "t": said["token"],
        "key": said["key"],
    }


def closed(house: House) -> Any:
    return meetings.close_check_in(meeting=house.meetings["today"], by=house.world.lin.actor)


def leave_of(house: House) -> Leave:
    return Leave.objects.select_related("meeting__organization", "member").get(pk=house.leave.pk)


ACCESS = """
# A scanned code, leave and a make-up are the member's own; 409: no member, or not expected here.
attendance:check_in             GET    in     200    200    200    200    200    200    200    200    200
attendance:check_in             POST   in     302    302    302    409    409    409    409    409    409
attendance:leaves               GET    in     200    200    200    200    200    200    200    200    200
attendance:leaves               POST   in     302    302    302    409    409    404    404    404    404
attendance:withdraw             POST   in     302    302    302    403    403    404    404    404    404
attendance:decide               POST   in     403    302    302    403    403    404    404    404    404
attendance:make_ups             GET    in     200    200    200    200    200    200    200    200    200
attendance:make_ups             POST   in     302    302    302    403    403    404    404    404    404
attendance:revoke_stand_in      POST   in     403    302    302    403    403    404    404    404    404
attendance:stand_in             GET    200    200    200    200    200    200    200    200    200    200
attendance:stand_in             POST   302    302    302    302    302    302    302    302    302    302

meetings:check_in               GET    in     403    200    200    403    403    404    404    404    404
meetings:check_in               POST   in     403    302    302    403    403    404    404    404    404
meetings:check_in_hand          GET    in     403    200    200    403    403    404    404    404    404
meetings:check_in_hand          POST   in     403    302    302    403    403    404    404    404    404
meetings:check_in_now           GET    in     403    200    200    403    403    404    404    404    404
meetings:stand_ins              GET    in     403    200    200    403    403    404    404    404    404
meetings:stand_ins              POST   in     403    200    200    403    403    404    404    404    404

api_meeting_check_ins           GET    401    403    200    200    200    200    404    404    404    404
api_meeting_check_ins           POST   401    201    201    201    409    409    404    404    404    404
api_meeting_by_hand             POST   401    403    201    201    403    403    404    404    404    404
api_meeting_window              POST   401    403    200    200    403    403    404    404    404    404
api_meeting_stand_ins           GET    401    403    200    200    403    403    404    404    404    404
api_meeting_stand_ins           POST   401    403    201    201    403    403    404    404    404    404
api_meeting_stand_in_revoke     POST   401    403    200    200    403    403    404    404    404    404
api_leaves                      GET    401    200    200    200    200    200    200    200    200    200
api_leaves                      POST   401    201    201    201    409    409    404    404    404    404
api_leave_approve               POST   401    403    200    200    403    403    404    404    404    404
api_leave_refuse                POST   401    403    200    200    403    403    404    404    404    404
api_leave_withdraw              POST   401    200    200    200    403    403    404    404    404    404
api_make_ups                    GET    401    200    200    200    200    200    200    200    200    200
api_make_ups                    POST   401    201    201    201    403    403    400    400    400    400
"""

KNOCKS = {
    "meetings:check_in GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:check_in POST": lambda h: Knock((h.meetings["today"].uuid,), content={"move": "close"}),
    "meetings:check_in_now GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:check_in_hand GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:check_in_hand POST": lambda h: Knock(
        (h.meetings["today"].uuid,), content={"present": [h.world.members[4].uuid]}
    ),
    "meetings:stand_ins GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:stand_ins POST": lambda h: Knock(
        (h.meetings["today"].uuid,), content={"name": "赵小红", "until": "20:00"}
    ),
    "attendance:check_in POST": lambda h: Knock(content=link(h)),
    "attendance:leaves POST": lambda h: Knock(
        content={"meeting": h.meetings["today"].uuid, "reason_code": "training"}
    ),
    "attendance:withdraw POST": lambda h: Knock((h.leave.uuid,)),
    "attendance:decide POST": lambda h: Knock((h.leave.uuid,), content={"move": "approve"}),
    "attendance:make_ups POST": lambda h: Knock(
        content={
            "meeting": h.meetings["missed"].uuid,
            "member": h.world.members[2].uuid,
            "note": "自学了条例第三章",
        }
    ),
    "attendance:revoke_stand_in POST": lambda h: Knock((h.stand_in.uuid,)),
    "attendance:stand_in GET": lambda h: Knock((TOKEN["link"],)),
    "attendance:stand_in POST": lambda h: Knock(
        (TOKEN["link"],), content={"present": [h.world.members[4].uuid]}
    ),
    "api_meeting_check_ins GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "api_meeting_check_ins POST": lambda h: Knock((h.meetings["today"].uuid,), content=scanned(h)),
    "api_meeting_by_hand POST": lambda h: Knock(
        (h.meetings["today"].uuid,), content={"members": [h.world.members[4].uuid]}
    ),
    "api_meeting_window POST": lambda h: Knock((h.meetings["today"].uuid,), content={"open": True}),
    "api_meeting_stand_ins GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "api_meeting_stand_ins POST": lambda h: Knock(
        (h.meetings["today"].uuid,), content={"name": "赵小红", "until": UNTIL}
    ),
    "api_meeting_stand_in_revoke POST": lambda h: Knock((h.meetings["today"].uuid, h.stand_in.uuid)),
    "api_leaves POST": lambda h: Knock(
        content={"meeting": h.meetings["today"].uuid, "reason_code": "training"}
    ),
    "api_leave_approve POST": lambda h: Knock((h.leave.uuid,)),
    "api_leave_refuse POST": lambda h: Knock((h.leave.uuid,), content={"comment": "请尽量参加"}),
    "api_leave_withdraw POST": lambda h: Knock((h.leave.uuid,)),
    "api_make_ups POST": lambda h: Knock(
        content={
            "meeting": h.meetings["missed"].uuid,
            "member": h.world.members[2].uuid,
            "note": "自学了条例第三章",
        }
    ),
}

CALLS = {
    "meetings.actions.open_check_in": (
        "lin",
        lambda h, by: (closed(h), meetings.open_check_in(meeting=h.meetings["today"], by=by)),
    ),
    "meetings.actions.close_check_in": (
        "lin",
        lambda h, by: meetings.close_check_in(meeting=h.meetings["today"], by=by),
    ),
    "meetings.actions.check_in": (
        "hua",
        lambda h, by: meetings.check_in(meeting=h.meetings["today"], by=by, **scanned(h)),
    ),
    "meetings.actions.check_in_by_hand": (
        "lin",
        lambda h, by: meetings.check_in_by_hand(
            meeting=h.meetings["today"], members=[h.world.members[4].uuid], by=by
        ),
    ),
    "meetings.actions.ask_leave": (
        "hua",
        lambda h, by: meetings.ask_leave(meeting=h.meetings["today"], reason_code="training", by=by),
    ),
    "meetings.actions.withdraw_leave": (
        "hua",
        lambda h, by: meetings.withdraw_leave(leave=leave_of(h), by=by),
    ),
    "meetings.actions.approve_leave": (
        "lin",
        lambda h, by: meetings.approve_leave(leave=leave_of(h), by=by),
    ),
    "meetings.actions.refuse_leave": (
        "lin",
        lambda h, by: meetings.refuse_leave(leave=leave_of(h), comment="请尽量参加", by=by),
    ),
    "meetings.actions.enter_make_up": (
        "hua",
        lambda h, by: meetings.enter_make_up(
            meeting=h.meetings["missed"], member=h.world.members[2], note="自学了条例", by=by
        ),
    ),
    "meetings.actions.give_stand_in": (
        "lin",
        lambda h, by: meetings.give_stand_in(meeting=h.meetings["today"], name="赵小红", until=UNTIL, by=by),
    ),
    "meetings.actions.revoke_stand_in": (
        "lin",
        lambda h, by: meetings.revoke_stand_in(stand_in=h.stand_in, by=by),
    ),
    "meetings.actions.take_roll": (
        "lin",
        lambda h, by: meetings.take_roll(token=TOKEN["link"], present=[h.world.members[4].uuid], by=by),
    ),
}

NO_MEMBER = {"member": "409", "committee_member": "409", "secretary": "409"}
PERSONAL = {
    "api_meeting_check_ins POST": NO_MEMBER,
    "api_leaves POST": NO_MEMBER,
    "api_leave_approve POST": {"member": "404"},
    "api_leave_refuse POST": {"member": "404"},
    "api_leave_withdraw POST": {"member": "404"},
    "api_make_ups POST": {"member": "400"},
}
