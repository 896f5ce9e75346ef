"""The lecture: who gave it, its hours, and to whom they are credited (R-EDU-01, R-MEET-11)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from audit.models import Entry
from documents.contexts import member_year
from life.selectors import study_hours
from meetings import actions, errors
from meetings.forms import initial_data
from meetings.models import Guest, Lecture, Meeting
from meetings.record.field_types import PersonReference
from meetings.record.schema import AttendanceMark, GuestEntry, LecturePart
from meetings.rules import checks
from meetings.rules.kind_parts import usual_hours
from meetings.selectors import record_facts
from meetings.selectors.stored_record import stored_lecture
from meetings.states import GuestRole
from members.models import Member
from tests.factories import at, make_meeting
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("minutes", "credited"), [(14, "0"), (15, "0.5"), (44, "0.5"), (45, "1.0"), (90, "1.5"), (120, "2.0")]
)
def test_hours_follow_the_length_by_halves(minutes: int, credited: str) -> None:
    starts = at(DAY)
    assert usual_hours(starts, starts + dt.timedelta(minutes=minutes)) == Decimal(credited)


def test_an_open_end_credits_nothing() -> None:
    assert usual_hours(at(DAY), None) == 0


def test_those_present_are_credited_once_it_is_handed_in(world: World, make: Callable[..., Meeting]) -> None:
    away, late = world.members[3], world.members[4]
    marks = {away.uuid: AttendanceMark("on_leave", "sick"), late.uuid: AttendanceMark("late")}
    part = LecturePart(member=PersonReference.to(world.members[0]), material="讲稿")
    meeting = make(kinds=["lecture"], lecture=part, marks=marks)
    people = Member.objects.filter(organization=world.branch)
    assert study_hours.sessions_by_member(people, 2026) == {}
    actions.submit(meeting=meeting, by=world.lin.actor)
    found = study_hours.sessions_by_member(people, 2026)
    assert study_hours.total(found[late.pk]) == Decimal("2.0")
    assert away.pk not in found
    assert len(found) == 8
    assert study_hours.sessions_by_member(people, 2025) == {}
    assert study_hours.hours_of_member(world.members[0], 2026) == 2


def test_given_hours_count_and_not_the_length(world: World, make: Callable[..., Meeting]) -> None:
    make(kinds=["lecture"], lecture=LecturePart("王教授", level="expert", hours=Decimal("2.5")))
    lecture = Lecture.objects.get()
    assert (lecture.lecturer, lecture.member, lecture.hours) == ("王教授", None, Decimal("2.5"))


def test_what_is_written_before_the_lecturer_is_named_is_kept_and_credits_nothing(
    world: World, make: Callable[..., Meeting]
) -> None:
    meeting = make(kinds=["lecture"], lecture=LecturePart(material="讲稿三页"))
    assert stored_lecture(meeting).material == "讲稿三页"
    Lecture.objects.update(lecturer="王教授")
    actions.submit(meeting=meeting, by=world.lin.actor)
    people = Member.objects.filter(organization=world.branch)
    Lecture.objects.update(lecturer="")  # as one handed in before R-REC-12
    assert study_hours.sessions_by_member(people, 2026) == {}
    Lecture.objects.update(lecturer="王教授")
    assert len(study_hours.sessions_by_member(people, 2026)) == 9


def test_a_lecture_of_which_nothing_is_said_leaves_no_row_and_no_word(make: Callable[..., Meeting]) -> None:
    make(kinds=["lecture"], lecture=LecturePart())
    assert not Lecture.objects.exists()
    assert "主讲人身份" not in (Entry.objects.filter(action="meeting.record").latest("id").after or {})


def test_without_its_kind_a_lecture_goes(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make(kinds=["lecture"], lecture=LecturePart("王教授"))
    make(kinds=["theme_day"], uuid=meeting.uuid, version=meeting.version)
    assert not Lecture.objects.exists()


def test_what_is_not_said_again_stays(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make(kinds=["lecture"], lecture=LecturePart("王教授", hours=Decimal(2)))
    make(kinds=["lecture"], uuid=meeting.uuid, version=meeting.version)
    assert Lecture.objects.get().hours == 2


NAMELESS = LecturePart(material="条例")


@pytest.mark.parametrize(
    ("kinds", "part", "rules"),
    [
        (["lecture"], None, ["R-REC-12"]),
        (["lecture"], NAMELESS, ["R-REC-12"]),
        (["lecture"], LecturePart(" "), ["R-REC-12"]),
        (["lecture", "general"], None, ["R-REC-12", "R-MEET-11"]),
        (["lecture", "general"], LecturePart("王教授"), []),
        (["theme_day"], None, []),
    ],
)
def test_r_rec_12_a_lecture_says_who_gave_it(
    world: World, make: Callable[..., Meeting], kinds: list[str], part: LecturePart | None, rules: list[str]
) -> None:
    """R-MEET-11 beside it is a hint, and each kind counts once."""
    meeting = make(kinds=kinds, lecture=part)
    found = [
        one
        for one in checks.findings(record_facts.facts_of_meeting(meeting))
        if one.field == "lecture-lecturer"
    ]
    assert [one.rule for one in found] == rules
    assert [one.rule for one in found if one.level == "stop"] == rules[:1]
    if rules:
        with pytest.raises(errors.NotReady) as refused:
            actions.submit(meeting=meeting, by=world.lin.actor)
        assert refused.value.fields["lecture-lecturer"] == "党课要写谁讲的，才算本季度的党课。"
    else:
        actions.submit(meeting=meeting, by=world.lin.actor)


def test_r_rec_12_who_chairs_is_offered_first_and_chosen_by_nobody(world: World) -> None:
    he = world.members[1]
    form = initial_data.new_form(world.lin.actor, world.branch, [world.branch], ["lecture"])
    form.data["host"] = str(he.uuid)
    field = form.lecture["member"]
    assert [label for _, label in field.field.choices][:2] == ["不是本支部的党员", f"{he.name}（主持人）"]
    assert not field.value()


def test_a_lecture_heard_at_a_host_branch_credits_its_own_hours(
    world: World, make: Callable[..., Meeting], sign_in: Callable[[str], Client]
) -> None:
    """R-FLO-02: excused at home (2 hours), a guest elsewhere (1.5): one lecture, the one he heard, on every page and paper."""
    hua = world.members[2]
    home = make(
        kinds=["lecture"],
        lecture=LecturePart(member=PersonReference.to(world.members[0])),
        marks={hua.uuid: AttendanceMark("on_leave", "sick")},
    )
    actions.submit(meeting=home, by=world.lin.actor)
    host = make_meeting(
        organization=world.other_branches[0],
        by=world.shen.actor,
        theme="云台的党课",
        kinds=["lecture"],
        lecture=LecturePart("王教授", hours=Decimal("1.5")),
        guest_rows=[GuestEntry(hua.name, world.branch.short_name, GuestRole.VISITING)],
    )
    Meeting.objects.filter(pk=host.pk).update(status="submitted", submitted_at=host.created_at)
    Guest.objects.update(member=hua)
    paper = member_year.context(hua, 2026)
    assert (paper["学时"], [row["学时"] for row in paper["记录"]]) == ("1.5", ["1.5"])
    assert study_hours.hours_of_member(hua, 2026) == Decimal("1.5")
    page = sign_in("hua").get(f"/life/members/{hua.uuid}/").content.decode()
    assert "云台的党课（云台社区第一党支部）" in page
    assert str(host.uuid) not in page  # another branch's record is not his to open
