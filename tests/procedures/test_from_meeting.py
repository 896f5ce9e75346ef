"""From the general meeting to the roll: a resolution is passed, a decision proposed, another person approves it, and the
member stands as decided (R-STA-02, R-DEV-17 to R-DEV-20). What a decision rests on stays as the meeting resolved it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import ProtectedError

from meetings import actions as meeting_actions
from meetings.errors import MeetingNeededElsewhere
from meetings.models import Amendment, Hold, Meeting, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from members import errors as member_errors
from members.models import Member, Restriction
from procedures import actions, errors
from procedures.models import MemberDecision
from tests.factories import amend_meeting, at, make_recorded, record_meeting
from tests.world import World

HELD = dt.date(2026, 11, 20)
JOINED = dt.date(2025, 11, 10)
ENDS = dt.date(2026, 11, 10)
LOCALITIES = [
    {},
    {"CONVERSION_SECRET": False, "QUORUM": "2/3", "LATE_AFTER_DAYS": 3, "SEARCHES_BEFORE_SUSPENSION": 2},
]


@pytest.fixture(params=LOCALITIES, ids=["defaults", "stricter"])
def locality(request: Any, settings: Any) -> dict[str, Any]:
    for name, value in request.param.items():
        setattr(settings, name, value)
    found: dict[str, Any] = request.param
    return found


def vote_on(candidate: str, matter: str, **facts: Any) -> AgendaEntry:
    given = {"yes": 7, "no": 1, "abstain": 0, "ends_with_vote": True, "form": "secret"} | facts
    return AgendaEntry(
        f"讨论{candidate}的事项", "大家发言", Decision("同意", kind=matter, candidate=candidate, **given)
    )


@pytest.fixture
def resolve(world: World) -> Callable[..., Resolution]:
    """resolve(name, matter) → the resolution of a general meeting of Lin's branch that was handed in and confirmed."""

    def resolved(candidate: str, matter: str, held_on: dt.date = HELD, **facts: Any) -> Resolution:
        meeting = make_recorded(
            organization=world.branch,
            by=world.lin.actor,
            held_on=held_on,
            kinds=["general"],
            host=world.members[0],
            recorder=world.members[1],
            agenda=[vote_on(candidate, matter, **facts)],
        ).meeting
        meeting_actions.submit(meeting=meeting, by=world.lin.actor)
        meeting_actions.confirm(meeting=meeting, by=world.wei.actor)
        return Resolution.objects.get(item__meeting=meeting)

    return resolved


@pytest.fixture
def probationary(world: World) -> Member:
    member = world.members[-1]
    Member.objects.filter(pk=member.pk).update(joined_on=JOINED)
    member.refresh_from_db()
    return member


STEPS = {"applied_on": HELD, "opinions_on": HELD, "reviewed_on": HELD}


@pytest.mark.parametrize(
    ("until", "refusal"),
    [
        (dt.date(2027, 5, 9), member_errors.ExtensionWrong),
        (dt.date(2027, 5, 10), None),  # half a year to the day
        (dt.date(2027, 11, 10), None),  # a year to the day
        (dt.date(2027, 11, 11), member_errors.ExtensionWrong),
    ],
)
def test_an_extension(locality: Any, resolve: Any, propose: Any, approve: Any, probationary: Member, until: dt.date, refusal: Any) -> None:  # fmt: skip
    """R-DEV-19: half a year to a year, by resolution of the general meeting and decision of the body above."""
    resolution = resolve(probationary.name, "extension")
    facts = {"kind": "extension", "member": probationary, "resolution": resolution, "until": until}
    if refusal:
        with pytest.raises(refusal):
            propose(**facts)
        assert not MemberDecision.objects.exists()
        return
    approve(propose(**facts))
    probationary.refresh_from_db()
    assert (probationary.extended_until, probationary.full_on) == (until, None)
    assert probationary.probation_ends_on == until


def test_after_an_extension(
    resolve: Any, propose: Any, approve: Any, probationary: Member, clock: Any
) -> None:
    """R-DEV-18, R-DEV-19, R-DEV-20: no second one, no vote before its end, and full membership from its end."""
    until = dt.date(2027, 5, 10)
    facts = {"kind": "extension", "member": probationary}
    approve(propose(resolution=resolve(probationary.name, "extension"), until=until, **facts))
    probationary.refresh_from_db()
    clock.move_to(at(dt.date(2027, 5, 12), 10))
    again = resolve(probationary.name, "extension", until)
    with pytest.raises(member_errors.AlreadyExtended):
        propose(resolution=again, until=dt.date(2027, 11, 10), **facts)
    early = resolve(probationary.name, "conversion", until - dt.timedelta(days=1))
    with pytest.raises(errors.VotedBeforeTheEnd):
        propose(kind="conversion", member=probationary, resolution=early, **STEPS)
    in_time = resolve(probationary.name, "conversion", until)
    paper = {"document": "海街工委〔2027〕3号", "decided_on": dt.date(2027, 5, 12)}
    approve(propose(kind="conversion", member=probationary, resolution=in_time, **STEPS), **paper)
    probationary.refresh_from_db()
    assert probationary.full_on == until


def test_an_extension_takes_its_own_resolution(resolve: Any, propose: Any, probationary: Member) -> None:
    for matter in ("conversion", "cancellation", "disposal"):
        with pytest.raises(errors.NotThatResolution):
            propose(
                kind="extension",
                member=probationary,
                resolution=resolve(probationary.name, matter),
                until=dt.date(2027, 5, 10),
            )


def test_a_cancellation(locality: Any, resolve: Any, propose: Any, approve: Any, probationary: Member, world: World) -> None:  # fmt: skip
    resolution = resolve(probationary.name, "cancellation")
    decision = propose(kind="cancelled", ground="unfit", member=probationary, resolution=resolution)
    assert Member.objects.get(pk=probationary.pk).left_on is None
    approve(decision)
    last = Member.objects.get(pk=probationary.pk).memberships.get()
    assert (last.exit, last.until, last.document) == (
        "cancelled",
        dt.date(2026, 11, 21),
        "海街工委〔2026〕12号",
    )
    full = world.members[4]
    other = resolve(full.name, "cancellation", dt.date(2026, 11, 21))
    with pytest.raises(member_errors.OnlyProbationary):
        propose(kind="cancelled", member=full, resolution=other)


@pytest.mark.parametrize("yes", [4, 5])
def test_more_than_half_of_those_entitled(resolve: Any, propose: Any, probationary: Member, yes: int) -> None:
    """R-DEV-12 in an extension: four of eight are not enough, and nothing rests on what was not passed."""
    resolution = resolve(probationary.name, "extension", yes=yes, no=8 - yes)
    assert resolution.passed is (yes == 5)
    facts = {"kind": "extension", "member": probationary, "until": dt.date(2027, 5, 10)}
    if yes == 5:
        assert propose(resolution=resolution, **facts).status == "proposed"
        return
    with pytest.raises(errors.NotThatResolution):
        propose(resolution=resolution, **facts)


LETTER = {"document": "第0012345号", "decided_on": dt.date(2026, 11, 18), "body": "中共外地县委组织部"}
EXITS = [
    ("resigned", "own_wish", "disposal"),
    ("persuaded", "threatens", "disposal"),
    ("removed_self", "no_life", "disposal"),
    ("removed_refusing", "refuses", "disposal"),
    ("removed_lost", "still_lost", "disposal"),
    ("removed_other", "resigning_unfit", "disposal"),
    ("expelled", "sanction", "sanction"),
    ("expelled", "sanction", ""),
    ("not_recognized", "fraud", ""),
    ("transferred_out", "", "letter"),
    ("unit_transferred", "", "letter"),
]


@pytest.mark.parametrize(("kind", "ground", "rests_on"), EXITS)
def test_each_exit(locality: Any, world: World, resolve: Any, propose: Any, approve: Any, kind: str, ground: str, rests_on: str) -> None:  # fmt: skip
    """R-STA-02, R-STA-12: by its own resolution and decision; until another person decides, the member stays."""
    member, facts = world.members[3], {"kind": kind, "ground": ground}
    if kind == "removed_lost":
        since = dt.date(2024, 11, 20)
        Restriction.objects.create(member=member, kind="suspended", since=since, reason="失去联系")
    if rests_on == "letter":
        facts |= LETTER
    elif rests_on:
        facts["resolution"] = resolve(member.name, rests_on, no=0)  # seven entitled where one is suspended
    decision = propose(member=member, **facts)
    assert Member.objects.get(pk=member.pk).left_on is None
    kept = dict.fromkeys(LETTER) | {"document": "", "body": ""} if rests_on == "letter" else {}
    approve(decision, **kept)
    last = Member.objects.get(pk=member.pk).memberships.get()
    paper = ("第0012345号", LETTER["decided_on"]) if rests_on == "letter" else ("海街工委〔2026〕12号", dt.date(2026, 11, 21))  # fmt: skip
    assert (last.exit, last.document, last.until) == (kind, *paper)
    assert not Member.objects.present().filter(pk=member.pk).exists()


# ── what a decision rests on ──


def by_amendment(meeting: Meeting, world: World, **changes: Any) -> None:
    amendment = amend_meeting(meeting=meeting, reason="记错了", by=world.lin.actor, **changes)
    meeting_actions.sign_amendment(amendment=amendment, by=world.wei.actor)


def by_recording(meeting: Meeting, world: World, **changes: Any) -> None:
    """The record came back and is written anew."""
    Meeting.objects.filter(pk=meeting.pk).update(status="returned")
    meeting.refresh_from_db()
    facts = {
        "theme": "学习条例",
        "place": "二楼会议室",
        "minutes": "大家讨论。",
        "held_on": HELD,
        "ends_at": at(HELD, 16),
    }
    facts |= {
        "starts_at": at(HELD),
        "kinds": ["general"],
        "host": world.members[0],
        "recorder": world.members[1],
    }
    facts |= {"agenda": [vote_on(world.members[3].name, "disposal")]} | changes
    record_meeting(
        organization=world.branch, uuid=meeting.uuid, version=meeting.version, by=world.lin.actor, **facts
    )


def by_cancelling(meeting: Meeting, world: World, **changes: Any) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(status="returned")
    meeting.refresh_from_db()
    meeting_actions.cancel(meeting=meeting, reason="记错了", by=world.lin.actor)


def away(world: World) -> dict[Any, AttendanceMark]:
    """Six of eight on leave: no more than two votes."""
    return {member.uuid: AttendanceMark("on_leave", "sick") for member in world.members[2:8]}


CHANGES: dict[str, Callable[[World], dict[str, Any]]] = {
    "dropped": lambda world: {"agenda": []},
    "another matter": lambda world: {"agenda": [vote_on(world.members[3].name, "sanction")]},
    "another subject": lambda world: {"agenda": [vote_on(world.members[4].name, "disposal")]},
    "not passed": lambda world: {"agenda": [vote_on(world.members[3].name, "disposal", yes=4, no=4)]},
    "another day": lambda world: {
        "held_on": dt.date(2026, 11, 19),
        "starts_at": at(dt.date(2026, 11, 19)),
        "ends_at": at(dt.date(2026, 11, 19), 16),
    },
    "no longer decided": lambda world: {"agenda": [AgendaEntry("讨论", "大家发言")]},
}


@pytest.mark.parametrize("is_approved", [False, True], ids=["waiting", "approved"])
@pytest.mark.parametrize("way", [by_amendment, by_recording])
@pytest.mark.parametrize("change", CHANGES)
def test_no_record_changes_what_a_decision_rests_on(world: World, resolve: Any, propose: Any, approve: Any, change: str, way: Any, is_approved: bool) -> None:  # fmt: skip
    resolution = resolve(world.members[3].name, "disposal")
    decision = propose(kind="resigned", member=world.members[3], resolution=resolution)
    if is_approved:
        approve(decision)
    facts = Resolution.objects.filter(pk=resolution.pk).values()
    before = list(facts)
    with pytest.raises(MeetingNeededElsewhere) as refused:
        way(resolution.item.meeting, world, **CHANGES[change](world))
    said = "已经批准" if is_approved else "正在等待审批，要先撤回或者退回"
    assert said in refused.value.sentence
    assert list(facts.all()) == before
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("is_approved", [False, True], ids=["waiting", "approved"])
def test_its_meeting_is_neither_cancelled_nor_deleted(world: World, resolve: Any, propose: Any, approve: Any, is_approved: bool) -> None:  # fmt: skip
    resolution = resolve(world.members[3].name, "disposal")
    decision = propose(kind="resigned", member=world.members[3], resolution=resolution)
    if is_approved:
        approve(decision)
    meeting = resolution.item.meeting
    with pytest.raises(MeetingNeededElsewhere):
        by_cancelling(meeting, world)
    for row in (resolution, meeting):
        with pytest.raises(ProtectedError):
            row.delete()


def test_what_does_not_touch_it_is_amended(world: World, resolve: Any, propose: Any, approve: Any) -> None:
    resolution = resolve(world.members[3].name, "disposal")
    approve(propose(kind="resigned", member=world.members[3], resolution=resolution))
    agenda = [vote_on(world.members[3].name, "disposal", yes=6, no=1, abstain=1)]
    by_amendment(resolution.item.meeting, world, agenda=agenda, minutes="会上的话")
    resolution.refresh_from_db()
    assert (resolution.yes, resolution.passed) == (6, True)


@pytest.mark.parametrize("end", ["withdrawn", "returned"])
def test_once_the_proposal_is_taken_back_the_record_is_free(world: World, resolve: Any, propose: Any, end: str) -> None:  # fmt: skip
    resolution = resolve(world.members[3].name, "disposal")
    decision = propose(kind="resigned", member=world.members[3], resolution=resolution)
    if end == "withdrawn":
        actions.withdraw(decision=decision, by=world.lin.actor)
    else:
        actions.return_decision(decision=decision, comment="再谈谈", by=world.shao.actor)
    assert not Hold.objects.exists()
    by_amendment(resolution.item.meeting, world, agenda=[])
    assert not Resolution.objects.exists()
