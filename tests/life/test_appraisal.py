"""The yearly appraisal: its order, its share of excellent, the secret vote (R-LIFE-04 to R-LIFE-08)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from branches.errors import NotYours
from core.errors import Gone
from life import actions as life_actions
from life import errors
from life.models import Appraisal, AppraisalEntry
from life.selectors import appraisals
from life.selectors.appraisals import Conclusion, GradeTally
from life.states import Stage
from meetings.models import Meeting
from members.models import Member
from tests.factories import plan_by_lin
from tests.world import World, enroll

pytestmark = pytest.mark.django_db
BAD = Conclusion("incompetent", reason="两次没有参加组织生活")
GOOD = Conclusion("excellent", reason="全年都在一线")
FINE = Conclusion("competent")


@pytest.fixture
def begun(world: World) -> Appraisal:
    return life_actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)


@pytest.fixture
def meeting(make: Callable[..., Meeting]) -> Meeting:
    return make(kinds=["appraisal"], theme="民主评议党员")


def advanced(appraisal: Appraisal, world: World, to: str, meeting: Meeting | None = None) -> Appraisal:
    """As far as that stage, with everything each step needs."""
    by = world.lin.actor
    while appraisal.stage != to:
        uuids = [member.uuid for member in world.members]
        if appraisal.stage == Stage.SELF:
            words = {uuid: {"self_text": "学习不够主动"} for uuid in uuids}
            life_actions.write_appraisal(appraisal=appraisal, words=words, by=by)
        if appraisal.stage == Stage.MUTUAL:
            words = {uuid: {"mutual_text": "热心，要多学"} for uuid in uuids}
            life_actions.write_appraisal(appraisal=appraisal, words=words, by=by)
        if appraisal.stage == Stage.POLL:
            tallies = {uuid: GradeTally(competent=5, excellent=3) for uuid in uuids[:8]}
            life_actions.tally_appraisal(appraisal=appraisal, tallies=tallies, by=by)
        if appraisal.stage == Stage.CONCLUSION:
            grades = {uuid: FINE for uuid in uuids[:8]}
            life_actions.conclude_appraisal(appraisal=appraisal, conclusions=grades, by=by)
        following = appraisals.following(appraisal.stage)
        assert following
        life_actions.advance_appraisal(appraisal=appraisal, to=following, meeting=meeting, by=by)
    return appraisal


def test_everybody_on_the_roll_takes_part_and_the_preparatory_one_is_known(
    world: World, begun: Appraisal
) -> None:
    rows = list(begun.entries.order_by("member_id").values_list("member__name", "is_preparatory"))
    assert len(rows) == 9
    assert [name for name, preparatory in rows if preparatory] == ["贺嘉宁"]
    assert begun.stage == "self"


def newcomer(world: World, **facts: Any) -> Member:
    return enroll(world.branch, "秦新来", since=dt.date(2026, 11, 20), **facts)


def test_who_comes_before_the_vote_is_caught_up_with(world: World, begun: Appraisal) -> None:
    prepared = begun.entries.get(is_preparatory=True).member
    lin = world.lin.actor
    with pytest.raises(errors.NobodyJoins):
        life_actions.join_appraisal(appraisal=begun, by=lin)
    assert Appraisal.objects.get().version == begun.version
    new = newcomer(world)
    Member.objects.filter(pk=prepared.pk).update(full_on=dt.date(2026, 11, 22))
    assert appraisals.AppraisalTable(begun, lin).lacking == ["秦新来不在里面", f"{prepared.name}已经转正"]
    life_actions.join_appraisal(appraisal=begun, by=lin)
    assert begun.entries.get(member=new).is_preparatory is False
    assert (begun.entries.count(), begun.entries.filter(is_preparatory=True).count()) == (10, 0)
    assert appraisals.AppraisalTable(begun, lin).lacking == []
    assert Entry.objects.get(action="appraisal.join").after == {"加入": "秦新来", "转正": prepared.name}


@pytest.mark.parametrize(
    ("stage", "may"), [("self", True), ("mutual", True), ("poll", False), ("closed", False)]
)
def test_who_comes_after_the_vote_began_was_not_spoken_of(
    world: World, begun: Appraisal, meeting: Meeting, stage: str, may: bool
) -> None:
    advanced(begun, world, stage, meeting)
    newcomer(world)
    assert bool(appraisals.AppraisalTable(begun, world.lin.actor).lacking) == may
    if may:
        life_actions.join_appraisal(appraisal=begun, by=world.lin.actor)
    else:
        with pytest.raises(errors.OutOfOrder):
            life_actions.join_appraisal(appraisal=begun, by=world.lin.actor)
    assert begun.entries.count() == (10 if may else 9)


def test_what_is_typed_is_saved_with_joining(world: World, begun: Appraisal, sign_in: Any) -> None:
    newcomer(world)
    client, page = sign_in("lin"), f"/life/appraisals/{begun.uuid}/"
    assert "评议开始以后名册有变化：秦新来不在里面" in client.get(page).content.decode()
    sent = {"deed": "join", "version": begun.version, f"self-{world.members[0].uuid}": "学得不够"}
    assert client.post(page, sent).status_code == 302
    assert begun.entries.get(member=world.members[0]).self_text == "学得不够"
    assert begun.entries.count() == 10
    assert client.post(page, sent).status_code == 409
    assert "名册有变化" not in client.get(page).content.decode()


def test_joining_is_for_who_records(world: World, begun: Appraisal) -> None:
    newcomer(world)
    with pytest.raises(NotYours):
        life_actions.join_appraisal(appraisal=begun, by=world.wei.actor)
    assert begun.entries.count() == 9


def test_a_year_is_appraised_once(world: World, begun: Appraisal) -> None:
    with pytest.raises(errors.AppraisalAlreadyBegun):
        life_actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize("year", [2024, 2027])
def test_only_this_year_and_the_last_are_begun(world: World, year: int) -> None:
    with pytest.raises(errors.WrongYear):
        life_actions.begin_appraisal(organization=world.branch, year=year, by=world.lin.actor)
    assert Appraisal.objects.count() == 0


@pytest.mark.parametrize(
    ("stage", "to"),
    [(at, to) for at in Stage.values for to in Stage.values if to != appraisals.following(at)],
)
def test_no_stage_is_skipped_or_gone_back_to(world: World, begun: Appraisal, stage: str, to: str) -> None:
    """R-LIFE-05, each pair of stages."""
    Appraisal.objects.filter(pk=begun.pk).update(stage=stage)
    begun.refresh_from_db()
    with pytest.raises(errors.OutOfOrder):
        life_actions.advance_appraisal(appraisal=begun, to=to, by=world.lin.actor)
    begun.refresh_from_db()
    assert begun.stage == stage


def test_a_step_with_nothing_written_is_not_left(world: World, begun: Appraisal) -> None:
    with pytest.raises(errors.NothingWritten):
        life_actions.advance_appraisal(appraisal=begun, to="mutual", by=world.lin.actor)
    begun.refresh_from_db()
    assert begun.stage == "self"


@pytest.mark.parametrize(
    ("stage", "name", "permitted"),
    [
        ("self", "self_text", True),
        ("self", "mutual_text", False),
        ("mutual", "self_text", True),
        ("mutual", "mutual_text", True),
        ("poll", "self_text", False),
        ("poll", "mutual_text", True),
        ("conclusion", "mutual_text", False),
        ("closed", "self_text", False),
    ],
)
def test_each_text_has_its_stages(
    world: World, begun: Appraisal, stage: str, name: str, permitted: bool
) -> None:
    """R-LIFE-05."""
    Appraisal.objects.filter(pk=begun.pk).update(stage=stage)
    begun.refresh_from_db()
    words = {world.members[2].uuid: {name: "学得不够"}}
    if permitted:
        life_actions.write_appraisal(appraisal=begun, words=words, by=world.lin.actor)
    else:
        with pytest.raises(errors.OutOfOrder):
            life_actions.write_appraisal(appraisal=begun, words=words, by=world.lin.actor)
    entry = begun.entries.get(member=world.members[2])
    assert getattr(entry, name) == ("学得不够" if permitted else "")


def test_the_vote_needs_an_appraisal_meeting_of_this_branch(
    world: World, begun: Appraisal, make: Callable[..., Meeting]
) -> None:
    advanced(begun, world, "mutual")
    words = {world.members[0].uuid: {"mutual_text": "热心"}}
    life_actions.write_appraisal(appraisal=begun, words=words, by=world.lin.actor)
    other = make(kinds=["theme_day"])
    for wrong in (None, other):
        with pytest.raises(errors.MeetingNeeded):
            life_actions.advance_appraisal(appraisal=begun, to="poll", meeting=wrong, by=world.lin.actor)
    begun.refresh_from_db()
    assert (begun.stage, begun.meeting) == ("mutual", None)


def test_the_newest_meeting_is_offered_first(
    world: World, meeting: Meeting, make: Callable[..., Meeting]
) -> None:
    """The one of the spring before belongs to the year before."""
    earlier = make(kinds=["appraisal"], held_on=dt.date(2026, 10, 9))
    begun = Appraisal.objects.create(organization=world.branch, year=2026)
    assert appraisals.AppraisalTable(begun, world.lin.actor).meetings == [meeting, earlier]


def test_the_conclusion_needs_the_meeting_held(world: World, begun: Appraisal) -> None:
    planned = plan_by_lin(
        world,
        dt.datetime(2026, 12, 5, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        kinds=["appraisal"],
    )
    advanced(begun, world, "poll", planned)
    tallies = {member.uuid: GradeTally(competent=8) for member in world.members[:8]}
    life_actions.tally_appraisal(appraisal=begun, tallies=tallies, by=world.lin.actor)
    with pytest.raises(errors.MeetingNotHeld):
        life_actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)
    begun.refresh_from_db()
    assert begun.stage == "poll"


@pytest.mark.parametrize(("votes", "permitted"), [(7, True), (8, True), (9, False)])
def test_nobody_has_more_votes_than_there_were_voters(
    world: World, begun: Appraisal, meeting: Meeting, votes: int, permitted: bool
) -> None:
    """Eight with a vote were there."""
    advanced(begun, world, "poll", meeting)
    tallies = {world.members[1].uuid: GradeTally(excellent=votes - 1, basic=1)}
    if permitted:
        life_actions.tally_appraisal(appraisal=begun, tallies=tallies, by=world.lin.actor)
    else:
        with pytest.raises(errors.TallyExceedsVoters):
            life_actions.tally_appraisal(appraisal=begun, tallies=tallies, by=world.lin.actor)
    assert begun.entries.get(member=world.members[1]).excellent == (votes - 1 if permitted else 0)


def test_a_preparatory_member_is_neither_voted_on_nor_graded(
    world: World, begun: Appraisal, meeting: Meeting
) -> None:
    """R-LIFE-07, by the action and by the database."""
    last = world.members[-1]
    advanced(begun, world, "poll", meeting)
    with pytest.raises(errors.ProbationaryGraded):
        life_actions.tally_appraisal(
            appraisal=begun, tallies={last.uuid: GradeTally(excellent=1)}, by=world.lin.actor
        )
    advanced(begun, world, "conclusion", meeting)
    with pytest.raises(errors.ProbationaryGraded):
        life_actions.conclude_appraisal(appraisal=begun, conclusions={last.uuid: FINE}, by=world.lin.actor)
    assert begun.entries.get(member=last).grade == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        AppraisalEntry.objects.filter(appraisal=begun, member=last).update(grade="competent")


@pytest.mark.parametrize(
    ("base", "excellent", "reason", "permitted"),
    [
        ("all", 3, "", True),  # 9 members: exactly a third
        ("all", 4, "", False),
        ("all", 4, "党员先锋岗较多，经街道同意", True),
        ("taking_part", 2, "", True),  # 8 of them: floor(8/3)
        ("taking_part", 3, "", False),
    ],
)
def test_more_than_a_third_excellent_needs_a_reason(
    world: World,
    begun: Appraisal,
    meeting: Meeting,
    settings: Any,
    base: str,
    excellent: int,
    reason: str,
    permitted: bool,
) -> None:
    """R-LIFE-06."""
    settings.APPRAISAL_BASE = base
    advanced(begun, world, "conclusion", meeting)
    grades = {member.uuid: GOOD if n < excellent else FINE for n, member in enumerate(world.members[:8])}
    facts = {"appraisal": begun, "conclusions": grades, "over_reason": reason, "by": world.lin.actor}
    if permitted:
        life_actions.conclude_appraisal(**facts)
    else:
        with pytest.raises(errors.TooManyExcellent):
            life_actions.conclude_appraisal(**facts)
    assert begun.entries.filter(grade="excellent").count() == (excellent if permitted else 0)


@pytest.mark.parametrize(
    ("base", "most"), [(0, 0), (1, 0), (2, 0), (3, 1), (5, 1), (6, 2), (8, 2), (9, 3), (50, 16)]
)
def test_a_third_is_rounded_down(base: int, most: int) -> None:
    """R-LIFE-06."""
    assert appraisals.most_excellent(base) == most


@pytest.mark.parametrize(
    ("tally", "grade"),
    [
        (GradeTally(), ""),
        (GradeTally(excellent=5, competent=3), "excellent"),
        (GradeTally(excellent=4, competent=4), "competent"),
        (GradeTally(excellent=3, competent=3, basic=3), "basic"),
        (GradeTally(incompetent=1), "incompetent"),
    ],
)
def test_a_tally_proposes_the_grade_most_votes_are_for(tally: GradeTally, grade: str) -> None:
    assert appraisals.proposed_grade(tally) == grade


def test_an_incompetent_one_is_closed_and_followed_up(
    world: World, begun: Appraisal, meeting: Meeting
) -> None:
    """R-LIFE-08 is a flag; tests/life/test_disposals.py."""
    advanced(begun, world, "conclusion", meeting)
    grades = {member.uuid: FINE for member in world.members[:8]} | {world.members[5].uuid: BAD}
    life_actions.conclude_appraisal(appraisal=begun, conclusions=grades, by=world.lin.actor)
    life_actions.advance_appraisal(appraisal=begun, to="closed", by=world.lin.actor)
    sheet = appraisals.AppraisalTable(Appraisal.objects.get(pk=begun.pk), world.lin.actor)
    assert [row.entry.member for row, _resolutions in sheet.disposals] == [world.members[5]]
    assert (begun.stage, begun.closed_on) == ("closed", dt.date(2026, 11, 22))


def test_it_is_not_closed_while_somebody_has_no_grade(
    world: World, begun: Appraisal, meeting: Meeting
) -> None:
    advanced(begun, world, "conclusion", meeting)
    grades = {member.uuid: FINE for member in world.members[:7]}
    life_actions.conclude_appraisal(appraisal=begun, conclusions=grades, by=world.lin.actor)
    with pytest.raises(errors.GradeMissing, match=world.members[7].name):
        life_actions.advance_appraisal(appraisal=begun, to="closed", by=world.lin.actor)
    begun.refresh_from_db()
    assert begun.stage == "conclusion"


def test_two_who_write_at_once_do_not_overwrite_each_other(world: World, begun: Appraisal) -> None:
    life_actions.write_appraisal(
        appraisal=begun, words={world.members[0].uuid: {"self_text": "第一份"}}, version=1, by=world.lin.actor
    )
    with pytest.raises(Gone):
        life_actions.write_appraisal(
            appraisal=begun,
            words={world.members[0].uuid: {"self_text": "第二份"}},
            version=1,
            by=world.he.actor,
        )
    assert begun.entries.get(member=world.members[0]).self_text == "第一份"


def test_a_member_writes_his_own_and_nobody_elses(world: World, begun: Appraisal) -> None:
    life_actions.assess_oneself(appraisal=begun, text="参加活动还不够", by=world.hua.actor)
    assert begun.entries.get(member=world.hua.member).self_text == "参加活动还不够"
    for name in ("wei", "shen"):
        with pytest.raises(NotYours):
            life_actions.assess_oneself(appraisal=begun, text="不是我的", by=getattr(world, name).actor)
    with pytest.raises(NotYours):
        life_actions.write_appraisal(
            appraisal=begun, words={world.hua.member.uuid: {"self_text": "x"}}, by=world.hua.actor
        )
    assert begun.entries.exclude(self_text="").count() == 1
