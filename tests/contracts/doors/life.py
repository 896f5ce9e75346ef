"""Kinds with their own procedure: organizational-life meeting, appraisal, talks, what was done afterwards."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from life import actions as life
from life.models import Appraisal, AppraisalEntry, Disposal
from meetings.record.schema import LifePart, ProblemEntry
from planning import actions as planning
from tests.contracts.doors import Knock
from tests.contracts.house import ZONE
from tests.factories import plan_by_lin, record_meeting

LIFE = {
    "study": "学习党章",
    "talks": "支委谈了一遍",
    "opinions": "收到意见3条",
    "criticism": "互相提了意见",
    "problems": [{"text": "学习不够", "measure": "每月一学", "owner": "林知远", "due_on": "2026-12-31"}],
}
TYPED = {"life-study": "学习党章", "life-0-text": "学习不够"}
PLANNED = {"measure": "每月一学", "owner": "林知远", "due_on": "2026-12-31"}
DONE = {"note": "学了三次", "done_on": "2026-11-20"}
DISPOSED = {"kind": "persuasion", "due_on": "2027-05-01"}
AFTER = {"text": "上门看望老党员", "on": "2026-11-21"}


def furnish(house: Any) -> None:
    world, lin = house.world, house.world.lin.actor
    house.things["life_planned"] = plan_by_lin(
        world, dt.datetime(2026, 12, 10, 14, 30, tzinfo=ZONE), kinds=["life"]
    )
    held = record_meeting(
        organization=world.branch,
        kinds=["life", "appraisal"],
        held_on=dt.date(2026, 11, 12),
        starts_at=dt.datetime(2026, 11, 12, 14, 30, tzinfo=ZONE),
        life=LifePart(problems=(ProblemEntry("学习不够", measure="每月一学"),)),
        by=lin,
    )
    house.things["life_held"] = held
    house.things["problem"] = held.problems.get()
    for year, stage in ((2021, "self"), (2022, "poll"), (2023, "conclusion")):
        house.things[f"appraisal_{stage}"] = appraisal(world, year, stage, held)
    voting = appraisal(world, 2026, "poll", held)
    house.things["grading"] = life.open_grading(appraisal=voting, by=lin)
    house.things["appraisal_voting"] = voting
    # Of somebody who has left, so that it can be concluded too.
    failed = appraisal(world, 2020, "closed", held).entries.create(member=world.shen.member)
    house.things["disposal_of_one"] = Disposal.objects.create(
        entry=failed, since=dt.date(2026, 11, 1), due_on=dt.date(2026, 12, 1)
    )
    house.things["outcome"] = planning.add_outcome(
        meeting=house.meetings["confirmed"], text="上门看望", on=dt.date(2026, 11, 21), by=lin
    )
    (house.things["talk"],) = life.register_talks(
        organization=world.branch,
        one=world.members[0],
        others=[world.members[1]],
        on=dt.date(2026, 11, 20),
        by=lin,
    )


def papers(h: Any) -> dict[str, Any]:
    """Papers of everybody there."""
    return {"entries": [{"member": str(one.uuid), "competent": 8} for one in h.world.members[:8]]}


def appraisal(world: Any, year: int, stage: str, meeting: Any) -> Appraisal:
    """One of an earlier year, already so far; while it can still be joined, somebody is not in it."""
    row = Appraisal.objects.create(organization=world.branch, year=year, stage=stage, meeting=meeting)
    AppraisalEntry.objects.bulk_create(
        AppraisalEntry(
            appraisal=row, member=one, is_preparatory=one.full_on is None, self_text="有", mutual_text="有"
        )
        for one in world.members[: -1 if stage == "self" else None]
    )
    return row


def member(h: Any) -> str:
    return str(h.world.members[3].uuid)


QUESTION = {"question": "同意明年计划", "is_secret": True}
TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
meetings:life                   GET    in  403 200 200 403 403 404 404 404 404   17
meetings:life                   POST   in  403 302 302 403 403 404 404 404 404    - meeting.prepare_life
meetings:outcome                POST   in  403 302 302 403 403 404 404 404 404    - meeting.add_outcome
meetings:strike_outcome         POST   in  403 302 302 403 403 404 404 404 404    - meeting.strike_outcome
life:index                      GET    in  302 200 200 200 200 404 403 403 403   20
life:index_file                 GET    in  403 200 200 200 200 404 403 403 403   16 life.export_year
life:member                     GET    in  200 200 200 200 200 404 404 404 404    17 member.open
life:rectify                    POST   in  403 302 302 403 403 404 404 404 404    - meeting.rectify
life:dispose                    POST   in  404 302 302 403 403 404 404 404 404    - disposal.decide
life:appraisals                 GET    in  404 200 200 200 200 404 404 404 404    6
life:appraisals                 POST   in  404 302 302 403 403 404 404 404 404    - appraisal.begin
life:appraisal                  GET    in  404 200 200 200 200 404 404 404 404    12
life:appraisal                  POST   in  404 302 302 403 403 404 404 404 404    - appraisal.advance
life:own                        GET    in  200 200 200 404 404 404 404 404 404    7
life:own                        POST   in  302 302 302 404 404 404 404 404 404    - appraisal.assess_oneself
# A vote leaves no entry (ADR 0004).
life:grading                    GET    in  200 200 200 403 403 404 404 404 404    10
life:grading                    POST   in  302 302 302 403 403 404 404 404 404    -
life:talks                      GET    in  200 200 200 200 200 404 403 403 403   10
life:talks                      POST   in  302 302 302 403 403 404 403 403 403    - talk.register
life:strike_talk                POST   in  404 302 302 403 403 404 404 404 404    - talk.strike
api_meeting_life                GET    401 403 200 200 200 200 404 404 404 404   15
api_meeting_life                PUT    401 403 200 200 403 403 404 404 404 404    - meeting.prepare_life
api_meeting_outcomes            GET    401 403 200 200 200 200 404 404 404 404    6
api_meeting_outcomes            POST   401 403 201 201 403 403 404 404 404 404    - meeting.add_outcome
api_meeting_outcome             GET    401 403 200 200 200 200 404 404 404 404    7
api_meeting_outcome             DELETE 401 403 204 204 403 403 404 404 404 404    - meeting.strike_outcome
api_life                        GET    401 404 404 404 200 200 404 404 404 404   11
api_life_hours                  GET    401 404 200 200 200 200 404 404 404 404    8
api_problem                     GET    401 404 200 200 200 200 404 404 404 404    5
api_problem_rectify             POST   401 404 200 200 403 403 404 404 404 404    - meeting.rectify
api_problem_plan                POST   401 404 200 200 403 403 404 404 404 404    - meeting.plan_rectification
api_disposals                   GET    401 200 200 200 200 200 200 200 200 200    4
api_disposal                    GET    401 404 200 200 200 200 404 404 404 404    5
api_disposal_decide             POST   401 404 200 200 403 403 404 404 404 404    - disposal.decide
api_disposal_conclude           POST   401 404 200 200 403 403 404 404 404 404    - disposal.conclude
api_appraisals                  GET    401 404 200 200 200 200 404 404 404 404    5
api_appraisals                  POST   401 403 201 201 403 403 404 404 404 404    - appraisal.begin
api_appraisal                   GET    401 404 200 200 200 200 404 404 404 404    8
api_appraisal_join              POST   401 404 200 200 403 403 404 404 404 404    - appraisal.join
api_appraisal_write             POST   401 404 200 200 403 403 404 404 404 404    - appraisal.write
api_appraisal_assess            POST   401 200 200 200 403 403 404 404 404 404    - appraisal.assess_oneself
api_appraisal_advance           POST   401 404 200 200 403 403 404 404 404 404    - appraisal.advance
api_appraisal_tally             POST   401 404 200 200 403 403 404 404 404 404    - appraisal.tally
api_appraisal_conclude          POST   401 404 200 200 403 403 404 404 404 404    - appraisal.conclude
api_appraisal_open              POST   401 404 200 200 403 403 404 404 404 404    - appraisal.open_grading
api_appraisal_close             POST   401 404 200 200 403 403 404 404 404 404    - appraisal.close_grading
api_appraisal_withdraw          POST   401 404 200 200 403 403 404 404 404 404    - appraisal.withdraw_grading
api_grading                     GET    401 200 200 200 403 403 404 404 404 404    8
api_grading                     POST   401 200 200 200 403 403 404 404 404 404    -
api_talks                       GET    401 200 200 200 200 200 404 404 404 404    6
api_talks                       POST   401 201 201 201 403 403 404 404 404 404    - talk.register
api_talk_gaps                   GET    401 404 200 200 200 200 404 404 404 404    7
api_talk                        GET    401 404 200 200 200 200 404 404 404 404    6
api_talk                        DELETE 401 404 204 204 403 403 404 404 404 404    - talk.strike
attendance:make_ups             GET    in  200 200 200 200 200 200 200 200 200    5
attendance:make_ups             POST   in  302 302 302 403 403 404 404 404 404    - make_up.enter
api_make_ups                    GET    401 200 200 200 200 200 200 200 200 200    4
api_make_ups                    POST   401 201 201 201 403 403 404 404 404 404    - make_up.enter
meetings:ballots                GET    in  403 200 200 403 403 404 404 404 404   10
meetings:ballots                POST   in  403 302 302 403 403 404 404 404 404    - meeting.open_poll
ballots:own                     GET    in  200 200 200 200 200 200 200 200 200    5
ballots:cast                    POST   in  302 302 302 409 409 404 404 404 404    -
ballots:close                   POST   in  403 302 302 403 403 404 404 404 404    - meeting.close_poll
api_polls                       GET    401 403 200 200 403 403 404 404 404 404    6
api_polls                       POST   401 403 201 201 403 403 404 404 404 404    - meeting.open_poll
api_poll                        GET    401 403 200 200 403 403 404 404 404 404    6
api_poll_close                  POST   401 403 200 200 403 403 404 404 404 404    - meeting.close_poll
api_poll_cast                   POST   401 200 200 200 409 409 404 404 404 404    -
api_ballots                     GET    401 200 200 200 200 200 200 200 200 200    4
meetings:check_in               GET    in  403 200 200 403 403 404 404 404 404   11
meetings:check_in               POST   in  403 302 302 403 403 404 404 404 404    - check_in.close
meetings:check_in_now           GET    in  403 200 200 403 403 404 404 404 404   11
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "meetings:check_in GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:check_in POST": lambda h: Knock((h.meetings["today"].uuid,), content={"move": "close"}),
    "meetings:check_in_now GET": lambda h: Knock((h.meetings["today"].uuid,)),
    "meetings:ballots GET": lambda h: Knock((h.voting.uuid,)),
    "meetings:ballots POST": lambda h: Knock(
        (h.meetings["held"].uuid,), content=QUESTION | {"is_secret": "1"}
    ),
    "ballots:cast POST": lambda h: Knock((h.poll.uuid,), content={"choice": "yes"}),
    "ballots:close POST": lambda h: Knock((h.poll.uuid,), content={"yes": "1", "uncast": "7"}),
    "api_polls GET": lambda h: Knock((h.voting.uuid,)),
    "api_polls POST": lambda h: Knock((h.meetings["held"].uuid,), content=QUESTION),
    "api_poll GET": lambda h: Knock((h.poll.uuid,)),
    "api_poll_close POST": lambda h: Knock((h.poll.uuid,), content={"yes": 1, "uncast": 7}),
    "api_poll_cast POST": lambda h: Knock((h.poll.uuid,), content={"choice": "yes"}),
    "attendance:make_ups POST": lambda h: Knock(
        content={
            "meeting": h.meetings["missed"].uuid,
            "member": h.world.members[2].uuid,
            "note": "自学了条例第三章",
        }
    ),
    "api_make_ups POST": lambda h: Knock(
        content={
            "meeting": h.meetings["missed"].uuid,
            "member": h.world.members[2].uuid,
            "note": "自学了条例第三章",
        }
    ),
    "meetings:life GET": lambda h: Knock((h.life_planned.uuid,)),
    "meetings:life POST": lambda h: Knock((h.life_planned.uuid,), content=TYPED),
    "meetings:outcome POST": lambda h: Knock((h.meetings["confirmed"].uuid,), content=AFTER),
    "life:index GET": lambda h: Knock(query="organization=A-2"),
    "life:index_file GET": lambda h: Knock(query="organization=A-2"),
    "life:member GET": lambda h: Knock((h.world.members[2].uuid,)),
    "life:rectify POST": lambda h: Knock((h.problem.uuid,), content=DONE),
    "life:dispose POST": lambda h: Knock((h.disposal_of_one.uuid,), content=DISPOSED),
    "life:appraisals GET": lambda h: Knock(query="organization=A-2"),
    "life:appraisals POST": lambda h: Knock(content={"organization": "A-2", "year": "2025"}),
    "life:appraisal GET": lambda h: Knock((h.appraisal_self.uuid,)),
    "life:appraisal POST": lambda h: Knock(
        (h.appraisal_self.uuid,), content={"deed": "advance", "to": "mutual"}
    ),
    "life:own GET": lambda h: Knock((h.appraisal_self.uuid,)),
    "life:own POST": lambda h: Knock((h.appraisal_self.uuid,), content={"text": "学得不够"}),
    "life:grading GET": lambda h: Knock((h.grading.uuid,)),
    "life:grading POST": lambda h: Knock(
        (h.grading.uuid,), content={f"grade-{one.uuid}": "competent" for one in h.world.members[:8]}
    ),
    "life:talks GET": lambda h: Knock(query="organization=A-2"),
    "life:talks POST": lambda h: Knock(
        content={
            "organization": "A-2",
            "one": str(h.world.members[2].uuid),
            "others": [member(h)],
            "on": "2026-11-19",
        }
    ),
    "life:strike_talk POST": lambda h: Knock((h.talk.uuid,)),
    "api_meeting_life GET": lambda h: Knock((h.life_held.uuid,)),
    "api_meeting_life PUT": lambda h: Knock((h.life_planned.uuid,), content=LIFE),
    "api_meeting_outcomes GET": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "api_meeting_outcomes POST": lambda h: Knock((h.meetings["confirmed"].uuid,), content=AFTER),
    "meetings:strike_outcome POST": lambda h: Knock((h.meetings["confirmed"].uuid, h.outcome.pk)),
    "api_meeting_outcome GET": lambda h: Knock((h.meetings["confirmed"].uuid, h.outcome.pk)),
    "api_meeting_outcome DELETE": lambda h: Knock((h.meetings["confirmed"].uuid, h.outcome.pk)),
    "api_life GET": lambda h: Knock(query="below=A"),
    "api_life_hours GET": lambda h: Knock(query="organization=A-2"),
    "api_problem GET": lambda h: Knock((h.problem.uuid,)),
    "api_problem_rectify POST": lambda h: Knock((h.problem.uuid,), content=DONE),
    "api_problem_plan POST": lambda h: Knock((h.problem.uuid,), content=PLANNED),
    "api_disposal GET": lambda h: Knock((h.disposal_of_one.uuid,)),
    "api_disposal_decide POST": lambda h: Knock((h.disposal_of_one.uuid,), content=DISPOSED),
    "api_disposal_conclude POST": lambda h: Knock((h.disposal_of_one.uuid,), content={"note": "已经转走"}),
    "api_appraisals GET": lambda h: Knock(query="organization=A-2"),
    "api_appraisals POST": lambda h: Knock(content={"organization": "A-2", "year": 2025}),
    "api_appraisal GET": lambda h: Knock((h.appraisal_self.uuid,)),
    "api_appraisal_join POST": lambda h: Knock((h.appraisal_self.uuid,)),
    "api_appraisal_write POST": lambda h: Knock(
        (h.appraisal_self.uuid,), content={"entries": [{"member": member(h), "self_text": "学得不够"}]}
    ),
    "api_appraisal_assess POST": lambda h: Knock((h.appraisal_self.uuid,), content={"text": "学得不够"}),
    "api_appraisal_advance POST": lambda h: Knock((h.appraisal_self.uuid,), content={"to": "mutual"}),
    "api_appraisal_tally POST": lambda h: Knock(
        (h.appraisal_poll.uuid,), content={"entries": [{"member": member(h), "competent": 5}]}
    ),
    "api_appraisal_conclude POST": lambda h: Knock(
        (h.appraisal_conclusion.uuid,), content={"entries": [{"member": member(h), "grade": "competent"}]}
    ),
    "api_appraisal_open POST": lambda h: Knock((h.appraisal_poll.uuid,)),
    "api_appraisal_close POST": lambda h: Knock((h.appraisal_voting.uuid,), content=papers(h)),
    "api_appraisal_withdraw POST": lambda h: Knock((h.appraisal_voting.uuid,)),
    "api_grading GET": lambda h: Knock((h.grading.uuid,)),
    "api_grading POST": lambda h: Knock(
        (h.grading.uuid,),
        content={"choices": [{"member": member(h), "grade": "competent"}], "abstains_from_rest": True},
    ),
    "api_talks GET": lambda h: Knock(query="organization=A-2"),
    "api_talks POST": lambda h: Knock(
        content={
            "organization": "A-2",
            "one": str(h.world.members[2].uuid),
            "others": [member(h)],
            "on": "2026-11-19",
        }
    ),
    "api_talk_gaps GET": lambda h: Knock(query="organization=A-2"),
    "api_talk GET": lambda h: Knock((h.talk.uuid,)),
    "api_talk DELETE": lambda h: Knock((h.talk.uuid,)),
}
NO_MEMBER = {"member": "403", "committee_member": "403", "secretary": "403"}
PERSONAL = {
    "api_appraisal_assess POST": NO_MEMBER,
    "api_grading GET": NO_MEMBER,
    "api_grading POST": NO_MEMBER,
    "api_talks POST": {"member": "403"},
    "api_make_ups POST": {"member": "404"},
    "api_poll_cast POST": dict.fromkeys(("member", "committee_member", "secretary"), "409"),
}
