"""Reach: the list and the button agree, on any tree and any mandates."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branches.access.reach import Reach, Span
from branches.access.roles import CAPABILITIES, Capability, Role
from branches.errors import NotYours
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import SYSTEM, reach_of
from tests.world import World

FOUNDED = dt.date(2015, 3, 1)


@st.composite
def forests(draw: st.DrawFn) -> list[str]:
    """Paths of a forest, parents before children; numbers up to the last that fits."""
    paths: list[str] = []
    for _ in range(draw(st.integers(1, 25))):
        above = draw(st.sampled_from(["", *paths]))
        number = draw(st.sampled_from([1, 2, 9, 10, 99, 100, 9997, 9998]))
        path = tree.child(above, number) if tree.depth(above) < 6 else above
        if path not in paths:
            paths.append(path)
    return paths


@st.composite
def forests_with_reach(draw: st.DrawFn) -> tuple[list[str], Reach]:
    paths = draw(forests())
    mandates = draw(
        st.lists(st.tuples(st.sampled_from(paths), st.sampled_from(list(Role))), min_size=0, max_size=6)
    )
    return paths, Reach(tuple(Span(path, CAPABILITIES[role]) for path, role in mandates))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=forests_with_reach())
def test_what_a_list_shows_is_what_a_button_permits(db: None, case: tuple[list[str], Reach]) -> None:
    paths, reach = case
    Organization.objects.all().delete()
    Organization.objects.bulk_create(
        Organization(
            code=path, name=path, short_name=path, kind="branch", unit_kind="organ", path=path,
            established_on=FOUNDED, pinyin="", initials="",
        )
        for path in paths
    )  # fmt: skip
    for capability in Capability:
        listed = set(Organization.objects.filter(reach.q(capability, at="")).values_list("path", flat=True))
        permitted = {path for path in paths if reach.covers(capability, path)}
        assert listed == permitted, capability
        assert reach.has(capability) == bool(permitted)


@settings(max_examples=100, deadline=None)
@given(paths=forests())
def test_the_bound_of_a_path_cuts_off_exactly_its_subtree(paths: list[str]) -> None:
    for top in paths:
        within = {path for path in paths if top <= path < tree.bound(top)}
        assert within == {path for path in paths if path.startswith(top)}


@settings(max_examples=100, deadline=None)
@given(paths=forests())
def test_rolling_up_counts_every_descendant_once(paths: list[str]) -> None:
    sums = tree.roll_up((path, {"n": 1}) for path in paths)
    assert {path: sums[path]["n"] for path in paths} == {
        path: sum(other.startswith(path) for other in paths) for path in paths
    }


def test_without_a_mandate_there_is_nothing(db: None) -> None:
    assert not reach_of(None).spans
    assert not Reach().has(Capability.CALENDAR)


def test_the_system_reaches_everything(world: World) -> None:
    assert Organization.objects.visible_to(SYSTEM).count() == 11


def test_everybody_sees_his_part_of_the_tree(world: World) -> None:
    seen = {
        who: sorted(Organization.objects.visible_to(getattr(world, who).actor).values_list("code", flat=True))
        for who in ("wei", "shao", "lin", "he", "hua", "sys", "sec", "aud", "shen")
    }
    district = ["A", "A-1", "A-2", "A-2-G1", "A-2-G2", "A-3", "B", "B-1", "B-2", "B-3", "D"]
    assert seen == {
        "wei": district,
        "sys": district,
        "sec": district,
        "aud": district,
        "shao": ["A", "A-1", "A-2", "A-2-G1", "A-2-G2", "A-3"],
        "lin": ["A-2", "A-2-G1", "A-2-G2"],
        "he": ["A-2", "A-2-G1", "A-2-G2"],
        "hua": [],
        "shen": ["B-1"],
    }


def test_must_any_wants_one_of_the_capabilities_at_that_organization(world: World) -> None:
    wanted = (Capability.IMPORT, Capability.RECORD_MEETING)
    own, neighbour = (Organization.objects.get(code=code) for code in ("A-2", "A-1"))

    world.lin.actor.must_any(wanted, own)
    world.shao.actor.must_any(wanted, own)
    for who, where in ((world.lin, neighbour), (world.hua, own)):
        with pytest.raises(NotYours):
            who.actor.must_any(wanted, where)
    with pytest.raises(NotYours):
        world.lin.actor.must_any((), own)
