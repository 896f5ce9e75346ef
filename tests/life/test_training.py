"""Classes of training (集中培训): registered once with who attended, credited beside meetings (JY 20, R-EDU-06)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from branches.errors import NotYours
from branches.models import Organization
from documents.contexts import member_year
from life import actions, errors
from life.models import TrainingClass
from life.selectors import study_hours, training
from meetings import errors as meetings_errors
from tests.world import World, enroll

pytestmark = pytest.mark.django_db
DAY, TODAY = dt.date(2026, 11, 10), dt.date(2026, 11, 22)


def register(
    world: World, place: Organization | None = None, who: str = "lin", **given: Any
) -> TrainingClass:
    facts = {"title": "党员冬训", "since": DAY, "hours": Decimal(8), "members": world.members[:3]}
    return actions.register_class(
        organization=place or world.branch, by=getattr(world, who).actor, **(facts | given)
    )


def hours(world: World, n: int) -> Decimal:
    return study_hours.hours_of_member(world.members[n], 2026)


def test_who_attended_has_the_hours_and_nobody_else(world: World) -> None:
    register(world)
    assert [hours(world, n) for n in (0, 2, 3)] == [Decimal(8), Decimal(8), Decimal(0)]
    assert study_hours.hours_of_member(world.members[0], 2025) == 0


@pytest.mark.parametrize(
    ("days", "given", "a_day", "fits"),
    [
        (1, "8", 8, True),
        (1, "8.5", 8, False),
        (1, "0.5", 8, True),
        (1, "0", 8, False),
        (1, "1.2", 8, False),
        (3, "24", 8, True),
        (3, "24.5", 8, False),
        (1, "6", 6, True),
        (1, "6.5", 6, False),
    ],
)
def test_r_edu_06_so_many_hours_a_day_as_the_district_says(
    world: World, settings: Any, days: int, given: str, a_day: int, fits: bool
) -> None:
    settings.STUDY_DAY_HOURS = a_day
    facts = {"hours": Decimal(given), "until": DAY + dt.timedelta(days - 1)}
    if fits:
        assert register(world, **facts).hours == Decimal(given)
    else:
        with pytest.raises(errors.ClassHoursUnfit):
            register(world, **facts)
    assert TrainingClass.objects.count() == fits


def test_r_edu_06_a_district_may_leave_classes_out(world: World, settings: Any) -> None:
    register(world)
    settings.STUDY_KINDS = ["lecture", "theme_day"]
    assert hours(world, 0) == 0


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"since": TODAY, "until": TODAY + dt.timedelta(1)}, meetings_errors.DayAhead),
        ({"until": DAY - dt.timedelta(1)}, errors.ClassDaysUnfit),
        ({"since": dt.date(2024, 11, 1), "until": DAY}, errors.ClassDaysUnfit),
        ({"members": []}, errors.NobodyAttended),
        ({"since": dt.date(2015, 2, 27)}, errors.NotOfTheBranch),
    ],
)
def test_what_cannot_be_registered(world: World, given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        register(world, **given)
    assert not TrainingClass.objects.exists()


@pytest.mark.parametrize(
    ("title", "since", "given", "credited"),
    [
        ("党员冬训", 10, "4", False),  # the same class, registered by the street
        ("党员冬训", 11, "4", True),  # another one of that name, on another day
        ("党务干部培训", 10, "1", False),  # its day is full
        ("党务干部培训", 11, "8", True),
    ],
)
def test_r_edu_06_nobody_is_credited_twice(
    world: World, title: str, since: int, given: str, credited: bool
) -> None:
    register(world)
    facts = {"title": title, "since": dt.date(2026, 11, since), "hours": Decimal(given)}
    if credited:
        register(world, world.street, "shao", **facts)
    else:
        with pytest.raises(errors.CreditedAlready, match=world.members[0].name):
            register(world, world.street, "shao", **facts)
    assert hours(world, 0) == 8 + (Decimal(given) if credited else 0)


def test_two_half_days_of_one_day_are_two_classes(world: World) -> None:
    register(world, hours=Decimal(4))
    register(world, title="下午的培训", hours=Decimal(4))
    assert hours(world, 0) == 8


def test_registered_once_and_taken_back(world: World) -> None:
    row = register(world, members=world.members[:2])
    with pytest.raises(errors.ClassAlreadyRegistered):
        register(world, members=world.members[3:4])
    actions.strike_class(training=row, by=world.lin.actor)
    assert hours(world, 0) == 0
    assert register(world, members=world.members[3:4])


@pytest.mark.parametrize(
    ("who", "place", "may"),
    [
        ("lin", "branch", True),
        ("he", "branch", True),
        ("shao", "branch", True),
        ("shao", "street", True),
        ("lin", "street", False),
        ("hua", "branch", False),
        ("shen", "branch", False),
        ("sys", "branch", False),
    ],
)
def test_who_may_register(world: World, who: str, place: str, may: bool) -> None:
    if may:
        register(world, getattr(world, place), who)
    else:
        with pytest.raises(NotYours):
            register(world, getattr(world, place), who)
    assert TrainingClass.objects.exists() == may


def test_a_branch_sees_its_own_people_of_a_class_of_the_street(world: World) -> None:
    outsider = enroll(world.branches[0], "周小川")
    register(world, world.street, "shao", members=[world.members[0], outsider])
    seen = training.visible_to(world.lin.actor).get()
    assert [each.member for each in seen.seen_places] == [world.members[0]]
    assert seen.attended == 2
    assert len(training.visible_to(world.wei.actor).get().seen_places) == 2
    assert not training.visible_to(world.shen.actor).exists()


def test_the_members_paper_has_the_class_and_its_hours(world: World) -> None:
    register(world)
    words = member_year.context(world.members[0], 2026)
    assert words["学时"] == "8"
    assert [(row["会议"], row["主题"], row["学时"]) for row in words["记录"]] == [
        ("集中培训", "党员冬训", "8")
    ]


@pytest.mark.parametrize(
    ("text", "names", "unknown", "unclear"),
    [
        ("林一\n何二", ["林一", "何二"], [], []),
        ("林一、何 二，周三同志;", ["林一", "何二"], [], ["周三同志"]),
        ("周三（A-1支部）", [], ["周三（A-1支部）"], []),
        ("无此人，林一", ["林一"], ["无此人"], []),
        ("", [], [], []),
    ],
)
def test_typed_names_are_found_on_the_rolls_below(
    world: World, text: str, names: list[str], unknown: list[str], unclear: list[str]
) -> None:
    for place, name in ((0, "林一"), (0, "何二"), (0, "周三"), (1, "周三")):
        enroll(world.branches[place], name)
    found = training.named_people(world.street, DAY, text)
    assert [each.name for each in found.members] == names
    assert (found.unknown, found.unclear) == (unknown, unclear)
    first = world.branches[0].short_name
    assert len(training.named_people(world.street, DAY, f"周三（{first}）").members) == 1


def test_the_pages_register_it_for_a_branch_and_for_a_street(world: World, sign_in: Any) -> None:
    facts = {"title": "党员冬训", "since": "2026-11-10", "hours": "4.5"}
    sent = facts | {"organization": "A-2", "members": [str(each.uuid) for each in world.members[:2]]}
    assert sign_in("lin").post("/life/classes/", sent).status_code == 302
    assert hours(world, 1) == Decimal("4.5")
    typed = facts | {"organization": "A", "title": "夏训", "names": f"{world.members[4].name}、无此人"}
    page = sign_in("shao").post("/life/classes/", typed)
    assert page.status_code == 409
    assert "名册上没有无此人。" in page.content.decode()
    page = sign_in("shao").post("/life/classes/", typed | {"names": world.members[4].name})
    assert page.status_code == 302
    assert hours(world, 4) == Decimal("4.5")
    assert "夏训" in sign_in("lin").get("/life/classes/?organization=A-2").content.decode()
