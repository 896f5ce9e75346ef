"""After a sanction or a disposal the secretary talks with the member within days; the secretary alone is told (R-LIFE-16)."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from dashboards.selectors.branch_warnings import branch_warnings
from life import actions, errors
from life.models import KnownOccasion
from life.selectors import occasions
from life.states import WITH_SECRETARY, Occasion
from meetings import errors as meetings_errors
from members import actions as member_actions
from members.models import Member
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def sanction(member: Member, since: dt.date) -> None:
    member_actions.restrict(member=member, kind="probation", since=since, reason="处分", by=SYSTEM)


def note(world: World, who: str = "lin", **given: Any) -> KnownOccasion:
    facts = {"member": world.members[5], "occasion": Occasion.HARDSHIP, "known_on": dt.date(2026, 11, 1)}
    return actions.note_occasion(organization=world.branch, by=getattr(world, who).actor, **(facts | given))


def sentences(world: World, who: str) -> list[str]:
    found = branch_warnings(world.branch, TODAY, getattr(world, who).actor)
    return [one.sentence for one in found if one.rule == "R-LIFE-16"]


@pytest.mark.parametrize(
    ("known", "days", "flagged"), [(8, 14, False), (7, 14, True), (18, 3, True), (19, 3, False)]
)
def test_the_day_of_the_term_is_in_time(
    world: World, settings: Any, known: int, days: int, flagged: bool
) -> None:
    settings.OCCASION_TALK_DAYS = days
    sanction(world.members[5], dt.date(2026, 11, known))
    expected = [f"{world.members[5].name}11月{known}日受到处分处置，{days}天内书记还没谈话。"]
    assert sentences(world, "lin") == (expected if flagged else [])


@pytest.mark.parametrize("who", ["he", "shao", "wei", "shen"])
def test_nobody_but_the_secretary_is_told(world: World, who: str) -> None:
    sanction(world.members[5], dt.date(2026, 10, 1))
    assert sentences(world, "lin")
    assert sentences(world, who) == []


@pytest.mark.parametrize(
    ("one", "occasion", "day", "settles"),
    [
        (0, Occasion.DISCIPLINE, dt.date(2026, 10, 2), True),
        (0, Occasion.YEARLY, dt.date(2026, 10, 2), False),
        (0, Occasion.DISCIPLINE, dt.date(2026, 9, 30), False),
    ],
)
def test_a_talk_with_the_secretary_on_that_occasion_settles_it(
    world: World, one: int, occasion: Occasion, day: dt.date, settles: bool
) -> None:
    sanction(world.members[5], dt.date(2026, 10, 1))
    actions.register_talks(
        organization=world.branch,
        one=world.members[one],
        others=[world.members[5]],
        on=day,
        occasion=occasion,
        by=world.lin.actor,
    )
    assert bool(occasions.owed_talks(world.branch, TODAY)) == (not settles)


@pytest.mark.parametrize("occasion", sorted(WITH_SECRETARY))
@pytest.mark.parametrize(("known", "days", "flagged"), [(8, 14, False), (7, 14, True), (18, 3, True)])
def test_r_life_16_what_the_secretary_noted_by_hand_is_told_like_a_sanction(
    world: World, settings: Any, occasion: Occasion, known: int, days: int, flagged: bool
) -> None:
    settings.OCCASION_TALK_DAYS = days
    noted = note(world, occasion=occasion, known_on=dt.date(2026, 11, known))
    assert bool(sentences(world, "lin")) == flagged
    assert sentences(world, "he") == sentences(world, "wei") == []
    actions.strike_occasion(occasion=noted, by=world.lin.actor)
    assert occasions.owed_talks(world.branch, TODAY) == []


@pytest.mark.parametrize("who", ["he", "hua", "shao", "wei", "shen", "sys"])
def test_nobody_but_the_secretary_notes_or_reads_one(world: World, who: str) -> None:
    noted = note(world)
    with pytest.raises(NotYours):
        actions.strike_occasion(occasion=noted, by=getattr(world, who).actor)
    with pytest.raises(NotYours):
        note(world, who=who, occasion=Occasion.FAMILY)
    assert not occasions.visible_to(getattr(world, who).actor).exists()
    assert occasions.visible_to(world.lin.actor).get() == noted


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"occasion": Occasion.YEARLY}, errors.NotTheSecretarys),
        ({"occasion": Occasion.CONFLICT}, errors.NotTheSecretarys),
        ({"known_on": TODAY + dt.timedelta(1)}, meetings_errors.DayAhead),
        ({"known_on": dt.date(2015, 2, 28)}, errors.NotOfTheBranch),
        ({}, errors.OccasionAlreadyNoted),
    ],
)
def test_what_cannot_be_noted(world: World, given: dict[str, Any], refusal: type[Exception]) -> None:
    note(world)
    with pytest.raises(refusal):
        note(world, **given)
    assert KnownOccasion.objects.count() == 1


def test_the_audit_names_neither_the_member_nor_what_it_is(world: World) -> None:
    note(world, occasion=Occasion.HEALTH)
    entry = Entry.objects.get(action="talk.note_occasion")
    said = f"{entry.subject}{entry.before}{entry.after}{entry.note}"
    assert not [word for word in (world.members[5].name, "健康", "health") if word in said]


def test_the_page_of_talks_shows_it_to_the_secretary_alone(world: World, sign_in: Any) -> None:
    browser = sign_in("lin")
    sent = {"organization": "A-2", "member": str(world.members[5].uuid), "occasion": "health"}
    assert browser.post("/life/talks/occasions/", sent).status_code == 302
    assert (
        "身心健康出现突出问题"
        in browser.get("/life/talks/?organization=A-2")
        .content.decode()
        .split("记一个要谈的事由")[0]
        .rpartition("要由书记谈的")[2]
    )
    assert "要由书记谈的" not in sign_in("shao").get("/life/talks/?organization=A-2").content.decode()
    assert "要由书记谈的" not in sign_in("he").get("/life/talks/?organization=A-2").content.decode()


def test_the_desk_and_the_findings_show_it(world: World, sign_in: Any) -> None:
    sanction(world.members[5], dt.date(2026, 10, 1))
    assert "14天内书记还没谈话" in sign_in("lin").get("/").content.decode()
    assert "14天内书记还没谈话" not in sign_in("shao").get("/organizations/A-2/").content.decode()
    assert "14天内书记还没谈话" in sign_in("lin").get("/organizations/A-2/").content.decode()
