"""manage.py rebuild_paths: says where paths disagree with parents, and derives them anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from branches.actions.rebuild_paths import wrong_paths
from branches.models import Organization
from tests.world import World


def paths() -> dict[str, str]:
    return dict(Organization.objects.values_list("code", "path"))


def test_a_sound_tree_is_left_alone(world: World) -> None:
    before, out = paths(), StringIO()
    call_command("rebuild_paths", check=True, stdout=out)
    call_command("rebuild_paths", stdout=out)
    assert out.getvalue() == "every path agrees with its parent\n0 paths rebuilt\n"
    assert paths() == before
    assert not Entry.objects.filter(action="organization.rebuild_paths").exists()


def test_check_lists_what_disagrees_and_fails(world: World) -> None:
    Organization.objects.filter(code="A-2").update(path="00019")
    Organization.objects.filter(code="B-1").update(path="00010007")
    before, out = paths(), StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("rebuild_paths", check=True, stdout=out)
    assert failure.value.returncode == 1
    listed = {line.split("\t")[0] for line in out.getvalue().splitlines()}
    assert listed == {"A-2", "A-2-G1", "A-2-G2", "B-1"}
    assert paths() == before


def test_rebuilding_derives_every_path_from_its_parent(world: World) -> None:
    before = paths()
    Organization.objects.filter(code="A").update(path="7")
    Organization.objects.filter(code="A-2").update(path="00020001")
    out = StringIO()
    call_command("rebuild_paths", stdout=out)
    assert wrong_paths() == []
    after = paths()
    parents = dict(Organization.objects.values_list("code", "parent__code"))
    for code, path in after.items():
        assert path[:-4] == (after[parents[code]] if parents[code] else ""), code
    assert {code: after[code] for code in ("D", "B", "B-1", "B-2", "B-3")} == {
        code: before[code] for code in ("D", "B", "B-1", "B-2", "B-3")
    }
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who) == ("organization.rebuild_paths", "系统")


def test_siblings_keep_their_order(world: World) -> None:
    order = list(Organization.objects.filter(parent=world.street).values_list("code", flat=True))
    Organization.objects.filter(code="A-2-G1").update(path="000")
    call_command("rebuild_paths", stdout=StringIO())
    assert list(Organization.objects.filter(parent=world.street).values_list("code", flat=True)) == order
    assert list(Organization.objects.filter(parent=world.branch).values_list("code", flat=True)) == [
        "A-2-G1",
        "A-2-G2",
    ]


def test_paths_that_changed_places_are_untangled(world: World) -> None:
    one, two = paths()["A-1"], paths()["A-3"]
    Organization.objects.filter(code="A-1").update(path="9")
    Organization.objects.filter(code="A-3").update(path=one)
    Organization.objects.filter(code="A-1").update(path=two)
    assert wrong_paths() == []  # each is a child of its parent: an order is not an error
    Organization.objects.filter(code="B-1").update(path="0002")
    call_command("rebuild_paths", stdout=StringIO())
    assert wrong_paths() == []


def test_a_circle_of_parents_is_named_and_left(world: World) -> None:
    Organization.objects.filter(code="A").update(parent=world.branch)
    before = paths()
    with pytest.raises(CommandError, match="A"):
        call_command("rebuild_paths", stdout=StringIO())
    assert paths() == before
