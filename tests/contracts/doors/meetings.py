"""Meetings: records and their way, check-in and leave, minutes and votes."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from life import actions as life
from meetings import actions as meetings
from meetings.models import Poll, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import AttendanceState, Reason
from tests.contracts.doors import Knock
from tests.contracts.house import ZONE, House, photo, recorded
from tests.factories import amend_meeting, plan_by_lin

NEW = UUID("00000000-0000-4000-8000-000000000001")
MEETING = {
    "organization": "A-2",
    "kinds": ["lecture"],
    "held_on": "2026-11-05",
    "starts_at": "2026-11-05T14:30:00+08:00",
}


def meeting(status: str, **content: Any) -> Callable[[House], Knock]:
    return lambda h: Knock((h.meetings[status].uuid,), content=content)


KEY = UUID("00000000-0000-4000-8000-0000000000c1")
UNTIL = dt.datetime(2026, 11, 22, 20, 0, tzinfo=ZONE)
TOKEN: dict[str, str] = {}


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


def _poll(house: House) -> Poll:
    return Poll.objects.select_related("meeting__organization").get(pk=house.poll.pk)


def furnish(house: House) -> None:
    gathered(house)
    minuted(house)


def gathered(house: House) -> None:
    """A meeting that is checking in today, one to come with a request, one that left a make-up, and a link."""
    world, lin, hua = house.world, house.world.lin.actor, house.world.hua.actor
    today = plan_by_lin(
        world, dt.datetime(2026, 11, 22, 15, 30, tzinfo=ZONE), kinds=["lecture"], theme="讲条例"
    )
    window = meetings.open_check_in(meeting=today, by=lin)
    meetings.check_in_by_hand(meeting=today, members=[world.members[3].uuid], by=lin)
    stand_in, TOKEN["link"] = life.give_stand_in(meeting=today, name="赵小红", until=UNTIL, by=lin)
    leave = meetings.ask_leave(meeting=house.meetings["planned"], reason_code="sick", by=hua)
    missed = recorded(
        house,
        16,
        kinds=["lecture"],
        marks={world.members[2].uuid: AttendanceMark(AttendanceState.ON_LEAVE, Reason.SICK)},
    )
    meetings.submit(meeting=missed, by=lin)
    house.meetings["today"], house.meetings["missed"] = today, missed
    house.things["window"], house.things["stand_in"], house.things["leave"] = window, stand_in, leave


def minuted(house: House) -> None:
    """A decision to carry out, an amendment that waits for its second signature, a vote under way."""
    world = house.world
    lin, wei = world.lin.actor, world.wei.actor
    agenda = [
        AgendaEntry("慰问", "", Decision("慰问老党员", yes=8, executor="何秀英", due_on=dt.date(2026, 12, 1)))
    ]
    decided = recorded(house, 12, kinds=["general"], agenda=agenda)
    meetings.submit(meeting=decided, by=lin)
    other = recorded(house, 13)
    meetings.submit(meeting=other, by=lin)
    meetings.confirm(meeting=other, by=wei)
    other.refresh_from_db()
    voting = recorded(house, 14, kinds=["general"])
    house.things |= {
        "decision": Resolution.objects.get(item__meeting=decided),
        "amendment": amend_meeting(meeting=other, reason="地点写错", place="三楼", by=lin),
        "voting": voting,
        "poll": life.open_poll(meeting=voting, by=lin, question="同意明年计划"),
    }


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
meetings:list                   GET    in  200 200 200 200 200 200 200 200 200    8
meetings:plan                   GET    in  403 200 200 403 403 200 403 403 403   10
meetings:plan                   POST   in  403 302 302 403 403 400 403 403 403    - meeting.plan
meetings:record                 GET    in  403 200 200 403 403 404 403 403 403   39
meetings:record                 POST   in  403 302 302 403 403 404 403 403 403    - meeting.record
meetings:draft                  POST   in  404 200 200 404 404 404 404 404 404    - meeting.keep_draft
meetings:discard                POST   in  404 404 302 404 404 404 404 404 404    - meeting.discard_draft
meetings:attachment             GET    in  403 200 200 200 200 404 404 404 404    5
meetings:detach                 POST   in  403 302 302 403 403 404 404 404 404    - meeting.detach
meetings:detail                 GET    in  200 200 200 200 200 404 404 404 404   29
meetings:move                   POST   in  403 302 302 403 403 404 404 404 404    - meeting.submit
meetings:send                   GET    in  403 200 200 403 403 404 404 404 404   27
meetings:send                   POST   in  403 302 302 403 403 404 404 404 404    - meeting.submit
meetings:amend                  GET    in  403 200 200 403 403 404 404 404 404   31
meetings:amend                  POST   in  403 302 302 403 403 404 404 404 404    - meeting.amend
api_meetings                    GET    401 200 200 200 200 200 200 200 200 200    5
api_meetings                    POST   401 403 201 201 403 403 404 404 404 404    - meeting.record
api_meeting                     GET    401 200 200 200 200 200 404 404 404 404   18
api_meeting                     PATCH  401 403 200 200 403 403 404 404 404 404    - meeting.record
api_meeting_submit              POST   401 403 200 200 403 403 404 404 404 404    - meeting.submit
api_meeting_carry_over          POST   401 403 200 200 403 403 404 404 404 404    - meeting.record meeting.cancel
api_meeting_return              POST   401 403 403 403 200 200 404 404 404 404    - meeting.return_for_revision
api_meeting_confirm             POST   401 403 403 403 200 200 404 404 404 404    - meeting.confirm
api_meeting_cancel              POST   401 403 200 200 403 403 404 404 404 404    - meeting.cancel
api_meeting_amend               POST   401 403 200 200 403 403 404 404 404 404    - meeting.amend
api_meeting_checks              GET    401 403 200 200 200 200 404 404 404 404   23
api_meeting_attendances         GET    401 403 200 200 200 200 404 404 404 404    6
api_meeting_attachments         GET    401 403 200 200 200 200 404 404 404 404    6
api_meeting_attachments         POST   401 403 201 201 403 403 404 404 404 404    - meeting.attach
api_meeting_attachment          GET    401 403 200 200 200 200 404 404 404 404    7
api_meeting_attachment          DELETE 401 403 204 204 403 403 404 404 404 404    - meeting.detach
api_meeting_attachment_file     GET    401 403 200 200 200 200 404 404 404 404    7
# A scanned code, leave and a make-up are the member's own; 409: no member, or not expected here.
attendance:check_in             GET    in  200 200 200 200 200 200 200 200 200    5
attendance:check_in             POST   in  302 302 302 409 409 409 409 409 409    - check_in.take
attendance:revoke_stand_in      POST   in  403 302 302 403 403 404 404 404 404    - stand_in.revoke
attendance:stand_in             GET    200 200 200 200 200 200 200 200 200 200    8
attendance:stand_in             POST   302 302 302 302 302 302 302 302 302 302    - stand_in.take
meetings:check_in_hand          GET    in  403 200 200 403 403 404 404 404 404    9
meetings:check_in_hand          POST   in  403 302 302 403 403 404 404 404 404    - check_in.by_hand
meetings:stand_ins              GET    in  403 200 200 403 403 404 404 404 404    8
meetings:stand_ins              POST   in  403 200 200 403 403 404 404 404 404    - stand_in.revoke stand_in.give
api_meeting_check_ins           GET    401 403 200 200 200 200 404 404 404 404    6
api_meeting_check_ins           POST   401 201 201 201 409 409 404 404 404 404    - check_in.take
api_meeting_by_hand             POST   401 403 201 201 403 403 404 404 404 404    - check_in.by_hand
api_meeting_window              POST   401 403 200 200 403 403 404 404 404 404    -
api_meeting_stand_ins           GET    401 403 200 200 403 403 404 404 404 404    6
api_meeting_stand_ins           POST   401 403 201 201 403 403 404 404 404 404    - stand_in.revoke stand_in.give
api_meeting_stand_in            GET    401 403 200 200 403 403 404 404 404 404    7
api_meeting_stand_in_revoke     POST   401 403 200 200 403 403 404 404 404 404    - stand_in.revoke
api_leaves                      GET    401 200 200 200 200 200 200 200 200 200    4
api_leaves                      POST   401 201 201 201 409 409 404 404 404 404    - leave.ask
api_leave                       GET    401 200 200 200 200 200 404 404 404 404    5
api_leave_approve               POST   401 403 200 200 403 403 404 404 404 404    - leave.approve
api_leave_refuse                POST   401 403 200 200 403 403 404 404 404 404    - leave.refuse
api_leave_withdraw              POST   401 200 200 200 403 403 404 404 404 404    - leave.withdraw
# The waiting amendment is Lin's: signing and refusing refuse him (409, or led back with the reason), and only he
# withdraws. A vote leaves no entry, which would hold voter and time (ADR 0004).
meetings:follow_up              POST   in  403 302 302 403 403 404 404 404 404    - meeting.follow_up
meetings:amendments             GET    in  403 200 200 200 200 200 403 403 403    7
meetings:decide_amendment       POST   in  403 302 302 302 302 404 404 404 404    - meeting.sign_amendment
api_open_tasks                  GET    401 403 200 200 200 200 404 404 404 404    6
api_decision                    GET    401 403 200 200 200 200 404 404 404 404    7
api_follow_up                   POST   401 403 201 201 403 403 404 404 404 404    - meeting.follow_up
api_amendments                  GET    401 200 200 200 200 200 200 200 200 200    5
api_amendment                   GET    401 403 200 200 200 200 404 404 404 404    5
api_amendment_sign              POST   401 403 200 409 200 200 404 404 404 404    - meeting.sign_amendment
api_amendment_refuse            POST   401 403 200 409 200 200 404 404 404 404    - meeting.refuse_amendment
api_amendment_withdraw          POST   401 403 403 200 403 403 404 404 404 404    - meeting.withdraw_amendment
api_meeting_amendments          GET    401 403 200 200 200 200 404 404 404 404    6
"""
PERSONS = {
    "api_meeting_confirm POST",
    "api_leave_approve POST",
    "api_leave_refuse POST",
}
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "meetings:plan POST": lambda h: Knock(
        content={
            "uuid": NEW,
            "organization": "A-2",
            "kinds": ["lecture"],
            "held_on": "2026-11-28",
            "starts_at": "14:30",
        }
    ),
    "meetings:record GET": lambda h: Knock(query=f"uuid={h.meetings['held'].uuid}"),
    "meetings:record POST": lambda h: Knock(
        content={
            "uuid": NEW,
            "organization": "A-2",
            "kinds": ["lecture"],
            "held_on": "2026-11-20",
            "starts_at": "14:30",
            "ends_at": "16:00",
        }
    ),
    "meetings:draft POST": lambda h: Knock(
        content={"uuid": NEW, "organization": "A-2", "kinds": ["lecture"], "held_on": "2026-11-20"}
    ),
    "meetings:discard POST": lambda h: Knock(content={"uuid": h.draft.uuid}),
    "meetings:attachment GET": lambda h: Knock((h.attachment.uuid,)),
    "meetings:detach POST": lambda h: Knock((h.attachment.uuid,)),
    "meetings:detail GET": meeting("submitted"),
    "meetings:move POST": meeting("held", move="submit"),
    "meetings:send GET": meeting("held"),
    "meetings:send POST": meeting("held"),
    "meetings:amend GET": meeting("confirmed"),
    "meetings:amend POST": lambda h: Knock(
        (h.meetings["confirmed"].uuid,),
        content={
            "organization": "A-2",
            "kinds": ["theme_day"],
            "theme": "学习全会精神",
            "held_on": "2026-11-20",
            "starts_at": "14:30",
            "ends_at": "16:00",
            "place": "三楼",
            "host": h.world.members[0].uuid,
            "recorder": h.world.members[1].uuid,
            "minutes": "林知远主持，集体学习全会精神，讨论了滨江社区的落实办法。",
            "reason": "地点写错",
        },
    ),
    "api_meetings POST": lambda h: Knock(content=MEETING),
    "api_meeting GET": meeting("submitted"),
    "api_meeting PATCH": lambda h: Knock(
        (h.meetings["held"].uuid,), content={"place": "三楼", "version": h.meetings["held"].version}
    ),
    "api_meeting_submit POST": meeting("held"),
    "api_meeting_carry_over POST": lambda h: Knock(
        (h.meetings["held"].uuid,), content={"into": h.meetings["planned"].uuid}
    ),
    "api_meeting_return POST": meeting("submitted", comment="请补写讨论内容"),
    "api_meeting_confirm POST": meeting("submitted"),
    "api_meeting_cancel POST": meeting("planned", reason="停电"),
    "api_meeting_amend POST": meeting("confirmed", reason="地点写错", place="三楼"),
    "api_meeting_checks GET": meeting("held"),
    "api_meeting_attendances GET": meeting("submitted"),
    "api_meeting_attachments GET": meeting("held"),
    "api_meeting_attachments POST": lambda h: Knock(
        (h.meetings["held"].uuid,), content={"file": photo("blue")}, is_form=True
    ),
    "api_meeting_attachment GET": lambda h: Knock((h.meetings["held"].uuid, h.attachment.uuid)),
    "api_meeting_attachment DELETE": lambda h: Knock((h.meetings["held"].uuid, h.attachment.uuid)),
    "api_meeting_attachment_file GET": lambda h: Knock((h.meetings["held"].uuid, h.attachment.uuid)),
    "meetings:follow_up POST": lambda h: Knock((h.decision.pk,), content={"is_done": "1"}),
    "meetings:decide_amendment POST": lambda h: Knock((h.amendment.pk,), content={"move": "sign"}),
    "api_open_tasks GET": lambda h: Knock(query="organization=A-2"),
    "api_decision GET": lambda h: Knock((h.decision.pk,)),
    "api_follow_up POST": lambda h: Knock((h.decision.pk,), content={"note": "办了"}),
    "api_amendment GET": lambda h: Knock((h.amendment.pk,)),
    "api_amendment_sign POST": lambda h: Knock((h.amendment.pk,)),
    "api_amendment_refuse POST": lambda h: Knock((h.amendment.pk,), content={"comment": "原件不是这样"}),
    "api_amendment_withdraw POST": lambda h: Knock((h.amendment.pk,)),
    "api_meeting_amendments GET": lambda h: Knock((h.meetings["submitted"].uuid,)),
    "meetings:check_in_hand GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:check_in_hand POST": lambda h: Knock(
        (h.meetings["today"].uuid,), content={"present": [h.world.members[4].uuid]}
    ),
    "meetings:stand_ins GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:stand_ins POST": lambda h: Knock(
        (h.meetings["today"].uuid,), content={"name": "赵小红", "until": "20:00"}
    ),
    "attendance:check_in POST": lambda h: Knock(content=link(h)),
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
    "api_meeting_stand_in GET": lambda h: Knock((h.meetings["today"].uuid, h.stand_in.uuid)),
    "api_meeting_stand_in_revoke POST": lambda h: Knock((h.meetings["today"].uuid, h.stand_in.uuid)),
    "api_leaves POST": lambda h: Knock(
        content={"meeting": h.meetings["today"].uuid, "reason_code": "training"}
    ),
    "api_leave GET": lambda h: Knock((h.leave.uuid,)),
    "api_leave_approve POST": lambda h: Knock((h.leave.uuid,)),
    "api_leave_refuse POST": lambda h: Knock((h.leave.uuid,), content={"comment": "请尽量参加"}),
    "api_leave_withdraw POST": lambda h: Knock((h.leave.uuid,)),
}
NOBODY = dict.fromkeys(("committee_member", "secretary", "staff", "reviewer"), "403")
NO_MEMBER = {"member": "409", "committee_member": "409", "secretary": "409"}
PERSONAL = {
    "api_leave GET": {"member": "404"},  # Hua's own
    # Lin proposed it and may not sign; a token of his role is nobody.
    "api_amendment_sign POST": NOBODY,
    "api_amendment_refuse POST": NOBODY,
    "api_amendment_withdraw POST": {"secretary": "403"},
    "api_meeting_check_ins POST": NO_MEMBER,
    "api_leaves POST": NO_MEMBER,
    "api_leave_approve POST": {"member": "404"},
    "api_leave_refuse POST": {"member": "404"},
    "api_leave_withdraw POST": {"member": "404"},
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "meetings.actions.open_check_in": (
        "lin",
        lambda h, by: (closed(h), meetings.open_check_in(meeting=h.meetings["today"], by=by)),
    ),
    "meetings.actions.answer_remarks": (
        "lin",
        lambda h, by: meetings.answer_remarks(meeting=h.meetings["returned"], replies=["改了"], by=by),
    ),
    "meetings.actions.answer_hints": (
        "lin",
        lambda h, by: meetings.answer_hints(
            meeting=recorded(h, 9, recorder=h.world.members[0]),
            answers={"主持人和记录人是同一个人": "支部人少，一人兼任"},
            by=by,
        ),
    ),
    "life.actions.drop_poll": ("lin", lambda h, by: life.drop_poll(poll=_poll(h), by=by)),
}
