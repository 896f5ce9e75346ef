"""R-REC-09: a confirmed record changes only openly, and only when a second person signs."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from meetings import actions, errors
from meetings.models import Amendment, Attendance, Meeting, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import Status
from tests.factories import amend_meeting, at
from tests.world import World, enroll


@pytest.fixture
def confirmed(make: Any, world: World) -> Meeting:
    agenda = [AgendaEntry("计划", "", Decision("同意", yes=8, ends_with_vote=True))]
    meeting = actions.submit(meeting=make(kinds=["general"], agenda=agenda), by=world.lin.actor)
    return actions.confirm(meeting=meeting, by=world.wei.actor)


def amended(meeting: Meeting, world: World, **changes: Any) -> Amendment:
    """Proposed by Lin and signed by He."""
    proposed = amend_meeting(meeting=meeting, by=world.lin.actor, **changes)
    return actions.sign_amendment(amendment=proposed, by=world.he.actor)


def test_what_it_said_stays_beside_what_it_says(confirmed: Meeting, world: World) -> None:
    agenda = (AgendaEntry("计划", "", Decision("同意", yes=7, abstain=1, ends_with_vote=True)),)
    amended(confirmed, world, reason="弃权漏记", agenda=agenda)
    amendment = Amendment.objects.get()
    assert amendment.before == {"议题1 赞成": "8", "议题1 弃权": "0"}
    assert amendment.after == {"议题1 赞成": "7", "议题1 弃权": "1"}
    kept = Meeting.objects.get()
    assert (kept.status, kept.version, kept.number_words) == (Status.CONFIRMED, 4, "2026年第1次支部党员大会")
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.note) == ("meeting.sign_amendment", "弃权漏记")
    assert [step.deed for step in kept.steps.all()][-2:] == ["proposed", "amended"]


def test_counts_and_outcome_are_taken_anew(confirmed: Meeting, world: World) -> None:
    marks = {member.uuid: AttendanceMark("on_leave", "sick") for member in world.members[2:6]}
    agenda = (AgendaEntry("计划", "", Decision("同意", yes=4, ends_with_vote=True)),)
    amended(confirmed, world, reason="到会记错", marks=marks, agenda=agenda)
    kept = Meeting.objects.get()
    assert (kept.expected, kept.present, kept.on_leave) == (9, 5, 4)
    decision = Resolution.objects.get()
    assert (decision.entitled, decision.present, decision.yes, decision.passed) == (8, 4, 4, False)


def test_who_was_there_after_all_is_said_to_have_been_there(make: Any, world: World) -> None:
    marks = {world.members[3].uuid: AttendanceMark("on_leave", "sick")}
    meeting = actions.submit(meeting=make(marks=marks), by=world.lin.actor)
    actions.confirm(meeting=meeting, by=world.wei.actor)
    amended(meeting, world, reason="其实来了", marks={})
    label = f"{world.members[3].name}到会情况"
    assert (Amendment.objects.get().before, Amendment.objects.get().after) == (
        {label: "病假"},
        {label: "出席"},
    )
    assert Meeting.objects.get().present == 9


def test_a_later_day_may_make_it_punctual_or_late(confirmed: Meeting, world: World) -> None:
    day = dt.date(2026, 11, 10)
    starts = confirmed.starts_at - dt.timedelta(days=10)
    amended(confirmed, world, reason="日期写错", held_on=day, starts_at=starts, ends_at=at(day, 16))
    kept = Meeting.objects.get()
    assert (kept.held_on, kept.is_late) == (day, True)


def test_a_roll_corrected_since_is_taken_anew_where_asked(confirmed: Meeting, world: World) -> None:
    enroll(world.branch, "补登记", since=dt.date(2026, 1, 1))
    with pytest.raises(errors.NotReady) as refused:
        amend_meeting(meeting=confirmed, reason="地点写错", place="三楼", by=world.lin.actor)
    assert [one.rule for one in refused.value.findings] == ["R-REC-03"]
    proposed = amend_meeting(
        meeting=confirmed, reason="地点写错", place="三楼", retake=True, by=world.lin.actor
    )
    assert proposed.before == {"地点": "二楼会议室", "应到名单": "9人"}
    assert proposed.after == {"地点": "三楼", "应到名单": "10人：多了1人（补登记）"}
    assert Meeting.objects.get().expected == 9
    actions.sign_amendment(amendment=Amendment.objects.get(), by=world.he.actor)
    kept = Meeting.objects.get()
    assert (kept.place, kept.expected, kept.present) == ("三楼", 10, 10)


def test_the_page_shows_the_roll_anew_before_it_proposes_it(
    confirmed: Meeting, world: World, sign_in: Any
) -> None:
    newcomer = enroll(world.branch, "补登记", since=dt.date(2026, 1, 1))
    browser, url = sign_in("lin"), f"/meetings/{confirmed.uuid}/amend/"
    shown = browser.get(url)
    assert 'value="row-roll"' in shown.content.decode()
    assert "补登记" not in [place.seat.name for place in shown.context["form"].roster.rows]
    fields = shown.context["form"].data.dict() | {"kinds": ["general"], "version": 3, "reason": "到会记错"}
    fields["organization"] = world.branch.code
    again = browser.post(url, fields | {"then": "row-roll"})
    assert "补登记" in [place.seat.name for place in again.context["form"].roster.rows]
    assert 'name="retake" value="1" checked' in again.content.decode()
    marked = {"missing": [str(newcomer.uuid)], f"mark-{newcomer.uuid}": "sick", "retake": "1"}
    assert browser.post(url, fields | marked).status_code == 302
    assert Amendment.objects.get().after == {
        "应到名单": "10人：多了1人（补登记）",
        "补登记到会情况": "病假",
    }


@pytest.mark.parametrize(
    ("reason", "changes", "error"),
    [
        ("", {"theme": "x"}, errors.ReasonNeeded),
        ("写错了", {}, errors.NothingChanged),
        ("写错了", {"theme": " "}, errors.NotReady),
        (
            "写错了",
            {"agenda": (AgendaEntry("计划", "", Decision("同意", yes=9, ends_with_vote=True)),)},
            errors.TallyExceedsPresent,
        ),
    ],
)
def test_what_is_refused_leaves_the_record_as_it_was(
    confirmed: Meeting, world: World, reason: str, changes: Any, error: Any
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(error):
        amend_meeting(meeting=confirmed, reason=reason, by=world.lin.actor, **changes)
    kept = Meeting.objects.get()
    assert (kept.theme, kept.version, kept.present) == ("学习条例", 3, 9)
    assert Resolution.objects.get().yes == 8
    assert (Amendment.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("status", [Status.HELD, Status.SUBMITTED, Status.RETURNED])
def test_only_a_confirmed_record_is_amended(confirmed: Meeting, world: World, status: str) -> None:
    Meeting.objects.update(status=status)
    with pytest.raises(errors.WrongMoment):
        amend_meeting(meeting=confirmed, reason="写错了", theme="x", by=world.lin.actor)
    assert Amendment.objects.count() == 0


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_others_do_not_amend(confirmed: Meeting, world: World, who: str) -> None:
    with pytest.raises(NotYours):
        amend_meeting(meeting=confirmed, reason="写错了", theme="x", by=getattr(world, who).actor)
    assert Meeting.objects.get().theme == "学习条例"


@pytest.fixture
def waiting(confirmed: Meeting, world: World) -> Amendment:
    agenda = (AgendaEntry("计划", "", Decision("同意", yes=7, abstain=1, ends_with_vote=True)),)
    return amend_meeting(meeting=confirmed, reason="弃权漏记", agenda=agenda, by=world.lin.actor)


def unchanged() -> bool:
    """The record says what it said, and the proposal still waits."""
    kept = Meeting.objects.get()
    decision = Resolution.objects.get()
    same = (kept.status, kept.version, decision.yes, decision.abstain) == (Status.CONFIRMED, 3, 8, 0)
    return same and Amendment.objects.get().status == "proposed"


def test_a_proposal_changes_nothing_and_shows_its_difference(waiting: Amendment, world: World) -> None:
    assert unchanged()
    kept = Amendment.objects.get()
    assert (kept.before, kept.after) == (
        {"议题1 赞成": "8", "议题1 弃权": "0"},
        {"议题1 赞成": "7", "议题1 弃权": "1"},
    )
    assert Meeting.objects.get().steps.latest("id").deed == "proposed"
    assert Entry.objects.latest("id").action == "meeting.amend"


def test_only_one_waits_at_a_time(waiting: Amendment, world: World) -> None:
    with pytest.raises(errors.AmendmentWaiting):
        amend_meeting(meeting=waiting.meeting, reason="地点写错", place="三楼", by=world.he.actor)
    assert unchanged()


def test_the_proposer_does_not_sign(waiting: Amendment, world: World) -> None:
    for deed in (
        lambda by: actions.sign_amendment(amendment=waiting, by=by),
        lambda by: actions.refuse_amendment(amendment=waiting, comment="不对", by=by),
    ):
        with pytest.raises(errors.SignedByTheSame):
            deed(world.lin.actor)
    assert unchanged()


@pytest.mark.parametrize("who", ["he", "wei", "shao"])
def test_another_of_the_branch_or_the_office_above_signs(waiting: Amendment, world: World, who: str) -> None:
    signer = getattr(world, who)
    done = actions.sign_amendment(amendment=waiting, by=signer.actor)
    assert (done.status, done.decided_by, done.decided_who) == ("signed", signer.user, signer.actor.name)
    assert (Resolution.objects.get().yes, Meeting.objects.get().version) == (7, 4)


@pytest.mark.parametrize("who", ["hua", "shen"])
def test_nobody_else_signs(waiting: Amendment, world: World, who: str) -> None:
    with pytest.raises(NotYours):
        actions.sign_amendment(amendment=waiting, by=getattr(world, who).actor)
    assert unchanged()


def test_refusing_says_why_and_lets_the_record_stand(waiting: Amendment, world: World) -> None:
    with pytest.raises(errors.CommentNeeded):
        actions.refuse_amendment(amendment=waiting, comment=" ", by=world.wei.actor)
    assert unchanged()
    actions.refuse_amendment(amendment=waiting, comment="原件上是8票", by=world.wei.actor)
    kept = Amendment.objects.get()
    assert (kept.status, kept.comment, kept.decided_by) == ("refused", "原件上是8票", world.wei.user)
    assert (Resolution.objects.get().yes, Meeting.objects.get().version) == (8, 3)
    with pytest.raises(errors.AmendmentDecided):
        actions.sign_amendment(amendment=waiting, by=world.he.actor)
    assert Resolution.objects.get().yes == 8


def test_the_proposer_takes_it_back_and_nobody_else(waiting: Amendment, world: World) -> None:
    with pytest.raises(errors.NotTheProposer):
        actions.withdraw_amendment(amendment=waiting, by=world.he.actor)
    assert unchanged()
    actions.withdraw_amendment(amendment=waiting, by=world.lin.actor)
    kept = Amendment.objects.get()
    assert (kept.status, kept.comment, kept.decided_by) == ("refused", "申请人撤回", None)
    amend_meeting(meeting=Meeting.objects.get(), reason="地点写错", place="三楼", by=world.lin.actor)
    assert Amendment.objects.waiting().get().after == {"地点": "三楼"}


def test_signing_asks_the_checks_again(waiting: Amendment, world: World) -> None:
    Attendance.objects.filter(member=world.members[3]).update(has_vote=False)
    with pytest.raises(errors.TallyExceedsPresent):
        actions.sign_amendment(amendment=waiting, by=world.he.actor)
    assert unchanged()


def test_an_amendment_kept_on_a_device_is_proposed_once_and_shows_what_differs(
    confirmed: Meeting, world: World, sign_in: Any
) -> None:
    """Offline like the record itself: sent twice it waits once; what somebody else amended meanwhile is shown beside it."""
    browser, url = sign_in("lin"), f"/meetings/{confirmed.uuid}/amend/"
    headers = {"X-Kept-By": str(world.lin.user.pk)}
    page = browser.get(url)
    assert 'data-offline="更正"' in page.content.decode()
    sheet = page.context["form"]
    fields = {name: values for name, values in sheet.data.lists()} | {
        "organization": confirmed.organization.code,
        "uuid": confirmed.uuid,
        "version": confirmed.version,
        "base": sheet.base,
        "reason": "地点写错",
        "place": "三楼",
    }
    other = browser.post(url, fields, headers={"X-Kept-By": "0"})
    assert (other.status_code, other.json()["state"], Amendment.objects.count()) == (403, "other", 0)
    for _twice in range(2):
        answer = browser.post(url, fields, headers=headers)
        assert (answer.status_code, answer.json()["state"]) == (200, "kept")
    waiting = Amendment.objects.get()
    assert (waiting.reason, waiting.after) == ("地点写错", {"地点": "三楼"})
    actions.withdraw_amendment(amendment=waiting, by=world.lin.actor)
    amended(confirmed, world, reason="主题写错", theme="学习章程")
    answer = browser.post(url, fields, headers=headers)
    assert (answer.status_code, answer.json()) == (409, {"state": "conflict", "count": 2})
    shown = browser.post(url, fields).content.decode()
    assert f'action="{url}"' in shown
    assert 'name="keep-place" value="ours" checked' in shown
    assert 'name="keep-theme" value="theirs" checked' in shown
    fresh = Meeting.objects.get()
    chosen = fields | {"version": fresh.version, "keep-place": "ours", "keep-theme": "theirs"}
    assert browser.post(url, chosen, headers=headers).json()["state"] == "kept"
    assert Amendment.objects.get(status="proposed").after == {"地点": "三楼"}
