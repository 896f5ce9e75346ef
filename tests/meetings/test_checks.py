"""The rules of records and meetings as one table each, with boundary values (domain.md §1.7, §6.2)."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from meetings.record.field_types import PersonReference
from meetings.record.schema import AgendaEntry, Decision, MeetingRecord
from meetings.rules import checks, majorities
from meetings.rules.checks import Alike, Facts, Present, Turnout
from tests.factories import at

pytestmark = pytest.mark.once

DAY = dt.date(2026, 11, 20)
HOST = PersonReference(UUID(int=1), "林知远")
RECORDER = PersonReference(UUID(int=2), "何秀英")


def people_of(*numbers: int) -> frozenset[UUID]:
    return frozenset(UUID(int=number) for number in numbers)


def people(voters: int, there: int, probationary: int = 0, probationary_there: int = 0) -> list[Present]:
    """So many with a vote, of whom so many came; and so many without."""
    rows = [
        Present(
            UUID(int=pk), f"甲{pk}", "present" if pk <= there else "on_leave", "" if pk <= there else "sick"
        )
        for pk in range(1, voters + 1)
    ]
    for n in range(probationary):
        came = n < probationary_there
        rows.append(
            Present(
                UUID(int=100 + n),
                f"预{n}",
                "present" if came else "on_leave",
                "" if came else "sick",
                has_vote=False,
            )
        )
    return rows


def facts(rows: list[Present], **said: Any) -> Facts:
    given = {
        "kinds": ("general",),
        "held_on": DAY,
        "starts_at": at(DAY),
        "ends_at": at(DAY, 16),
        "theme": "主题",
        "place": "二楼",
        "host": HOST,
        "recorder": RECORDER,
        "minutes": "说了什么",
    }
    looked_up = {"chairs": people_of(1), "today": DAY}
    looked_up["roll"] = frozenset(row.uuid for row in rows if row.is_expected)
    kind = said.pop("organization_kind", "branch")
    for name in list(said):
        if name in Facts.__dataclass_fields__:
            looked_up[name] = said.pop(name)
    looked_up.setdefault("turnout", Turnout.of(rows))
    return Facts(organization_kind=kind, record=MeetingRecord(**(given | said)), rows=rows, **looked_up)


def stops(seen: Facts) -> list[str]:
    return [finding.rule for finding in checks.stops(checks.findings(seen))]


def hints(seen: Facts) -> list[str]:
    return [finding.rule for finding in checks.findings(seen) if finding.level == "hint" and finding.rule]


def vote(yes: int | None, no: int = 0, abstain: int = 0, **facts: Any) -> tuple[AgendaEntry, ...]:
    given = {"executor": "何秀英", "due_on": DAY} | facts
    return (AgendaEntry("讨论", "", Decision("同意", yes=yes, no=no, abstain=abstain, **given)),)


def test_a_day_to_come_and_an_end_before_the_start_are_stops() -> None:
    ahead = facts(people(9, 9), today=DAY - dt.timedelta(days=1))
    assert [one.sentence for one in checks.stops(checks.findings(ahead))] == [
        "11月20日还没到，会开过再记录；现在可以先计划。"
    ]
    upside_down = facts(people(9, 9), ends_at=at(DAY, 8))
    assert [one.sentence for one in checks.stops(checks.findings(upside_down))] == [
        "结束要晚于开始（14:30），请改结束时间；过了零点才散会的，点“次日”。"
    ]
    assert stops(facts(people(9, 9))) == []


@pytest.mark.parametrize(
    ("now", "due_on", "fields"),
    [
        (at(DAY, 13), DAY, ["starts_at"]),
        (at(DAY), DAY, []),  # it begins
        (at(DAY), DAY - dt.timedelta(days=1), ["agenda-0-due_on"]),
    ],
)
def test_a_meeting_not_begun_and_a_task_due_before_it_are_asked_about(
    now: dt.datetime, due_on: dt.date, fields: list[str]
) -> None:
    seen = facts(people(9, 9), now=now, agenda=vote(9, due_on=due_on))
    found = [one for one in checks.findings(seen) if one.level == "hint" and one.rule == "R-REC-01"]
    assert ([one.field for one in found], stops(seen)) == (fields, ["R-REC-10"])


NOT_OVER = "现在{now}，结束写的是{ends}。散会以后再交，或者改成实际结束的时间。"


@pytest.mark.parametrize(
    ("grace", "now", "ends_at", "sentence"),
    [
        (10, at(DAY, 15, 4), at(DAY, 16, 0), NOT_OVER.format(now="15:04", ends="16:00")),
        (10, at(DAY, 15, 49), at(DAY, 16, 0), NOT_OVER.format(now="15:49", ends="16:00")),
        (10, at(DAY, 15, 50), at(DAY, 16, 0), ""),
        (0, at(DAY, 15, 50), at(DAY, 16, 0), NOT_OVER.format(now="15:50", ends="16:00")),
        (0, at(DAY, 16, 0), at(DAY, 16, 0), ""),
        (30, at(DAY, 15, 30), at(DAY, 16, 0), ""),
        (
            10,
            at(DAY, 23, 50),
            at(DAY + dt.timedelta(1), 1, 0),
            NOT_OVER.format(now="23:50", ends="11月21日01:00"),
        ),
        (10, at(DAY + dt.timedelta(1), 0, 50), at(DAY + dt.timedelta(1), 1, 0), ""),
        (10, at(DAY, 15, 4), None, ""),  # R-REC-01 asks for it
    ],
)
def test_r_rec_10_a_meeting_that_is_not_over_is_not_handed_in(
    settings: Any, grace: int, now: dt.datetime, ends_at: dt.datetime | None, sentence: str
) -> None:
    settings.END_GRACE_MINUTES = grace
    found = checks.stops(checks.findings(facts(people(9, 9), now=now, ends_at=ends_at)))
    assert [(one.sentence, one.field) for one in found if one.rule == "R-REC-10"] == (
        [(sentence, "ends_at")] if sentence else []
    )


@pytest.mark.parametrize(("known", "said"), [(False, True), (True, False), (None, False)])
def test_r_life_04_an_appraisal_without_grades_is_asked_about(known: bool | None, said: bool) -> None:
    seen = facts(people(9, 9), kinds=("appraisal",), was_appraised=known)
    assert ("R-LIFE-04" in hints(seen), stops(seen)) == (said, [])


@pytest.mark.parametrize(
    ("entitled", "there", "refused"),
    [
        (9, 4, True),
        (9, 5, False),
        (10, 4, True),
        (10, 5, False),
        (1, 0, True),
        (1, 1, False),
        (24, 12, False),
        (24, 11, True),
    ],
)
def test_r_meet_06_a_vote_needs_half_of_those_entitled(entitled: int, there: int, refused: bool) -> None:
    seen = facts(people(entitled, there), agenda=vote(min(there, 1)))
    assert ("R-MEET-06" in stops(seen)) is refused


@pytest.mark.parametrize(
    ("entitled", "there", "yes", "carried"),
    [
        (24, 24, 12, False),  # exactly half is not enough
        (24, 24, 13, True),
        (25, 25, 12, False),
        (25, 25, 13, True),
        (24, 13, 13, True),  # counted against everyone, and still passed
        (24, 12, 12, False),  # all who came, and not passed
        (1, 1, 1, True),
    ],
)
def test_r_meet_07_passed_means_more_than_half_of_everyone_entitled(
    entitled: int, there: int, yes: int, carried: bool
) -> None:
    assert majorities.majority_of("ordinary").is_carried(yes, entitled) is carried
    seen = facts(people(entitled, there), agenda=vote(yes, there - yes, passed=True))
    assert ("R-MEET-07" in stops(seen)) is not carried


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "refused"),
    [(21, 0, 0, False), (20, 0, 1, False), (21, 1, 0, True), (22, 0, 0, True)],
)
def test_r_meet_07_no_more_votes_than_people_with_a_vote_there(
    yes: int, no: int, abstain: int, refused: bool
) -> None:
    seen = facts(people(24, 21, probationary=1, probationary_there=1), agenda=vote(yes, no, abstain))
    found = [one.sentence for one in checks.stops(checks.findings(seen))]
    cast = yes + no + abstain
    expected = [f"到会有表决权21人，票数不能超过21，现在合计{cast}票。"] if refused else []
    assert found == expected


def test_r_meet_07_a_vote_nobody_counted_stops() -> None:
    seen = facts(people(9, 9), agenda=vote(None))
    assert stops(seen) == ["R-REC-01"]


@pytest.mark.parametrize(
    ("members", "there", "void"),
    [(5, 2, True), (5, 3, False), (4, 2, False), (4, 1, True), (3, 1, True), (3, 2, False)],
)
def test_r_meet_08_a_committee_without_half_is_void_but_kept(members: int, there: int, void: bool) -> None:
    seen = facts(people(members, there), kinds=("committee",), recorder=RECORDER if there > 1 else HOST)
    assert checks.is_void(("committee",), seen.turnout) is void
    assert ("R-MEET-08" in hints(seen)) is void
    assert stops(seen) == []


def test_r_meet_08_a_committee_meeting_within_another_needs_half_of_the_committee() -> None:
    rows = people(9, 7)
    enough = facts(rows, kinds=("committee", "general"), committee=people_of(1, 2, 8))
    short = facts(rows, kinds=("committee", "general"), committee=people_of(1, 8, 9))
    assert stops(enough) == []
    assert stops(short) == ["R-MEET-08"]


@pytest.mark.parametrize(
    ("host", "note", "kinds", "found"),
    [
        (HOST, "", ("general",), ([], [])),
        (RECORDER, "", ("general",), (["R-MEET-09"], ["R-REC-06"])),
        (RECORDER, "受书记委托", ("general",), ([], ["R-MEET-09", "R-REC-06"])),
        (RECORDER, "", ("theme_day",), ([], ["R-MEET-09", "R-REC-06"])),
    ],
)
def test_r_meet_09_another_chair_needs_a_note(host: Any, note: str, kinds: Any, found: Any) -> None:
    seen = facts(people(9, 9), host=host, host_note=note, kinds=kinds)
    assert (stops(seen), hints(seen)) == found


@pytest.mark.parametrize(("entitled", "refused"), [(8, False), (9, True)])
def test_r_meet_10_nobody_without_a_vote_is_counted_as_entitled(entitled: int, refused: bool) -> None:
    seen = facts(people(8, 8, probationary=1, probationary_there=1), agenda=vote(8, entitled=entitled))
    assert ("R-MEET-10" in stops(seen)) is refused
    assert (seen.entitled, seen.voting) == (8, 8)


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"theme": " "}, "theme"),
        ({"place": ""}, "place"),
        ({"host": None}, "host"),
        ({"recorder": None}, "recorder"),
        ({"minutes": " \n"}, "minutes"),
        ({"ends_at": None}, "ends_at"),
    ],
)
def test_r_rec_01_every_field_is_needed(missing: dict[str, Any], field: str) -> None:
    found = checks.stops(checks.findings(facts(people(9, 9), **missing)))
    assert [(one.rule, one.field) for one in found] == [("R-REC-01", field)]


@pytest.mark.parametrize(
    ("matter", "candidate", "rule"),
    [
        ("disposal", "", "R-STA-02"), ("disposal", " 、", "R-STA-02"), ("disposal", "王小雨、李小雨", "R-STA-02"),
        ("sanction", "", "R-STA-02"), ("admission", "", "R-DEV-13"), ("cancellation", "", "R-DEV-13"),
        ("disposal", "王小雨", ""), ("sanction", "王 芳", ""), ("ordinary", "", ""),
    ],
)  # fmt: skip
def test_a_vote_on_somebodys_membership_names_who_it_is_about(matter: str, candidate: str, rule: str) -> None:
    seen = facts(people(8, 8), kinds=("general",), agenda=vote(5, kind=matter, candidate=candidate))
    found = [one.rule for one in checks.stops(checks.findings(seen)) if one.field == "agenda-0-candidate"]
    assert found == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("yes", "said", "field"),
    [
        (5, {}, ""),
        (5, {"executor": " "}, "executor"),
        (5, {"due_on": None}, "due_on"),
        (5, {"executor": "", "due_on": None}, "executor"),
        (5, {"executor": "", "due_on": None, "ends_with_vote": True}, ""),
        (5, {"due_on": None, "ends_with_vote": True}, "ends_with_vote"),  # one or the other
        (4, {"executor": "", "due_on": None}, ""),  # four of eight: not carried, nothing to do
        (5, {"executor": "", "due_on": None, "kind": "admission", "candidate": "王小雨"}, ""),
        (5, {"executor": "", "due_on": None, "kind": "disposal", "candidate": "王小雨"}, ""),
    ],
)
def test_r_rec_01_a_carried_decision_says_who_does_it_by_when(
    yes: int, said: dict[str, Any], field: str
) -> None:
    seen = facts(people(8, 8), kinds=("general",), agenda=vote(yes, **said))
    found = checks.stops(checks.findings(seen))
    assert [(one.rule, one.field) for one in found] == ([("R-REC-01", f"agenda-0-{field}")] if field else [])


def test_r_rec_01_what_was_said_on_a_point_of_the_agenda_is_minutes_too() -> None:
    seen = facts(people(9, 9), minutes="", agenda=(AgendaEntry("学习", "林知远领学"),))
    assert stops(seen) == []


def test_r_rec_01_nobody_expected_stops() -> None:
    assert stops(facts([])) == ["R-REC-01"]


@pytest.mark.parametrize(("present", "refused"), [(7, False), (8, True), (6, True)])
def test_r_rec_02_the_counts_add_up(present: int, refused: bool) -> None:
    rows = people(9, 7)
    seen = facts(rows, turnout=Turnout(9, present, 2, 0))
    assert ("R-REC-02" in stops(seen)) is refused


def test_r_rec_03_the_list_is_the_roll_of_the_day_and_the_difference_is_said() -> None:
    rows = people(3, 3)
    names = {UUID(int=n): name for n, name in ((1, "甲1"), (2, "甲2"), (3, "甲3"), (9, "新来"))}
    seen = facts(rows, roll=people_of(1, 2, 9), names=names)
    found = checks.stops(checks.findings(seen))
    assert [one.rule for one in found] == ["R-REC-03"]
    assert found[0].sentence == "应到3人，11月20日名册上是3人：名单上多了甲3，少了新来。请按名册重取"


def test_r_rec_03_who_is_not_expected_is_not_missed() -> None:
    rows = [*people(3, 3), Present(UUID(int=9), "吴桂芳", "exempt", "", "年老体弱")]
    assert stops(facts(rows)) == []


@pytest.mark.parametrize(
    ("code", "why", "refused"),
    [
        ("", "", True),
        ("sick", "", False),
        ("other", " ", True),
        ("other", "家中有事", False),
        ("unexcused", "", False),
    ],
)
def test_r_rec_04_each_absence_says_why(code: str, why: str, refused: bool) -> None:
    state = "absent" if code == "unexcused" else "on_leave"
    rows = [*people(8, 8), Present(UUID(int=9), "郑海生", state, code, why)]
    assert ("R-REC-04" in stops(facts(rows))) is refused


@pytest.mark.parametrize(("days", "late"), [(0, False), (7, False), (8, True), (30, True)])
def test_r_rec_05_later_than_seven_days_is_late_but_not_refused(days: int, late: bool) -> None:
    submitted = DAY + dt.timedelta(days=days)
    seen = facts(people(9, 9), first_submitted_on=submitted)
    assert checks.is_late(DAY, submitted) is late
    assert ("R-REC-05" in hints(seen)) is late
    assert stops(seen) == []


@pytest.mark.parametrize(
    ("recorder", "found"),
    [(RECORDER, []), (HOST, ["R-REC-06"]), (PersonReference(UUID(int=77), "外人"), ["R-REC-06"])],
)
def test_r_rec_06_chair_and_recorder_are_two_members_of_the_roll(recorder: Any, found: list[str]) -> None:
    assert hints(facts(people(9, 9), recorder=recorder)) == found


def test_r_rec_07_meetings_that_overlap_are_pointed_out() -> None:
    other = Alike(UUID(int=5), "11月20日", "", "14:00的党课")
    seen = facts(people(9, 9), alike=[other], elsewhere=["林知远"])
    assert hints(seen) == ["R-REC-07", "R-REC-07"]


@pytest.mark.parametrize(
    ("there", "fine"),
    [
        (12, []),  # exactly half: an ordinary vote could be taken, one on admission could not
        (13, ["R-DEV-11", "R-DEV-12"]),
    ],
)
def test_r_dev_11_what_cannot_be_voted_on_is_neither_open_nor_carried(there: int, fine: list[str]) -> None:
    agenda = vote(12, kind="admission", candidate="张三", form="secret", written_yes=1)
    seen = facts(people(24, there), agenda=agenda)
    assert ("R-DEV-11" in stops(seen)) is not bool(fine)
    found = checks.findings(seen)
    assert [one.rule for one in found if one.level == "fine" and one.rule[:5] in ("R-DEV", "R-MEE")] == fine
    assert not [one for one in found if one.level == "hint" and one.rule == "R-DEV-12"]


def test_a_stricter_quorum_is_a_setting(settings: Any) -> None:
    settings.QUORUM = "2/3"
    assert "R-MEET-06" in stops(facts(people(9, 5), agenda=vote(5)))
    assert "R-MEET-06" not in stops(facts(people(9, 6), agenda=vote(6)))


def test_a_complete_record_has_nothing_to_change() -> None:
    found = checks.findings(facts(people(9, 8), agenda=vote(8)))
    assert {one.level for one in found} == {"fine"}
    assert timezone.localtime(at(DAY)).hour == 14
