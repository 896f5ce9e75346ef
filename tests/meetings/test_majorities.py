"""Quorum and majority by what is decided: two different halves, at their boundaries (domain.md §1.7, §3)."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from core import instruments
from life import actions
from meetings import errors
from meetings.actions import write_agenda
from meetings.models import Meeting, Poll, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.rules import checks, majorities
from meetings.rules.checks.votes import candidates
from meetings.selectors.stored_record import stored_record
from meetings.states import Matter, VoteForm
from tests.factories import at
from tests.meetings.test_checks import facts, people, stops
from tests.world import World

pytestmark = pytest.mark.once

ORDINARY, ADMISSION, CONVERSION, EXTENSION, CANCELLATION, DISPOSAL, SANCTION = (
    Matter.ORDINARY,
    Matter.ADMISSION,
    Matter.CONVERSION,
    Matter.EXTENSION,
    Matter.CANCELLATION,
    Matter.DISPOSAL,
    Matter.SANCTION,
)


@pytest.mark.parametrize(
    ("matter", "entitled", "there", "opens"),
    [
        # R-MEET-06, 支部工作条例 Art. 11: at least half
        (ORDINARY, 24, 12, True),
        (ORDINARY, 24, 11, False),
        (ORDINARY, 25, 12, False),
        (ORDINARY, 25, 13, True),
        (DISPOSAL, 24, 12, True),
        (SANCTION, 24, 12, True),
        (SANCTION, 24, 11, False),
        # R-DEV-11, 发展党员工作细则 Art. 19(2): more than half; Art. 32 asks the same of what ends a probation
        (ADMISSION, 24, 12, False),
        (ADMISSION, 24, 13, True),
        (ADMISSION, 25, 12, False),
        (ADMISSION, 25, 13, True),
        (CONVERSION, 24, 12, False),
        (CONVERSION, 24, 13, True),
        (EXTENSION, 24, 12, False),
        (EXTENSION, 24, 13, True),
        (CANCELLATION, 24, 12, False),
        (CANCELLATION, 24, 13, True),
        (ADMISSION, 1, 1, True),
        (ADMISSION, 2, 1, False),
    ],
)
def test_a_vote_opens_with_half_or_with_more_than_half(
    matter: str, entitled: int, there: int, opens: bool
) -> None:
    assert majorities.majority_of(matter).opens(there, entitled) is opens


@pytest.mark.parametrize(
    ("matter", "entitled", "yes", "written", "carried"),
    [
        # R-MEET-07, 支部工作条例 Art. 11; written opinions count for nothing there
        (ORDINARY, 24, 12, 0, False),
        (ORDINARY, 24, 13, 0, True),
        (ORDINARY, 25, 12, 0, False),
        (ORDINARY, 25, 13, 0, True),
        (ORDINARY, 24, 12, 5, False),
        (DISPOSAL, 24, 12, 1, False),
        (SANCTION, 24, 12, 1, False),
        (SANCTION, 24, 13, 0, True),
        # R-DEV-12, 发展党员工作细则 Art. 20: ballots and written opinions together
        (ADMISSION, 24, 12, 0, False),
        (ADMISSION, 24, 11, 1, False),
        (ADMISSION, 24, 12, 1, True),
        (ADMISSION, 25, 12, 0, False),
        (ADMISSION, 25, 12, 1, True),
        (CONVERSION, 24, 13, 0, True),
        (EXTENSION, 24, 12, 1, True),
        (CANCELLATION, 24, 12, 0, False),
        (CANCELLATION, 24, 12, 1, True),
        (CONVERSION, 24, None, 20, False),
    ],
)
def test_carried_is_more_than_half_of_everyone_entitled(
    matter: str, entitled: int, yes: int | None, written: int, carried: bool
) -> None:
    assert majorities.majority_of(matter).is_carried(yes, entitled, written) is carried


def admit(yes: int | None, no: int = 0, **given: Any) -> tuple[AgendaEntry, ...]:
    decision = {"kind": ADMISSION, "candidate": "王小雨", "form": "secret", "abstain": 0} | given
    return (AgendaEntry("接收预备党员", "讨论", Decision("同意接收", yes=yes, no=no, **decision)),)


@pytest.mark.parametrize(
    ("entitled", "there", "refused"), [(8, 4, True), (8, 5, False), (9, 4, True), (9, 5, False)]
)
def test_r_dev_11_admission_is_not_voted_on_by_exactly_half(entitled: int, there: int, refused: bool) -> None:
    found = checks.stops(checks.findings(facts(people(entitled, there), agenda=admit(there))))
    said = [(one.rule, one.basis, one.error) for one in found]
    expected = [("R-DEV-11", instruments.FZ19_QUORUM, errors.NotQuorateToAdmit)] if refused else []
    assert said == expected


@pytest.mark.parametrize(
    ("yes", "written", "level"), [(4, 0, "hint"), (4, 1, "fine"), (5, 0, "fine"), (3, 1, "hint")]
)
def test_r_dev_12_written_opinions_received_before_count(yes: int, written: int, level: str) -> None:
    agenda = admit(yes, 7 - yes, written_yes=written)
    found = [one for one in checks.findings(facts(people(8, 7), agenda=agenda)) if one.rule == "R-DEV-12"]
    assert [(one.level, one.basis) for one in found] == [(level, instruments.FZ20_VOTE)]


@pytest.mark.parametrize(("away", "written", "refused"), [(1, 1, False), (1, 2, True), (0, 1, True)])
def test_r_dev_29_who_is_there_gives_no_written_opinion(away: int, written: int, refused: bool) -> None:
    agenda = admit(8 - away, written_yes=written)
    found = checks.stops(checks.findings(facts(people(8, 8 - away), agenda=agenda)))
    assert (errors.WrittenByThosePresent in [one.error for one in found]) is refused


def test_r_dev_12_not_carried_is_not_called_carried() -> None:
    found = checks.stops(checks.findings(facts(people(8, 8), agenda=admit(4, 4, passed=True))))
    assert [(one.rule, one.error) for one in found] == [("R-DEV-12", errors.NotAdmitted)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("王小雨", ["王小雨"]),
        ("王 芳", ["王芳"]),
        ("李和平", ["李和平"]),
        ("欧阳和平", ["欧阳和平"]),
        ("王小雨、李明", ["王小雨", "李明"]),
        ("王小雨和李明", ["王小雨", "李明"]),
        ("王小雨 李明", ["王小雨", "李明"]),
        ("王小雨,李明；赵红", ["王小雨", "李明", "赵红"]),
        ("买买提·和卓木", ["买买提·和卓木"]),
    ],
)
def test_names_are_told_apart(text: str, names: list[str]) -> None:
    assert candidates(text) == names


@pytest.mark.parametrize(("text", "refused"), [("王小雨", False), ("", True), ("王小雨、李明", True)])
@pytest.mark.parametrize("matter", [ADMISSION, CONVERSION, EXTENSION, CANCELLATION])
def test_r_dev_13_one_vote_is_on_one_candidate(matter: str, text: str, refused: bool) -> None:
    agenda = admit(8, kind=matter, candidate=text)
    assert ("R-DEV-13" in stops(facts(people(8, 8), agenda=agenda))) is refused


@pytest.mark.parametrize("matter", [ADMISSION, CONVERSION, EXTENSION, CANCELLATION, DISPOSAL, SANCTION])
def test_only_the_general_meeting_admits_and_disposes(matter: str) -> None:
    agenda = admit(8, kind=matter)
    elsewhere = facts(people(8, 8), agenda=agenda, kinds=("theme_day",))
    assert [(one.rule, one.field) for one in checks.stops(checks.findings(elsewhere))] == [
        ("R-MEET-07", "kinds")
    ]
    assert stops(facts(people(8, 8), agenda=agenda)) == []


def test_a_stricter_quorum_of_the_locality_leaves_admission_as_it_is(settings: Any) -> None:
    settings.QUORUM = "2/3"
    assert majorities.majority_of(ORDINARY).least(24) == 16
    assert majorities.majority_of(ADMISSION).least(24) == 13


def test_two_candidates_in_one_vote_are_not_even_kept(make: Any, world: World) -> None:
    agenda = admit(8, candidate="王小雨、李明")
    with pytest.raises(errors.CandidatesTogether):
        make(kinds=["general"], agenda=agenda)
    assert Meeting.objects.count() == 0


def test_what_was_written_beforehand_stands_in_the_decision(make: Any, world: World) -> None:

    marks = {world.members[7].uuid: AttendanceMark("on_leave", "sick")}
    make(kinds=["general"], agenda=admit(4, 3, written_yes=1), marks=marks)
    kept = Resolution.objects.get()
    assert (kept.kind, kept.candidate, kept.entitled, kept.present) == ("admission", "王小雨", 8, 7)
    assert (kept.yes, kept.written_yes, kept.passed) == (4, 1, True)
    assert stored_record(kept.item.meeting).agenda[0].decision == admit(4, 3, written_yes=1)[0].decision


@pytest.mark.parametrize(("there", "opens"), [(3, False), (4, True)])
def test_r_meet_08_a_committee_votes_by_its_own_quorum(settings: Any, there: int, opens: bool) -> None:
    settings.COMMITTEE_QUORUM = "2/3"
    agenda = (
        AgendaEntry(
            "用工安排", "讨论", Decision("同意安排", yes=there, no=0, abstain=0, ends_with_vote=True)
        ),
    )
    seen = checks.findings(facts(people(5, there), agenda=agenda, kinds=("committee",)))
    about_opening = [one for one in seen if one.rule in ("R-MEET-06", "R-MEET-08")]
    assert {one.basis for one in about_opening} == {instruments.ZB12}
    assert [one.error for one in checks.stops(about_opening)] == (
        [] if opens else [errors.CommitteeNotQuorate]
    )
    assert ("到会人数够" in " ".join(one.sentence for one in about_opening)) is opens
    both = checks.findings(facts(people(5, there), agenda=agenda, committee=frozenset({1, 2, 3})))
    assert [one.basis for one in both if one.rule == "R-MEET-06"] == [instruments.ZB11]


@pytest.mark.parametrize(("came", "opens"), [(2, False), (3, True)])
def test_r_meet_08_a_poll_in_a_committee_asks_the_same(
    make: Any, world: World, settings: Any, came: int, opens: bool
) -> None:
    settings.COMMITTEE_QUORUM = "1"
    committee = make(kinds=["committee"]).attendances.order_by("id")
    assert committee.count() == 3
    marks = {row.member.uuid: AttendanceMark("on_leave", "sick") for row in committee[came:]}
    meeting = make(kinds=["committee"], marks=marks)
    asked = {"meeting": meeting, "question": "同意计划", "by": world.lin.actor}
    if opens:
        actions.open_poll(**asked)
    else:
        with pytest.raises(errors.CommitteeNotQuorate) as refusal:
            actions.open_poll(**asked)
        assert (refusal.value.rule, refusal.value.basis) == ("R-MEET-08", instruments.ZB12)
    assert Poll.objects.count() == opens


# ── how one votes, who is entitled, and what is cited ──

AS_OF_2014, AS_OF_2026 = dt.date(2026, 5, 10), dt.date(2026, 5, 11)
FZ14, FZ26 = "《发展党员工作细则》（2014年）", "《发展党员工作细则》（2026年修订）"


@pytest.mark.parametrize("form", VoteForm)
@pytest.mark.parametrize("relaxed", [False, True])
@pytest.mark.parametrize("matter", [one for one in Matter if one != Matter.APPRAISAL])
def test_r_dev_26_a_show_of_hands_stops_an_admission(
    settings: Any, matter: Matter, relaxed: bool, form: str
) -> None:
    settings.CONVERSION_SECRET = not relaxed
    found = stops(facts(people(8, 8), agenda=admit(8, kind=matter, form=form, ends_with_vote=True)))
    asked = {ADMISSION} if relaxed else {ADMISSION, CONVERSION, EXTENSION, CANCELLATION}
    assert found == (["R-DEV-26"] if matter in asked and form != VoteForm.SECRET else [])


@pytest.mark.parametrize(
    ("matter", "form"),
    [(ADMISSION, "secret"), (EXTENSION, "secret"), (DISPOSAL, "hands"), (ORDINARY, "hands")],
)
def test_r_dev_26_a_form_left_out_is_the_one_the_matter_asks_for(matter: str, form: str) -> None:
    assert Decision("同意", kind=matter).form == form
    assert Decision("同意", kind=matter, form="voice").form == "voice"


BASES = [
    # rule, what happens, the article of 2014, the article of 2026
    ("R-DEV-11", ADMISSION, {"there": 4}, "第二十条", "第十九条第二款"),
    ("R-DEV-11", CONVERSION, {"there": 4}, "第二十条、第三十三条", "第十九条第二款、第三十二条"),
    ("R-DEV-12", ADMISSION, {"yes": 4}, "第二十一条", "第二十条"),
    ("R-DEV-12", CANCELLATION, {"yes": 4}, "第二十一条、第三十三条", "第二十条、第三十二条"),
    ("R-DEV-13", ADMISSION, {"candidate": "王小雨、李明"}, "第二十一条", "第二十条"),
    ("R-DEV-13", EXTENSION, {"candidate": "王小雨、李明"}, "第二十一条、第三十三条", "第二十条、第三十二条"),
    ("R-DEV-26", ADMISSION, {"form": "hands"}, "第二十一条", "第二十条"),
    ("R-DEV-26", CONVERSION, {"form": "hands"}, "第二十一条、第三十三条", "第二十条、第三十二条"),
    ("R-DEV-29", ADMISSION, {"written_yes": 1}, "第二十一条", "第二十条"),
]


@pytest.mark.parametrize(("rule", "matter", "given", "of_2014", "of_2026"), BASES)
def test_r_pap_05_a_vote_cites_the_edition_in_force_on_its_day(
    rule: str, matter: str, given: dict[str, Any], of_2014: str, of_2026: str
) -> None:
    there = given.get("there", 8)
    values = {"yes": there, "no": 0} | {name: value for name, value in given.items() if name != "there"}
    for day, cited in ((AS_OF_2014, FZ14 + of_2014), (AS_OF_2026, FZ26 + of_2026)):
        record = facts(people(8, there), agenda=admit(kind=matter, **values), held_on=day)
        assert {one.basis for one in checks.findings(record) if one.rule == rule} == {cited}


@pytest.mark.parametrize(
    ("day", "words"), [(AS_OF_2014, FZ14 + "第二十一条"), (AS_OF_2026, FZ26 + "第二十条")]
)
def test_r_pap_05_a_refused_record_cites_it_too(day: dt.date, words: str) -> None:
    hours = {"held_on": day, "starts_at": at(day), "ends_at": at(day, 16)}
    record = facts(people(8, 8), agenda=admit(8, candidate="王小雨、李明"), **hours)
    with pytest.raises(errors.CandidatesTogether) as refusal:
        checks.refuse(checks.refusals(record), day)
    assert refusal.value.basis == words


@pytest.mark.parametrize(
    ("kinds", "quorum", "count"),
    [
        (("general",), instruments.ZB11, instruments.ZB11),
        (("general", "theme_day"), instruments.ZB11, instruments.ZB11),
        (("committee",), instruments.ZB12, ""),
        (("theme_day",), instruments.LOCAL, ""),
        (("group",), instruments.LOCAL, ""),
    ],
)
def test_l8_no_article_is_cited_for_a_count_it_does_not_hold(
    kinds: tuple[str, ...], quorum: str, count: str
) -> None:
    majority = majorities.majority_of(ORDINARY, kinds)
    assert (majority.opens_error.basis, majority.carried_error.basis) == (quorum, count)
    decided = Decision("同意", yes=2, no=2, abstain=0, ends_with_vote=True)
    for there, yes in ((4, 4), (4, 2), (1, 1)):
        vote = AgendaEntry("计划", "讨论", dataclasses.replace(decided, yes=yes, no=there - yes))
        found = checks.findings(facts(people(4, there), agenda=(vote,), kinds=kinds))
        assert {one.basis for one in found if one.rule == "R-MEET-07"} <= {count}
        assert {one.basis for one in found if one.rule in ("R-MEET-06", "R-MEET-08")} <= {
            quorum,
            instruments.ZB12,
        }


ON_MEMBERSHIP = [ADMISSION, CONVERSION, EXTENSION, CANCELLATION, DISPOSAL, SANCTION]


@pytest.mark.parametrize("matter", [ORDINARY, *ON_MEMBERSHIP])
def test_r_sta_17_who_is_left_out_of_attendance_stays_in_the_base_of_membership(matter: str) -> None:
    """Ten with a vote, three of them 未列入应到: four votes are more than half of seven and not of ten."""
    rows = people(10, 7)
    rows = [replace_state(row, "exempt") if not row.is_there else row for row in rows]
    record = facts(rows, agenda=admit(5, 2, kind=matter))
    base = 10 if matter in ON_MEMBERSHIP else 7
    assert (record.entitled_to(matter), record.voting_on(matter)) == (base, 7)
    said = " ".join(one.sentence for one in checks.findings(record))
    assert ("未通过" in said) is (matter in ON_MEMBERSHIP)
    assert write_agenda.decision_columns(record.record.agenda[0].decision, record)["passed"] is (
        matter not in ON_MEMBERSHIP
    )


def replace_state(row: Any, state: str) -> Any:
    return dataclasses.replace(row, state=state, reason_code="", reason="年老体弱")
