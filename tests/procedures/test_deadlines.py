"""A proposal that waits is told to whoever decides, and its three months are counted (R-DEV-15, R-DEV-33)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from branches.access.roles import Role
from procedures import actions
from procedures.models import MemberDecision
from procedures.rules.deadlines import approval_due_on
from procedures.selectors.decision_page import due_day
from tests.factories import at, make_resolution
from tests.reminders.digests import sentences
from tests.world import World, person

HELD = dt.date(2026, 11, 20)
DUE = dt.date(2027, 2, 20)


@pytest.mark.parametrize(
    ("kind", "held_on", "due_on"),
    [
        ("admitted", HELD, DUE),
        ("conversion", HELD, DUE),
        ("admitted", dt.date(2026, 11, 30), dt.date(2027, 2, 28)),
        ("extension", HELD, None),  # the regulation names no time for these
        ("cancelled", HELD, None),
        ("resigned", HELD, None),
        ("admitted", None, None),
    ],
)
def test_until_when_it_is_to_be_decided(kind: str, held_on: Any, due_on: Any) -> None:
    assert approval_due_on(kind, held_on) == due_on


@pytest.fixture
def admission(world: World, propose: Any) -> MemberDecision:
    resolution = make_resolution(world.branch, "admission", "秦朗", held_on=HELD)
    return propose(kind="admitted", person={"name": "秦朗", "joined_on": HELD}, resolution=resolution)


@pytest.mark.parametrize(
    ("day", "words", "state"),
    [
        (dt.date(2026, 11, 22), "还有90天", "open"),
        (dt.date(2027, 1, 20), "还有31天", "open"),
        (dt.date(2027, 1, 21), "还有30天", "due_soon"),
        (DUE, "今天到期", "due_soon"),
        (dt.date(2027, 2, 21), "超过1天", "missed"),
    ],
)
def test_list_page_and_api_say_how_long_there_is(admission: Any, sign_in: Any, settings: Any, clock: Any, day: dt.date, words: str, state: str) -> None:  # fmt: skip
    settings.PASSWORD_DAYS = 0
    clock.move_to(at(day, 10))
    due = due_day(admission)
    assert due is not None
    assert (due.on, due.words, due.state) == (DUE, words, state)
    shao = sign_in("shao")
    for page in (reverse("procedures:list"), reverse("procedures:detail", args=[admission.uuid])):
        assert words in shao.get(page).content.decode()
    assert shao.get(f"/api/v1/member-decisions/{admission.uuid}/").json()["due_on"] == "2027-02-20"


def test_what_came_too_late_says_so(admission: Any, approve: Any, clock: Any) -> None:
    clock.move_to(at(dt.date(2027, 2, 23), 10))
    approve(admission, document="海街工委〔2027〕1号", decided_on=dt.date(2027, 2, 21), effective_on=None)
    late = MemberDecision.objects.get()
    assert (late.status, late.is_late) == ("approved", True)
    assert due_day(late).words == "超过1天"


# ── who is told ──


def test_the_nearest_office_is_told_every_day_and_nobody_else(world: World, admission: Any) -> None:
    for day in (dt.date(2026, 11, 23), dt.date(2026, 11, 24)):
        assert sentences(world.shao.user, day, "decision") == [
            "望海街道党工委有1项党员事项待审批，最早的2027年2月20日满三个月。"
        ]
        for who in ("lin", "he", "hua", "wei", "shen", "sys"):
            assert not sentences(getattr(world, who).user, day, "decision")


def test_who_proposed_it_is_not_asked_to_decide(world: World, propose: Any) -> None:
    """R-SEC-14: where the office has nobody else, the next one above is told."""
    resolution = make_resolution(world.branch, "disposal", world.members[3].name)
    propose(kind="resigned", member=world.members[3], resolution=resolution, by=world.shao.actor)
    day = dt.date(2026, 11, 23)
    assert not sentences(world.shao.user, day, "decision")
    assert sentences(world.wei.user, day, "decision") == ["区委有1项党员事项待审批。"]
    gu = person("gu", "顾平", world.street, Role.STAFF)
    assert sentences(gu.user, day, "decision") == ["望海街道党工委有1项党员事项待审批。"]
    assert not sentences(world.wei.user, day, "decision")


@pytest.mark.parametrize("end", ["approved", "returned", "withdrawn"])
def test_it_stops_when_it_is_decided(world: World, admission: Any, approve: Any, end: str) -> None:
    if end == "approved":
        approve(admission)
    elif end == "returned":
        actions.return_decision(decision=admission, comment="再谈谈", by=world.shao.actor)
    else:
        actions.withdraw(decision=admission, by=world.lin.actor)
    assert not sentences(world.shao.user, dt.date(2026, 11, 23), "decision")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2027, 1, 18), []),  # 33 days before
        (dt.date(2027, 1, 25), ["报请审批的“接收预备党员”还没有批复，支部党员大会通过2月20日满三个月。"]),
        (dt.date(2027, 1, 26), []),  # once a week
        (dt.date(2027, 2, 22), ["报请审批的“接收预备党员”还没有批复，支部党员大会通过已经满三个月。"]),
    ],
)
def test_the_branch_is_told_without_names_when_the_three_months_end(world: World, admission: Any, day: dt.date, said: list[str]) -> None:  # fmt: skip
    assert sentences(world.lin.user, day, "decision") == said
    if said and day > DUE:
        assert sentences(world.shao.user, day, "decision") == [
            "望海街道党工委有1项党员事项待审批，1项已经满三个月。"
        ]
