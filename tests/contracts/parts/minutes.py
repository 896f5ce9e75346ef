"""Minutes: open tasks, amendments with two signatures, votes on phones."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from branches.selectors.actors import Actor
from meetings import actions
from meetings.models import Amendment, Meeting, Poll, Resolution
from meetings.record.schema import AgendaEntry, Decision
from tests.contracts.access import Knock
from tests.contracts.house import House, recorded
from tests.factories import amend_meeting

QUESTION = {"question": "同意明年计划", "is_secret": True}
KNOCKS: dict[str, Callable[[House], Knock]] = {
    "meetings:follow_up POST": lambda h: Knock((h.decision.pk,), content={"is_done": "1"}),
    "meetings:decide_amendment POST": lambda h: Knock((h.amendment.pk,), content={"move": "sign"}),
    "meetings:ballots GET": lambda h: Knock((h.voting.uuid,)),
    "meetings:ballots POST": lambda h: Knock(
        (h.meetings["held"].uuid,), content=QUESTION | {"is_secret": "1"}
    ),
    "ballots:cast POST": lambda h: Knock((h.poll.uuid,), content={"choice": "yes"}),
    "ballots:close POST": lambda h: Knock((h.poll.uuid,), content={"yes": "1"}),
    "api_open_tasks GET": lambda h: Knock(query="organization=A-2"),
    "api_follow_up POST": lambda h: Knock((h.decision.pk,), content={"note": "办了"}),
    "api_amendment_sign POST": lambda h: Knock((h.amendment.pk,)),
    "api_amendment_refuse POST": lambda h: Knock((h.amendment.pk,), content={"comment": "原件不是这样"}),
    "api_amendment_withdraw POST": lambda h: Knock((h.amendment.pk,)),
    "api_meeting_amendments GET": lambda h: Knock((h.meetings["submitted"].uuid,)),
    "api_polls GET": lambda h: Knock((h.voting.uuid,)),
    "api_polls POST": lambda h: Knock((h.meetings["held"].uuid,), content=QUESTION),
    "api_poll_close POST": lambda h: Knock((h.poll.uuid,)),
    "api_poll_cast POST": lambda h: Knock((h.poll.uuid,), content={"choice": "yes"}),
}
# The waiting amendment is Lin's: signing and refusing refuse him (409, or led back with the reason), and only he withdraws.
ACCESS = """
meetings:follow_up              POST   in     403    302    302    403    403    404    404    404    404
meetings:amendments             GET    in     403    200    200    200    200    200    403    403    403
meetings:decide_amendment       POST   in     403    302    302    302    302    404    404    404    404
meetings:ballots                GET    in     403    200    200    403    403    404    404    404    404
meetings:ballots                POST   in     403    302    302    403    403    404    404    404    404
ballots:own                     GET    in     200    200    200    200    200    200    200    200    200
ballots:cast                    POST   in     302    302    302    409    409    404    404    404    404
ballots:close                   POST   in     403    302    302    403    403    404    404    404    404
api_open_tasks                  GET    401    403    200    200    200    200    404    404    404    404
api_follow_up                   POST   401    403    201    201    403    403    404    404    404    404
api_amendments                  GET    401    200    200    200    200    200    200    200    200    200
api_amendment_sign              POST   401    403    200    409    200    200    404    404    404    404
api_amendment_refuse            POST   401    403    200    409    200    200    404    404    404    404
api_amendment_withdraw          POST   401    403    403    200    403    403    404    404    404    404
api_meeting_amendments          GET    401    403    200    200    200    200    404    404    404    404
api_polls                       GET    401    403    200    200    403    403    404    404    404    404
api_polls                       POST   401    403    201    201    403    403    404    404    404    404
api_poll_close                  POST   401    403    200    200    403    403    404    404    404    404
api_poll_cast                   POST   401    200    200    200    409    409    404    404    404    404
api_ballots                     GET    401    200    200    200    200    200    200    200    200    200
"""


def furnish(house: House) -> None:
    world = house.world
    lin, wei = world.lin.actor, world.wei.actor
    agenda = [
        AgendaEntry("慰问", "", Decision("慰问老党员", yes=8, executor="何秀英", due_on=dt.date(2026, 12, 1)))
    ]
    decided = recorded(house, 12, kinds=["general"], agenda=agenda)
    actions.submit(meeting=decided, by=lin)
    other = recorded(house, 13)
    actions.submit(meeting=other, by=lin)
    actions.confirm(meeting=other, by=wei)
    other.refresh_from_db()
    voting = recorded(house, 14, kinds=["general"])
    house.things |= {
        "decision": Resolution.objects.get(item__meeting=decided),
        "amendment": amend_meeting(meeting=other, reason="地点写错", place="三楼", by=lin),
        "voting": voting,
        "poll": actions.open_poll(meeting=voting, by=lin, question="同意明年计划"),
    }


def _amend(house: House, by: Actor) -> Any:
    return amend_meeting(meeting=house.meetings["confirmed"], reason="地点写错", place="三楼", by=by)


def _waiting(house: House) -> Amendment:
    return Amendment.objects.select_related("meeting__organization").get(pk=house.amendment.pk)


def _poll(house: House) -> Poll:
    return Poll.objects.select_related("meeting__organization").get(pk=house.poll.pk)


CALLS: dict[str, tuple[str, Callable[[House, Actor], Any]]] = {
    "meetings.actions.amend": ("lin", _amend),
    "meetings.actions.sign_amendment": (
        "he",
        lambda h, by: actions.sign_amendment(amendment=_waiting(h), by=by),
    ),
    "meetings.actions.refuse_amendment": (
        "wei",
        lambda h, by: actions.refuse_amendment(amendment=_waiting(h), comment="原件不是这样", by=by),
    ),
    "meetings.actions.withdraw_amendment": (
        "lin",
        lambda h, by: actions.withdraw_amendment(amendment=_waiting(h), by=by),
    ),
    "meetings.actions.follow_up": (
        "lin",
        lambda h, by: actions.follow_up(
            resolution=Resolution.objects.select_related("item__meeting__organization").get(pk=h.decision.pk),
            by=by,
        ),
    ),
    "meetings.actions.open_poll": (
        "lin",
        lambda h, by: actions.open_poll(
            meeting=Meeting.objects.select_related("organization").get(pk=h.meetings["held"].pk),
            question="同意",
            by=by,
        ),
    ),
    "meetings.actions.cast": ("hua", lambda h, by: actions.cast(poll=_poll(h), choice="yes", by=by)),
    "meetings.actions.close_poll": ("lin", lambda h, by: actions.close_poll(poll=_poll(h), by=by)),
    "meetings.actions.drop_poll": ("lin", lambda h, by: actions.drop_poll(poll=_poll(h), by=by)),
}

PERSONAL = {
    # Lin proposed it and may not sign; a token of his role is nobody.
    "api_amendment_sign POST": {
        "secretary": "403",
        "staff": "403",
        "reviewer": "403",
        "committee_member": "403",
    },
    "api_amendment_refuse POST": {
        "secretary": "403",
        "staff": "403",
        "reviewer": "403",
        "committee_member": "403",
    },
    "api_amendment_withdraw POST": {"secretary": "403"},
    "api_poll_cast POST": {"member": "409", "committee_member": "409", "secretary": "409"},
}
