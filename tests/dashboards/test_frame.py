"""The frame: two levels by what one may, the phone's bar of five, only what exists."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from core.parts import parts
from dashboards.navigation import shell
from tests.world import World

pytestmark = pytest.mark.once  # what pages offer

# Who → the groups with their places, and the phone's bar with ( ) around the places of a sheet and * before the deed.
FRAMES = {
    "wei": (
        {
            "工作台": "总览",
            "组织与党员": "组织 党员 党员事项",
            "组织生活": "会议 待审核 主题 年度组织生活 文书",
            "督查": "未完成的支部 月报",
            "系统": "制度 导入 任务",
        },
        "工作台 督查(未完成的支部 月报) *待审核 组织(组织 党员 党员事项) 全部",
    ),
    "lin": (
        {
            "工作台": "工作台",
            "组织与党员": "组织 党员 党员事项",
            "组织生活": "会议 签到 计划 主题 年度组织生活 谈心谈话 文书",
            "督查": "月报",
        },
        "工作台 组织生活(会议 签到 计划 主题 年度组织生活 谈心谈话 文书) *记录 党员(组织 党员 党员事项) 全部",
    ),
    "hua": ({"工作台": "工作台", "组织生活": "会议 签到"}, "工作台 会议 *签到 我的"),
    "sec": (
        {"工作台": "工作台", "组织与党员": "组织", "系统": "账号 授权 接口"},
        "工作台 系统(账号 授权 接口) 全部",
    ),
    "aud": ({"工作台": "工作台", "组织与党员": "组织", "系统": "审计"}, "工作台 审计 全部"),
    "sys": ({"工作台": "工作台", "组织与党员": "组织", "系统": "任务 接口"}, "工作台 系统(任务 接口) 全部"),
}


def frame(world: World, who: str, path: str = "/all/") -> dict[str, Any]:
    request: Any = RequestFactory().get(path)
    request.user, request.actor = getattr(world, who).user, getattr(world, who).actor
    return shell(request)


def bar_in_words(bar: list[Any]) -> str:
    return " ".join(
        ("*" if cell.is_deed else "")
        + cell.label
        + (f"({' '.join(place.label for place in cell.places)})" if cell.places else "")
        for cell in bar
    )


@pytest.mark.parametrize("who", FRAMES)
def test_the_frame_offers_what_one_may_in_two_levels_and_at_most_five_cells(world: World, who: str) -> None:
    shown, (groups, bar) = frame(world, who), FRAMES[who]
    assert {g.label: " ".join(place.label for place in g.places) for g in shown["groups"]} == groups
    assert [group.url for group in shown["groups"]] == [group.places[0].url for group in shown["groups"]]
    assert bar_in_words(shown["bar"]) == bar
    assert len(shown["bar"]) <= 5


@pytest.mark.parametrize("who", FRAMES)
def test_every_place_of_the_frame_opens(world: World, sign_in: Callable[[str], Client], who: str) -> None:
    browser = sign_in(who)
    for group in frame(world, who)["groups"]:
        for place in group.places:
            assert browser.get(place.url).status_code == 200, place
    page = browser.get("/all/").content.decode()
    for group in frame(world, who)["groups"][1:]:
        for place in group.places:
            assert f'href="{place.url}"' in page


CURRENT = [
    ("lin", "/", "工作台:page", "工作台:page", "工作台"),
    ("wei", "/dashboard/", "工作台:page", "总览:page", "工作台"),
    ("lin", "/meetings/", "组织生活:page", "会议:page", "组织生活"),
    ("lin", "/meetings/amendments/", "组织生活:true", "会议:true", "组织生活"),
    ("lin", "/leaves/", "组织生活:true", "会议:true", "组织生活"),
    ("lin", "/meetings/record/", "组织生活:true", "会议:true", "记录"),
    ("lin", "/life/talks/", "组织生活:true", "谈心谈话:page", "组织生活"),
    ("lin", "/life/appraisals/", "组织生活:true", "年度组织生活:true", "组织生活"),
    ("hua", "/meetings/", "组织生活:page", "会议:page", "会议"),
    ("wei", "/review/", "组织生活:true", "待审核:page", "待审核"),
    ("wei", "/rules/R-MEET-05/", "系统:true", "制度:true", ""),
    ("wei", "/reports/", "督查:true", "月报:page", "督查"),
    ("aud", "/audit/", "系统:page", "审计:page", "审计"),
    ("sec", "/organizations/mandates/", "系统:true", "授权:page", "系统"),
    ("lin", "/me/", "", "", ""),
    ("hua", "/me/", "", "", "我的"),
    ("wei", "/all/", "", "", "全部"),
]


@pytest.mark.parametrize(("who", "path", "group", "place", "cell"), CURRENT)
def test_one_group_one_place_and_one_cell_are_the_current_ones(
    world: World, who: str, path: str, group: str, place: str, cell: str
) -> None:
    shown = frame(world, who, path)
    groups = [f"{each.label}:{each.current}" for each in shown["groups"] if each.current]
    places = [f"{p.label}:{p.current}" for each in shown["groups"] for p in each.places if p.current]
    assert (" ".join(groups), " ".join(places)) == (group, place)
    assert " ".join(each.label for each in shown["bar"] if each.current) == cell


def test_a_group_with_one_place_has_no_second_row(world: World, sign_in: Callable[[str], Client]) -> None:
    page = sign_in("aud").get("/audit/").content.decode()
    assert 'class="places' not in page
    row = re.search(r'<nav class="places[^>]*>.*?</nav>', sign_in("wei").get("/themes/").content.decode())
    assert row is not None
    assert re.findall(r">([^<>]+)</a>", row[0]) == ["会议", "待审核", "主题", "年度组织生活", "文书"]
    assert row[0].count("aria-current") == 1


def test_every_group_of_the_list_leads_to_addresses_that_exist() -> None:
    for entries in parts("NAVIGATION").values():
        for entry in entries:
            for name in (entry.url_name, *entry.also):
                assert resolve(reverse(name)).view_name == name
