"""Opinions in writing from before a vote (R-DEV-29; 发展党员工作细则 Art. 20): from whom, when, on what, and how they count."""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from core import instruments
from life import actions as life_actions
from life.selectors.ballots import VoteCount
from meetings import actions, errors
from meetings.models import Meeting, Poll, Resolution, WrittenOpinion
from meetings.record.field_types import PersonReference
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision, WrittenOpinionEntry
from meetings.rules import checks, vote_words
from meetings.rules.checks import Facts, Present
from meetings.selectors.stored_record import stored_record
from meetings.states import Matter
from tests.factories import at
from tests.meetings.test_checks import DAY, facts, people
from tests.world import World

pytestmark = pytest.mark.once

BEFORE = at(DAY - dt.timedelta(days=1), 10)
COUNTING = ["admission", "conversion", "extension", "cancellation"]
OTHERS = ["ordinary", "disposal", "sanction"]


def opinion(
    number: int | None, choice: str = "yes", received_at: dt.datetime | None = BEFORE
) -> WrittenOpinionEntry:
    member = None if number is None else PersonReference(UUID(int=number), f"甲{number}")
    return WrittenOpinionEntry(member, choice, received_at)


def vote(*opinions: WrittenOpinionEntry, **given: Any) -> tuple[AgendaEntry, ...]:
    decision = {"kind": "admission", "candidate": "王小雨", "yes": 5, "no": 0, "abstain": 0} | given
    return (
        AgendaEntry(
            "表决", "讨论", Decision("同意", written_opinions=opinions, ends_with_vote=True, **decision)
        ),
    )


def vote_asked(*opinions: WrittenOpinionEntry, rows: list[Present] | None = None, **given: Any) -> Facts:
    """A vote in a branch of ten, of whom six came: 1 to 6 are there, 7 to 10 are not."""
    return facts(rows or people(10, 6, probationary=1), agenda=vote(*opinions, **given))


def faults(record: Facts) -> list[tuple[str, str, type | None]]:
    return [(one.rule, one.field, one.error) for one in checks.stops(checks.findings(record))]


UNFIT, PRESENT = errors.WrittenOpinionUnfit, errors.WrittenByThosePresent
BEGINS = at(DAY)


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        ([opinion(7)], []),
        ([opinion(7), opinion(8, "no"), opinion(9, "abstain"), opinion(10)], []),
        ([opinion(6)], [("R-DEV-29", "agenda-0-opinion-0-member", PRESENT)]),
        ([opinion(7), opinion(1)], [("R-DEV-29", "agenda-0-opinion-1-member", PRESENT)]),
        ([opinion(100)], [("R-DEV-29", "agenda-0-opinion-0-member", UNFIT)]),  # probationary
        ([opinion(500)], [("R-DEV-29", "agenda-0-opinion-0-member", UNFIT)]),  # not on the roll
        ([opinion(7), opinion(7, "no")], [("R-DEV-29", "agenda-0-opinion-1-member", UNFIT)]),
        ([opinion(None)], [("R-DEV-29", "agenda-0-opinion-0-member", UNFIT)]),
        ([opinion(7, received_at=None)], [("R-DEV-29", "agenda-0-opinion-0-received_at", UNFIT)]),
        ([opinion(None, received_at=None)], []),  # a row left blank on the page
        ([opinion(7, received_at=BEGINS - dt.timedelta(minutes=1))], []),
        ([opinion(7, received_at=BEGINS)], [("R-DEV-29", "agenda-0-opinion-0-received_at", UNFIT)]),
        (
            [opinion(7, received_at=BEGINS + dt.timedelta(days=3))],
            [("R-DEV-29", "agenda-0-opinion-0-received_at", UNFIT)],
        ),
    ],
)
def test_r_dev_29_who_may_write_and_until_when(opinions: Any, expected: Any) -> None:
    assert faults(vote_asked(*opinions)) == expected


@pytest.mark.parametrize("matter", [*COUNTING, *OTHERS])
def test_r_dev_29_they_count_where_the_law_says_so(matter: str) -> None:
    found = faults(vote_asked(opinion(7), kind=matter, yes=6))
    assert found == ([] if matter in COUNTING else [("R-DEV-29", "agenda-0-kind", UNFIT)])


@pytest.mark.parametrize(
    ("yes", "opinions", "carried"),
    [
        (5, [], False),  # half of ten
        (5, [opinion(7, "no")], False),
        (5, [opinion(7, "abstain")], False),
        (5, [opinion(7)], True),
        (4, [opinion(7), opinion(8)], True),
        (4, [opinion(7), opinion(8, "no")], False),
    ],
)
@pytest.mark.parametrize("matter", COUNTING)
def test_r_dev_12_they_are_counted_with_the_votes_and_never_among_those_present(
    matter: str, yes: int, opinions: Any, carried: bool
) -> None:
    record = vote_asked(*opinions, kind=matter, yes=yes)
    said = [one.sentence for one in checks.findings(record) if one.rule == "R-DEV-12"]
    assert [("未通过" not in one) for one in said] == [carried]
    assert record.voting_on(matter) == 6


def test_r_dev_11_they_open_no_vote() -> None:
    """Five of ten are not more than half, however many wrote."""
    record = vote_asked(opinion(7), opinion(8), opinion(9), rows=people(10, 5))
    assert ("R-DEV-11", "agenda-0-yes", errors.NotQuorateToAdmit) in faults(record)


@pytest.mark.parametrize(
    ("number", "stopped"), [(4, []), (5, [("R-DEV-29", "agenda-0-written_yes", PRESENT)])]
)
def test_no_more_write_than_are_away(number: int, stopped: Any) -> None:
    record = vote_asked(**{"written_no": number})
    assert [one for one in faults(record) if one[2]] == stopped


def test_a_number_without_names_stops_a_new_record_and_is_kept_of_an_old_one() -> None:
    new = vote_asked(opinion(7), written_yes=2)
    assert new.record.agenda[0].decision.votes_unnamed == 1  # type: ignore[union-attr]
    assert faults(new) == [("R-DEV-29", "agenda-0-written_yes", None)]
    old = dataclasses.replace(new, unnamed_before=1)
    assert faults(old) == []
    assert "未列明何人" in " ".join(one.sentence for one in checks.findings(old) if one.level == "hint")


def test_the_numbers_are_never_below_the_rows() -> None:
    decision = vote(opinion(7), opinion(8, "no"), opinion(9, "no"), written_yes=3, written_no=1)[0].decision
    assert decision is not None
    assert (decision.written_yes, decision.written_no, decision.written_abstain) == (3, 2, 0)


def test_who_is_left_out_of_attendance_may_write() -> None:
    """R-STA-17: entitled on membership, and away."""
    rows = people(10, 6)
    rows[9] = dataclasses.replace(rows[9], state="exempt", reason_code="")
    assert faults(vote_asked(opinion(10), rows=rows)) == []


@pytest.mark.parametrize(
    ("day", "article"),
    [
        (dt.date(2026, 5, 10), "《发展党员工作细则》（2014年）第二十一条"),
        (dt.date(2026, 5, 11), "《发展党员工作细则》（2026年修订）第二十条"),
    ],
)
def test_r_pap_05_they_rest_on_the_edition_of_the_day(day: dt.date, article: str) -> None:
    late = opinion(7, received_at=at(day))
    record = facts(people(10, 6), agenda=vote(late), held_on=day, starts_at=at(day), ends_at=at(day, 16))
    assert {one.basis for one in checks.findings(record) if one.rule == "R-DEV-29"} == {article}
    assert instruments.cite(instruments.FZ20_VOTE, day) == article


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"yes": 10, "written_yes": 1}, "赞成11票（会上投票10票、会前书面赞成1票），反对0票，弃权0票"),
        (
            {"yes": 5, "no": 1, "written_no": 2, "written_abstain": 1},
            "赞成5票，反对3票（会上投票1票、会前书面反对2票），弃权1票（会上投票0票、会前书面弃权1票），未投4人",
        ),
        ({"yes": 9, "abstain": 1}, "赞成9票，反对0票，弃权1票"),
        ({"yes": 0, "no": 0}, "赞成0票，反对0票，弃权0票，未投10人"),
    ],
)
def test_r_pap_01_a_total_names_its_parts(given: dict[str, int], words: str) -> None:
    assert vote_words.tally_words(Decision("同意", kind=Matter.ADMISSION, **given), 10) == words


# ── written, read, and taken back ──


def away(world: World, *numbers: int) -> dict[UUID, AttendanceMark]:
    return {world.members[number].uuid: AttendanceMark("on_leave", "sick") for number in numbers}


def by_member(world: World, number: int, choice: str = "yes") -> WrittenOpinionEntry:
    return WrittenOpinionEntry(PersonReference.to(world.members[number]), choice, BEFORE)


def test_rows_and_numbers_are_stored_together_and_taken_back(make: Any, world: World) -> None:
    agenda = vote(by_member(world, 6), by_member(world, 7, "no"))
    meeting = make(kinds=["general"], agenda=agenda, marks=away(world, 6, 7))
    row = Resolution.objects.get()
    assert (row.written_yes, row.written_no, row.written_abstain, row.passed) == (1, 1, 0, True)
    assert list(row.opinion_rows.values_list("member__name", "choice")) == [
        (world.members[6].name, "yes"),
        (world.members[7].name, "no"),
    ]
    assert stored_record(meeting).agenda[0].decision == agenda[0].decision
    fewer = dataclasses.replace(stored_record(meeting), agenda=vote(by_member(world, 6)))
    given = {"organization": world.branch, "uuid": meeting.uuid, "version": 1, "by": world.lin.actor}
    actions.record(record=fewer, **given)
    assert list(WrittenOpinion.objects.values_list("member__name", flat=True)) == [world.members[6].name]
    actions.record(record=dataclasses.replace(fewer, agenda=vote(yes=6)), **given | {"version": 2})
    assert (WrittenOpinion.objects.count(), Resolution.objects.get().written_yes) == (0, 0)


def test_a_new_record_is_not_submitted_with_a_number_alone_and_an_old_one_is_amended_with_it(
    make: Any, world: World
) -> None:
    meeting = make(kinds=["general"], agenda=vote(written_yes=1), marks=away(world, 6, 7))
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert (refusal.value.rule, set(refusal.value.fields)) == ("R-DEV-29", {"agenda-0-written_yes"})
    named = dataclasses.replace(stored_record(meeting), agenda=vote(by_member(world, 7)))
    given = {"organization": world.branch, "uuid": meeting.uuid, "version": 1, "by": world.lin.actor}
    actions.record(record=named, **given)
    meeting.refresh_from_db()
    actions.submit(meeting=meeting, by=world.lin.actor)
    actions.confirm(meeting=meeting, by=world.shao.actor)
    WrittenOpinion.objects.all().delete()  # as records of before are
    change = {"meeting": meeting, "reason": "写错了", "by": world.lin.actor}
    old = dataclasses.replace(stored_record(meeting), place="三楼")
    more = dataclasses.replace(old, agenda=vote(written_yes=1, written_no=1))
    with pytest.raises(errors.NotReady):
        actions.amend(record=more, **change)
    assert actions.amend(record=old, **change).status == "proposed"


def test_whose_opinions_they_are_stands_on_the_page_and_how_they_chose_in_the_totals(
    make: Any, world: World, sign_in: Any
) -> None:
    agenda = vote(by_member(world, 6, "no"), written_yes=1)
    meeting = make(kinds=["general"], agenda=agenda, marks=away(world, 6, 7))
    page = sign_in("lin").get(f"/meetings/{meeting.uuid}/").content.decode()
    assert f"{world.members[6].name}（2026年11月19日10:30收到）、未列明何人1票" in page
    assert "赞成6票（会上投票5票、会前书面赞成1票），反对1票（会上投票0票、会前书面反对1票）" in page


def test_the_api_reads_and_writes_them(make: Any, world: World, sign_in: Any) -> None:
    meeting = make(kinds=["general"], marks=away(world, 7))
    lin, path = sign_in("lin"), f"/api/v1/meetings/{meeting.uuid}/"
    row = {"member": str(world.members[7].uuid), "choice": "yes", "received_at": "2026-11-19T10:00:00+08:00"}
    decision = {"text": "同意", "kind": "admission", "candidate": "王小雨", "yes": 4, "no": 3}
    sent = {"agenda": [{"title": "表决", "decision": decision | {"written_opinions": [row]}}], "version": 1}
    answer = lin.patch(path, sent, "application/json")
    assert answer.status_code == 200, answer.json()
    read = lin.get(path).json()["agenda"][0]["decision"]
    assert (read["written_opinions"], read["written_yes"]) == ([row], 1)
    assert (read["written_no"], read["form"], read["entitled"], read["passed"]) == (0, "secret", 8, True)
    there = row | {"member": str(world.members[0].uuid)}
    sent["agenda"][0]["decision"]["written_opinions"] = [there]  # type: ignore[index]
    refused = lin.patch(path, sent | {"version": 2}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "written_by_those_present")
    assert set(refused.json()["errors"]) == {"agenda-0-opinion-0-member"}
    assert Resolution.objects.get().opinion_rows.get().member == world.members[7]


def test_a_poll_is_not_closed_while_one_who_wrote_has_come(make: Any, world: World) -> None:
    waiting = vote(by_member(world, 7), yes=None, no=None, abstain=None)
    meeting: Meeting = make(kinds=["general"], agenda=waiting, marks=away(world, 7))
    matter = {"question": "同意", "kind": "admission", "candidate": "王小雨"}
    poll = life_actions.open_poll(meeting=meeting, by=world.lin.actor, **matter)
    meeting.attendances.filter(member=world.members[7]).update(state="late", reason_code="")
    with pytest.raises(errors.WrittenByThosePresent):
        life_actions.close_poll(poll=poll, by_hand=VoteCount(yes=8), by=world.lin.actor)
    assert (Poll.objects.get().closed_at, Resolution.objects.get().yes) == (None, None)
    meeting.attendances.filter(member=world.members[7]).update(state="on_leave", reason_code="sick")
    life_actions.close_poll(poll=poll, by_hand=VoteCount(yes=4, no=3), by=world.lin.actor)
    assert (Resolution.objects.get().passed, Resolution.objects.get().written_yes) == (True, 1)
