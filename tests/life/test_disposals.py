"""What follows an incompetent grade is open, with its day and article, until it is concluded (R-LIFE-08, R-STA-06, -08, -15)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from audit.models import Entry
from life import actions, errors
from life.models import Appraisal, AppraisalEntry, Disposal
from life.selectors import standings
from life.states import Stage
from meetings.models import Meeting, Resolution
from members.models import Membership
from tests.world import World

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def disposal(world: World) -> Disposal:
    """Of an appraisal closed today with one incompetent grade, of the sixth member."""
    appraisal = Appraisal.objects.create(organization=world.branch, year=2026, stage=Stage.CONCLUSION)
    AppraisalEntry.objects.bulk_create(
        AppraisalEntry(
            appraisal=appraisal,
            member=member,
            grade="incompetent" if place == 5 else "competent",
            case="谈过话",
        )
        for place, member in enumerate(world.members[:8])
    )
    actions.advance_appraisal(appraisal=appraisal, to="closed", by=world.lin.actor)
    return Disposal.objects.select_related("entry__appraisal__organization", "entry__member").get()


def flagged(world: World, on: dt.date = TODAY) -> list[tuple[str, str, str]]:
    flags = standings.flags(world.branch, on)
    return [(one.rule, one.state, one.sentence) for one in flags if one.page == "disposals"]


def test_closing_opens_what_must_follow(world: World, disposal: Disposal) -> None:
    assert (disposal.entry.member, disposal.kind, disposal.status) == (world.members[5], "", "opened")
    assert (disposal.since, disposal.due_on) == (TODAY, D(2026, 12, 22))
    assert (
        Entry.objects.filter(action="appraisal.advance").latest("id").after["不合格，待处置"]
        == world.members[5].name
    )
    assert flagged(world) == [("R-LIFE-08", "warning", "评为不合格的1人还没定怎么处置，最迟12月22日前定。")]
    assert flagged(world, D(2026, 12, 23))[0][1] == "missed"
    (standing,) = standings.standings([world.branch], [2026], TODAY)
    assert standing.without_case == 1


@pytest.mark.parametrize(
    ("since", "due_on", "reason", "refusal"),
    [
        (None, D(2027, 5, 22), "", None),
        (None, D(2027, 5, 23), "", errors.TermReasonNeeded),
        (None, D(2027, 5, 23), "两次谈话以后才有改变", None),
        (None, D(2027, 11, 22), "两次谈话以后才有改变", None),
        (None, D(2027, 11, 23), "两次谈话以后才有改变", errors.TermUnfit),
        (None, TODAY, "", errors.TermUnfit),
        (D(2026, 11, 21), D(2027, 5, 1), "", errors.TermUnfit),
        (D(2026, 11, 23), D(2027, 5, 1), "", errors.TermUnfit),
    ],
)
def test_a_term_of_correction_is_six_months_and_with_a_reason_a_year_at_most(
    world: World,
    disposal: Disposal,
    make: Callable[..., Meeting],
    since: dt.date | None,
    due_on: dt.date,
    reason: str,
    refusal: Any,
) -> None:
    """R-STA-15."""
    facts = {"kind": "correction", "since": since, "due_on": due_on, "reason": reason}
    facts["resolution"] = resolution(world, make)
    if refusal:
        with pytest.raises(refusal):
            actions.decide_disposal(disposal=disposal, **facts, by=world.lin.actor)
        assert Disposal.objects.get().kind == ""
        return
    actions.decide_disposal(disposal=disposal, **facts, by=world.lin.actor)
    assert (disposal.status, disposal.due_on) == ("decided", due_on)
    assert flagged(world)[0][:2] == ("R-STA-08", "warning")
    assert flagged(world, due_on + dt.timedelta(days=1))[0][:2] == ("R-STA-08", "missed")


def test_a_term_that_is_extended_keeps_its_first_day(
    world: World, disposal: Disposal, make: Callable[..., Meeting], clock: Any
) -> None:
    decide = {"disposal": disposal, "kind": "correction", "reason": "还差一点", "by": world.lin.actor}
    first, second = resolution(world, make), resolution(world, make)
    actions.decide_disposal(**decide, due_on=D(2027, 5, 22), resolution=first)
    for one in (None, first):
        with pytest.raises(errors.TermUndecided):
            actions.decide_disposal(**decide, due_on=D(2027, 6, 22), resolution=one)
    decide["resolution"] = second
    clock.move_to(dt.datetime(2027, 5, 20, 12, tzinfo=dt.UTC))
    with pytest.raises(errors.TermUnfit):
        actions.decide_disposal(**decide, due_on=D(2027, 11, 23))
    actions.decide_disposal(**decide, due_on=D(2027, 11, 22))
    assert disposal.since == TODAY


def resolution(world: World, make: Callable[..., Meeting], **changes: Any) -> Resolution:
    meeting = make(
        kinds=[changes.pop("kind_of_meeting", "general")],
        theme="支部党员大会",
        held_on=changes.pop("on", TODAY),
    )
    if changes.pop("is_counted", True):
        Meeting.objects.filter(pk=meeting.pk).update(status="submitted", submitted_at=NOON)
    item = meeting.agenda.create(position=9, title="处置")
    facts = {
        "candidate": world.members[5].name,
        "text": "同意",
        "kind": "disposal",
        "entitled": 8,
        "present": 8,
        "yes": 8,
        "passed": True,
    } | changes
    return Resolution.objects.create(item=item, **facts)


UNFIT = [
    {"kind": "ordinary"},
    {"yes": 4, "no": 4, "passed": False},
    {"kind_of_meeting": "committee"},
    {"is_counted": False},
    {"on": D(2026, 11, 21)},
    {"candidate": "别人"},
    {"candidate": ""},
]


@pytest.mark.parametrize("changes", UNFIT)
def test_no_term_of_correction_is_set_without_the_branchs_resolution(
    world: World, disposal: Disposal, make: Callable[..., Meeting], changes: dict[str, Any]
) -> None:
    """R-STA-06, R-STA-12: not the recorder alone but the general meeting decides, and its meeting is then held."""
    given = {"disposal": disposal, "kind": "correction", "due_on": D(2027, 5, 22), "by": world.lin.actor}
    for one in (None, resolution(world, make, **changes)):
        with pytest.raises(errors.TermUndecided):
            actions.decide_disposal(**given, resolution=one)
    assert Disposal.objects.get().kind == ""
    fit = resolution(world, make)
    assert actions.decide_disposal(**given, resolution=fit).decision == fit
    assert fit.item.meeting.holds.get().code == "disposed_of_here"


@pytest.mark.parametrize("changes", UNFIT)
def test_a_term_ends_with_a_resolution_of_the_general_meeting_only(
    world: World, disposal: Disposal, make: Callable[..., Meeting], changes: dict[str, Any]
) -> None:
    """R-STA-08."""
    by = world.lin.actor
    with pytest.raises(errors.NotDisposedOf):
        actions.conclude_disposal(disposal=disposal, note="改正了", by=by)
    begun = resolution(world, make)
    actions.decide_disposal(
        disposal=disposal, kind="correction", due_on=D(2027, 5, 22), resolution=begun, by=by
    )
    unfit, fit = resolution(world, make, **changes), resolution(world, make)
    for one in (None, unfit, begun):
        with pytest.raises(errors.ConclusionNeeded):
            actions.conclude_disposal(disposal=disposal, note="改正了", resolution=one, by=by)
    assert flagged(world)
    actions.conclude_disposal(disposal=disposal, note="改正了", resolution=fit, by=by)
    assert (disposal.status, disposal.concluded_on, disposal.resolution_words) == ("concluded", TODAY, "同意")
    assert flagged(world) == []
    assert fit.item.meeting.holds.get().code == "disposed_of_here"
    with pytest.raises(errors.DisposalConcluded):
        actions.decide_disposal(disposal=disposal, kind="removal", due_on=D(2027, 5, 22), by=by)


def test_persuasion_and_removal_end_when_the_member_has_left(world: World, disposal: Disposal) -> None:
    """R-STA-12: what is decided above the branch is not said by the branch."""
    by = world.lin.actor
    actions.decide_disposal(disposal=disposal, kind="persuasion", due_on=D(2026, 12, 31), by=by)
    assert flagged(world) == [("R-LIFE-08", "warning", "评为不合格的1人劝其退党或者除名，12月31日前办结。")]
    with pytest.raises(errors.StillOnRoll, match=world.members[5].name):
        actions.conclude_disposal(disposal=disposal, note="已经劝退", by=by)
    Membership.objects.filter(member=world.members[5]).update(until=D(2026, 11, 21))
    actions.conclude_disposal(disposal=disposal, note="已经劝退", by=by)
    assert flagged(world) == []


def test_page_desk_and_api(
    world: World, disposal: Disposal, make: Callable[..., Meeting], sign_in: Any
) -> None:
    client, door = sign_in("lin"), f"/api/v1/life/disposals/{disposal.uuid}/"
    name = world.members[5].name
    for page in ("/life/?organization=A-2", f"/life/appraisals/{disposal.entry.appraisal.uuid}/"):
        shown = client.get(page).content.decode()
        assert "不合格党员的后续处置" in shown
        assert name in shown
    assert "还没定怎么处置" in client.get("/").content.decode()
    term = {"kind": "correction", "due_on": "2027-05-22"}
    assert client.post(f"{door}decide/", term, content_type="application/json").status_code == 409
    decided = resolution(world, make)
    assert f'value="{decided.pk}"' in client.get("/life/?organization=A-2").content.decode()
    client.post(f"/life/disposals/{disposal.uuid}/", term | {"resolution": decided.pk})
    disposal.refresh_from_db()
    assert (disposal.kind, disposal.due_on) == ("correction", D(2027, 5, 22))
    (row,) = client.get("/api/v1/life/disposals/?organization=A-2").json()["results"]
    assert (row["name"], row["kind"], row["due_on"], row["status"]) == (
        name,
        "correction",
        "2027-05-22",
        "decided",
    )
    body = {"kind": "dismissal", "due_on": "2027-05-22"}
    assert client.post(f"{door}decide/", body, content_type="application/json").status_code == 400
    assert (
        client.post(f"{door}conclude/", {"note": "改正了"}, content_type="application/json").status_code
        == 409
    )
    body = {"note": "改正了", "resolution": resolution(world, make).pk}
    answer = client.post(f"{door}conclude/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (200, "concluded")
    assert sign_in("shen").get("/api/v1/life/disposals/").json()["results"] == []
