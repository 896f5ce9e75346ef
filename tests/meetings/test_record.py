"""Recording: the roll of the day, who is marked, what is refused, and going on."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from drafts import actions as drafts
from drafts.models import Draft
from meetings import errors
from meetings.models import Attendance, Meeting, MeetingKind, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import Status
from members import actions as member_actions
from tests.factories import at, plan_by_lin
from tests.threads import at_once
from tests.world import World, enroll

DAY = dt.date(2026, 11, 20)


def counts(meeting: Meeting) -> tuple[int, int, int, int]:
    meeting = Meeting.objects.get(pk=meeting.pk)
    return (meeting.expected, meeting.present, meeting.on_leave, meeting.absent)


def test_everyone_is_present_unless_marked(make: Any, world: World) -> None:
    marks = {
        world.members[2].uuid: AttendanceMark("on_leave", "sick"),
        world.members[3].uuid: AttendanceMark("absent", "unexcused"),
        world.members[4].uuid: AttendanceMark("late"),
    }
    meeting = make(marks=marks)
    assert counts(meeting) == (9, 7, 1, 1)
    assert meeting.status == Status.HELD
    assert meeting.roll_frozen_at is not None
    states = dict(meeting.attendances.values_list("member__name", "state"))
    assert states[world.members[4].name] == "late"
    assert states[world.members[0].name] == "present"
    assert list(meeting.steps.values_list("deed", "who")) == [("recorded", "林知远")]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (AttendanceMark("absent", "sick"), ("on_leave", "sick")),
        (AttendanceMark("on_leave", "unexcused"), ("absent", "unexcused")),
        (AttendanceMark("present", "sick"), ("present", "")),
        (AttendanceMark("on_leave", "other", "家中有事"), ("on_leave", "other")),
    ],
)
def test_the_reason_decides_between_leave_and_absence(
    make: Any, world: World, said: AttendanceMark, kept: Any
) -> None:
    meeting = make(marks={world.members[2].uuid: said})
    row = meeting.attendances.get(member=world.members[2])
    assert (row.state, row.reason_code) == kept


def test_the_roll_is_that_of_the_day(make: Any, world: World) -> None:
    late = enroll(world.branch, "新来人", since=dt.date(2026, 11, 21))
    member_actions.leave(member=world.members[5], exit="died", on=dt.date(2026, 11, 19), by=SYSTEM)
    meeting = make()
    on_it = set(meeting.attendances.values_list("member_id", flat=True))
    assert late.pk not in on_it
    assert world.members[5].pk not in on_it
    assert counts(meeting) == (8, 8, 0, 0)


def test_who_is_decided_exempt_is_listed_and_not_expected(make: Any, world: World) -> None:
    member_actions.restrict(
        member=world.members[6], kind="exempt", since=dt.date(2026, 9, 12), reason="年老体弱", by=SYSTEM
    )
    meeting = make()
    row = meeting.attendances.get(member=world.members[6])
    assert (row.state, row.reason) == ("exempt", "年老体弱")
    assert counts(meeting) == (8, 8, 0, 0)


def test_the_probationary_and_the_restricted_have_no_vote(make: Any, world: World) -> None:
    member_actions.restrict(
        member=world.members[4], kind="probation", since=dt.date(2026, 1, 1), reason="处分", by=SYSTEM
    )
    meeting = make()
    without = meeting.attendances.filter(has_vote=False).values_list("member__name", flat=True)
    assert set(without) == {world.members[4].name, "贺嘉宁"}
    assert counts(meeting) == (9, 9, 0, 0)


def test_a_committee_meeting_alone_expects_the_committee(make: Any, world: World) -> None:
    alone = make(kinds=["committee"])
    assert set(alone.attendances.values_list("member_id", flat=True)) == {
        world.members[n].pk for n in (0, 1, 3)
    }
    wider = make(kinds=["committee", "lecture"], starts_at=at(DAY, 9), ends_at=at(DAY, 10))
    assert counts(wider) == (9, 9, 0, 0)


def test_a_groups_meeting_expects_the_group(make: Any, world: World) -> None:
    meeting = make(organization=world.groups[0], kinds=["group"])
    assert counts(meeting) == (5, 5, 0, 0)


def test_a_branch_does_not_hold_a_groups_meeting(make: Any) -> None:
    with pytest.raises(errors.MayNotHold) as refusal:
        make(kinds=["group"])
    assert (
        refusal.value.fields["kinds"] == "滨江社区第二党支部不开党小组会。党小组会由党小组来记，请选党小组。"
    )
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"kinds": []}, errors.NoKind),
        ({"held_on": dt.date(2026, 11, 23)}, errors.NotHeldYet),
        ({"starts_at": at(dt.date(2026, 11, 19))}, errors.DayAndTimeDiffer),
        ({"ends_at": at(DAY, 14, 30)}, errors.EndsBeforeItStarts),
        ({"agenda_announced_on": dt.date(2026, 11, 21)}, errors.AnnouncedAfterwards),
        ({"marks": {uuid4(): AttendanceMark("on_leave", "sick")}}, errors.NotOnRoll),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(make: Any, facts: Any, error: Any) -> None:
    if "held_on" in facts:
        facts = {"starts_at": at(facts["held_on"]), "ends_at": None} | facts
    entries = Entry.objects.count()
    with pytest.raises(error):
        make(**facts)
    assert (Meeting.objects.count(), Attendance.objects.count()) == (0, 0)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    "mark", [AttendanceMark("on_leave"), AttendanceMark("absent"), AttendanceMark("on_leave", "other", " ")]
)
def test_r_rec_04_an_absence_without_a_reason_is_refused(
    make: Any, world: World, mark: AttendanceMark
) -> None:
    with pytest.raises(errors.AbsenceWithoutReason) as refusal:
        make(marks={world.members[2].uuid: mark})
    assert world.members[2].name in refusal.value.sentence
    assert Meeting.objects.count() == 0


def test_r_meet_06_a_resolution_without_a_quorum_is_refused(make: Any, world: World) -> None:
    marks = {member.uuid: AttendanceMark("on_leave", "sick") for member in world.members[:5]}
    agenda = [AgendaEntry("表决", "", Decision("同意", yes=3))]
    with pytest.raises(errors.NotQuorate) as refusal:
        make(kinds=["general"], marks=marks, agenda=agenda)
    assert str(refusal.value).endswith("《支部工作条例》第十一条")
    assert (Meeting.objects.count(), Resolution.objects.count()) == (0, 0)


def test_a_decision_is_kept_with_its_tally_and_its_outcome(make: Any) -> None:
    agenda = [
        AgendaEntry("学习", "领学"),
        AgendaEntry("计划", "", Decision("同意计划", yes=5, no=2, abstain=1)),
        AgendaEntry("设备", "", Decision("购买", yes=4, no=4)),
    ]
    meeting = make(kinds=["general"], agenda=agenda)
    kept = Resolution.objects.filter(item__meeting=meeting).order_by("item__position")
    assert list(kept.values_list("entitled", "present", "yes", "no", "abstain", "passed")) == [
        (8, 8, 5, 2, 1, True),
        (8, 8, 4, 4, 0, False),  # exactly half
    ]
    assert list(meeting.agenda.values_list("position", "title")) == [(1, "学习"), (2, "计划"), (3, "设备")]


def test_a_claim_to_have_passed_is_checked(make: Any) -> None:
    with pytest.raises(errors.NotCarried):
        make(kinds=["general"], agenda=[AgendaEntry("x", "", Decision("购买", yes=4, no=4, passed=True))])
    assert Meeting.objects.count() == 0


def test_a_planned_meeting_is_gone_on_with(make: Any, world: World) -> None:
    planned = plan_by_lin(world, at(dt.date(2026, 11, 22)))
    meeting = make(uuid=planned.uuid, version=1, kinds=["theme_day", "lecture"])
    assert meeting.pk == planned.pk
    assert Meeting.objects.count() == 1
    assert list(MeetingKind.objects.values_list("kind", flat=True)) == ["lecture", "theme_day"]
    assert list(meeting.steps.values_list("deed", flat=True)) == ["planned", "recorded"]


def test_the_same_form_sent_twice_makes_one_meeting(make: Any) -> None:
    uuid = uuid4()
    make(uuid=uuid)
    with pytest.raises(errors.AlreadyThere):
        make(uuid=uuid, theme="又来一次")
    assert list(Meeting.objects.values_list("theme", "version")) == [("学习条例", 1)]


def test_two_forms_at_the_same_moment_make_one_meeting(real_commits: None, make: Any) -> None:
    uuid = uuid4()
    answers = at_once([lambda: make(uuid=uuid)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyThere", "Meeting"]
    assert (Meeting.objects.count(), Attendance.objects.count()) == (1, 9)


def test_somebody_was_first(make: Any) -> None:
    meeting = make(uuid=uuid4())
    make(uuid=meeting.uuid, version=1, theme="第二版")
    with pytest.raises(Gone):
        make(uuid=meeting.uuid, version=1, theme="第三版")
    assert list(Meeting.objects.values_list("theme", "version")) == [("第二版", 2)]


def test_going_on_changes_only_what_differs(make: Any, world: World) -> None:
    first = world.members[2].uuid
    meeting = make(uuid=uuid4(), marks={first: AttendanceMark("on_leave", "sick")})
    untouched = meeting.attendances.get(member=world.members[3])
    make(uuid=meeting.uuid, version=1, marks={first: AttendanceMark("absent", "unexcused")})
    assert counts(meeting) == (9, 8, 0, 1)
    assert meeting.attendances.get(member=world.members[3]).pk == untouched.pk
    assert meeting.attendances.count() == 9
    entry = Entry.objects.latest("id")
    name = world.members[2].name
    assert entry.before[f"{name}到会情况"] == "病假"
    assert entry.after[f"{name}到会情况"] == "无故缺席"


def test_the_frozen_roll_stays_while_its_day_stands(make: Any, record_by_lin: Any, world: World) -> None:
    meeting = make(uuid=uuid4())
    enroll(world.branch, "补登记", since=dt.date(2026, 1, 1))
    again = record_by_lin(uuid=meeting.uuid, version=1)
    assert counts(again.meeting) == (9, 9, 0, 0)
    assert not again.roll_change
    taken = record_by_lin(uuid=meeting.uuid, version=2, retake=True)
    assert counts(taken.meeting) == (10, 10, 0, 0)
    assert taken.roll_change.sentence == "应到名单按名册重取：多了1人（补登记）。"


def test_r_rec_03_another_day_takes_the_roll_again_and_says_the_difference(
    make: Any, record_by_lin: Any, world: World
) -> None:
    member_actions.leave(member=world.members[5], exit="died", on=dt.date(2026, 11, 19), by=SYSTEM)
    enroll(world.branch, "新来人", since=dt.date(2026, 11, 19))
    meeting = make(uuid=uuid4())
    day = dt.date(2026, 11, 18)
    moved = record_by_lin(uuid=meeting.uuid, version=1, held_on=day, starts_at=at(day), ends_at=None)
    assert moved.roll_change.joined == (world.members[5].name,)
    assert moved.roll_change.gone == ("新来人",)
    assert counts(moved.meeting) == (9, 9, 0, 0)


def test_a_kept_draft_is_gone_once_recorded(make: Any, world: World) -> None:
    uuid = uuid4()
    drafts.keep(uuid=uuid, organization=world.branch, fields={"theme": ["x"]}, by=world.lin.actor)
    make(uuid=uuid)
    assert Draft.objects.count() == 0


def test_a_draft_of_somebody_else_outlives_the_recording(make: Any, world: World) -> None:
    uuid = uuid4()
    for by in (world.lin.actor, world.he.actor):
        drafts.keep(uuid=uuid, organization=world.branch, fields={"theme": ["x"]}, by=by)
    make(uuid=uuid)
    make(uuid=uuid, version=1, theme="y")
    assert [one.owner for one in Draft.objects.all()] == [world.he.user]


@pytest.mark.parametrize("who", ["hua", "shen", "sys", "sec", "aud"])
def test_only_the_branch_records(make: Any, world: World, who: str) -> None:
    with pytest.raises(NotYours):
        make(by=getattr(world, who).actor)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("who", ["shao", "wei"])
def test_an_office_records_by_imports_alone(make: Any, world: World, client: Any, who: str) -> None:
    meeting = make(uuid=uuid4())
    client.force_login(getattr(world, who).user)
    asked = {"content_type": "application/json"}
    body = {"organization": world.branch.code, "kinds": ["theme_day"], "held_on": "2026-11-20"}
    body["starts_at"] = "2026-11-20T14:30:00+08:00"
    address = f"/api/v1/meetings/{meeting.uuid}/"
    answers = [
        client.post("/api/v1/meetings/", body, **asked),
        client.patch(address, {"version": 1, "theme": "x"}, **asked),
        client.post(f"{address}submit/", {}, **asked),
        client.post(f"/meetings/{meeting.uuid}/move/", {"move": "submit"}),
        client.get("/meetings/record/"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert list(Meeting.objects.values_list("status", "version")) == [("held", 1)]


def test_a_number_in_use_elsewhere_is_refused_without_saying_where(make: Any, world: World) -> None:
    meeting = make(uuid=uuid4())
    member = world.shen.member
    with pytest.raises(errors.AlreadyThere) as refusal:
        make(
            uuid=meeting.uuid,
            version=1,
            organization=world.other_branches[0],
            host=member,
            recorder=member,
            by=world.shen.actor,
        )
    assert refusal.value.sentence == "这个编号已经用过，请换一个。"
    assert Meeting.objects.get().organization_id == world.branch.pk


def test_the_queries_do_not_grow_with_the_branch(
    make: Any, world: World, django_assert_num_queries: Any
) -> None:
    actor = world.lin.actor
    actor.reach  # noqa: B018  (asked once a request)
    with django_assert_num_queries(10) as first:
        make(by=actor)
    for n in range(30):
        enroll(world.branch, f"多{n}")
    with django_assert_num_queries(len(first)):
        make(by=actor, starts_at=at(DAY, 9), ends_at=at(DAY, 10))


def test_the_order_of_kinds_is_no_change(make: Any) -> None:
    meeting = make(kinds=["theme_day", "lecture"])
    make(uuid=meeting.uuid, version=1, kinds=["lecture", "theme_day"], theme="换了主题")
    entry = Entry.objects.filter(action="meeting.record").latest("id")
    assert "类型" not in entry.before
    assert "类型" not in entry.after
    assert list(MeetingKind.objects.order_by("id").values_list("kind", flat=True)) == ["lecture", "theme_day"]


@pytest.mark.parametrize(("day", "status"), [("2026-11-20", 200), ("2026-11-21", 409)])
def test_an_agenda_is_announced_by_the_day_of_the_meeting(
    make: Any, world: World, client: Any, day: str, status: int
) -> None:
    meeting = make(uuid=uuid4())
    client.force_login(world.lin.user)
    body = {"version": 1, "agenda_announced_on": day}
    answer = client.patch(f"/api/v1/meetings/{meeting.uuid}/", body, content_type="application/json")
    wrong = {"agenda_announced_on": ["议题公告日不能晚于开会那天（11月20日），请改公告日。"]}
    assert (answer.status_code, answer.json().get("errors")) == (status, wrong if status == 409 else None)
