"""The global search (R-SEC-04): what is found by which words, and by whom."""

from collections.abc import Callable

import pytest
from django.test import Client

from audit.models import Entry
from branches.models import Organization
from core import clock
from dashboards.selectors import search as selector
from dashboards.selectors.search import search, suggest
from members.models import Member
from tests.hand import counted_meeting
from tests.world import World, enroll


def codes(text: str, world: World, who: str = "wei") -> list[str]:
    return [one.code for one in search(text, on=clock.today(), by=getattr(world, who).actor).organizations]


def names(text: str, world: World, who: str = "wei") -> list[str]:
    return [one.data["name"] for one in search(text, on=clock.today(), by=getattr(world, who).actor).members]


@pytest.mark.parametrize(
    "typed",
    [
        "滨江社区第二党支部", "中共海云区滨江社区第二党支部", "滨江 第二", "滨江 二", "滨江 2", "滨江 第2", "第二 滨江", "滨江二",
        "滨江社区2", "A-2", "a-2", "bjsqde", "bj de", "bjde", "bje", "bj2", "bjsqdedzb", "binjiang er", "BJSQ dier",
        "binjiangshequdier",
    ],
)  # fmt: skip
def test_a_branch_is_found_by_its_names_words_initials_and_sound_with_gaps(world: World, typed: str) -> None:
    assert "A-2" in codes(typed, world)
    assert not {"A-1", "A-3", "B-2"} & set(codes(typed, world))


@pytest.mark.parametrize("typed", ["滨江 云台", "滨江 五", "bjx", "2b", "滨江社区第二十二", "xyz", "%", "_"])
def test_what_fits_nothing_finds_nothing(world: World, typed: str) -> None:
    assert codes(typed, world) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("秦知远", ["秦知远"]), ("知远", ["秦知远"]), ("qzy", ["秦知远"]), ("qinzhi", ["秦知远"]), ("qin zhi yuan", ["秦知远"]),
        ("秦 知 远", ["秦知远"]), ("滨江 秦知", ["秦知远"]), ("秦知 第二", ["秦知远"]), ("云台 秦知", []), ("zhiyuan", []),
    ],
)  # fmt: skip
def test_a_member_is_found_by_name_sound_and_branch(world: World, typed: str, found: list[str]) -> None:
    enroll(world.branch, "秦知远")
    assert names(typed, world) == found


def test_the_name_of_a_branch_alone_lists_no_members(world: World) -> None:
    assert names("滨江 第二", world) == []


def test_everybody_finds_within_the_reach(world: World) -> None:
    assert len(codes("社区", world)) == 6
    assert codes("社区", world, "shao") == ["A-1", "A-2", "A-3"]
    assert codes("社区", world, "lin") == ["A-2"]
    assert codes("社区", world, "hua") == []
    assert names("林知", world, "shen") == []
    assert names("华小", world, "hua") == ["华小"]
    assert names("林知", world, "hua") == []
    assert names("林知", world, "sys") == []


def test_who_left_is_not_found(world: World) -> None:
    Member.objects.filter(pk=world.members[3].pk).update(left_on=clock.today())
    assert names(world.members[3].name, world) == []


@pytest.mark.parametrize(
    ("typed", "hits"),
    [("防汛", 1), ("主题党日", 1), ("滨江 防汛", 1), ("11-05", 1), ("11月5日", 1), ("2026-11-05", 1), ("11月5日 防汛", 1),
     ("11月6日", 0), ("2025-11-05", 0), ("党课", 0), ("云台 防汛", 0), ("bj 防汛", 1)],
)  # fmt: skip
def test_a_meeting_is_found_by_theme_kind_organization_and_day(world: World, typed: str, hits: int) -> None:
    counted_meeting(world.branch, "2026-11-05", "theme_day", theme="学习防汛条例")
    assert search(typed, on=clock.today(), by=world.wei.actor).meeting_count == hits


def test_the_subject_of_a_committee_is_found_by_who_may_read_it_only(world: World) -> None:
    counted_meeting(world.branch, "2026-11-05", "committee", theme="研究处分材料")
    for who, hits in (("lin", 1), ("he", 1), ("wei", 1), ("hua", 0), ("shen", 0)):
        found = search("处分材料", on=clock.today(), by=getattr(world, who).actor)
        assert found.meeting_count == hits, who
    (line,) = search("11月5日", on=clock.today(), by=world.hua.actor).meetings
    assert (line.row["theme"], line.sees_content) == ("", False)


@pytest.mark.parametrize(
    "typed", ["13912345678", "1391 234 5678", "110101199003071234", "11010119900307123X"]
)
def test_a_whole_number_is_no_search(world: World, sign_in: Callable[[str], Client], typed: str) -> None:
    browser, before = sign_in("lin"), Entry.objects.count()
    page = browser.get("/search/", {"q": typed})
    assert page.status_code == 400
    assert "按完整号码查找" in page.content.decode()
    assert browser.get("/search/suggest/", {"q": typed}).content.decode().strip() == ""
    answer = browser.get("/api/v1/search/", {"q": typed})
    assert (answer.status_code, answer.json()["code"], "q" in answer.json()["errors"]) == (
        409,
        "whole_number",
        True,
    )
    assert Entry.objects.count() == before


def test_a_keystroke_leaves_no_entry_and_opening_a_file_outside_ones_branch_does(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    browsers = {who: sign_in(who) for who in ("wei", "lin", "he", "shao")}
    before = Entry.objects.count()
    for browser in browsers.values():
        browser.get("/search/", {"q": "林知"})
        browser.get("/search/suggest/", {"q": "林知"})
    assert Entry.objects.count() == before
    address = f"/members/{world.lin.member.uuid}/"
    for who, left in (("lin", 0), ("he", 0), ("shao", 1), ("wei", 1)):
        for page in (address, f"/api/v1{address}", f"/life{address}", f"/papers{address}2026/"):
            before = Entry.objects.filter(action="member.open").count()
            assert browsers[who].get(page).status_code == 200, page
            entries = Entry.objects.filter(action="member.open")
            assert entries.count() - before == left, (who, page)
    newest = entries.order_by("-pk")[0]
    assert (newest.user, newest.subject_id, newest.path) == (
        world.wei.user,
        str(world.lin.member.uuid),
        world.branch.path,
    )


def test_suggestions_are_at_most_eight_and_need_two_letters(world: World) -> None:
    for number in range(9):
        enroll(world.branch, f"滨江{'甲乙丙丁戊己庚辛壬'[number]}")
    by = world.wei.actor
    for typed in ("滨", " 滨 ", "b"):
        assert suggest(typed, on=clock.today(), by=by) == selector.Found()
    found = suggest("滨江", on=clock.today(), by=by)
    assert len(found.organizations) <= 4
    assert len(found.members) == 3
    assert len(found.organizations) + len(found.members) + len(found.meetings) <= 8


def test_the_page_and_the_api_find_the_same(world: World, sign_in: Callable[[str], Client]) -> None:
    counted_meeting(world.branch, "2026-11-05", "theme_day", theme="滨江防汛")
    enroll(world.branch, "滨江月")
    page = sign_in("shao").get("/search/", {"q": "滨江"})
    found, answer = page.context["found"], sign_in("shao").get("/api/v1/search/", {"q": "滨江"}).json()
    assert [one["code"] for one in answer["organizations"]] == [one.code for one in found.organizations]
    assert [one["id"] for one in answer["members"]] == [str(one.data["id"]) for one in found.members]
    assert [one["id"] for one in answer["meetings"]] == [str(one.row["uuid"]) for one in found.meetings]
    assert answer["organization_count"] == found.organization_count
    assert "<mark>滨江</mark>社区第二党支部" in page.content.decode()


def test_nothing_found_names_what_is_nearest(world: World, sign_in: Callable[[str], Client]) -> None:
    page = sign_in("wei").get("/search/", {"q": "云泰"}).content.decode()
    assert "没有“云泰”" in page
    assert "“云台" in page
    assert "最接近" not in sign_in("wei").get("/search/", {"q": "张之洞"}).content.decode()


def test_a_dissolved_organization_is_not_found(world: World) -> None:
    Organization.objects.filter(code="A-3").update(dissolved_on=clock.today())
    assert codes("滨江 三", world) == []
