"""The guides as pages: from every page to the place that speaks of it, with every link and picture."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.test import Client

from dashboards.rules.markdown import anchor, render
from dashboards.selectors import guides
from tests.world import World

pytestmark = pytest.mark.once


def test_every_chapter_a_page_leads_to_stands_in_its_guide() -> None:
    for address, found in guides.CHAPTERS.items():
        for guide, heading in found.items():
            assert heading in guides.headings(guide), (address, guide)


@pytest.mark.parametrize(
    ("who", "at", "guide", "heading"),
    [
        ("lin", "/meetings/record/", "secretary", "记一次主题党日"),
        ("lin", "/meetings/", "secretary", "计划一次会"),
        ("hua", "/leaves/", "secretary", "请假和签到"),
        ("wei", "/review/", "district", "确认和退回记录"),
        ("shao", "/members/import/", "district", "党员：查找、转接、看完整号码、导出"),
        ("sec", "/organizations/mandates/", "district", "账号和授权（安全管理员）"),
        ("aud", "/audit/", "district", "审计（审计管理员）"),
        ("wei", "/me/", "district", ""),
    ],
)
def test_help_opens_at_the_place_that_speaks_of_the_page(
    world: World, sign_in: Callable[[str], Client], who: str, at: str, guide: str, heading: str
) -> None:
    answer = sign_in(who).get("/help/", {"at": at}, follow=False)
    assert unquote(answer["Location"]) == f"/help/{guide}/" + (f"#{anchor(heading)}" if heading else "")


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_every_link_and_picture_of_a_guide_leads_somewhere(
    world: World, sign_in: Callable[[str], Client], guide: str
) -> None:
    browser = sign_in("lin")
    page = browser.get(f"/help/{guide}/").content.decode().partition('class="panel-body guide"')[2]
    names = set(re.findall(r' id="([^"]+)"', page))
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if unquote(link) not in names} - {
        "main"
    } == set()
    pictures = re.findall(r'src="(/help/pictures/[^"]+)"', page)
    assert pictures
    for picture in pictures:
        assert browser.get(picture).status_code == 200, picture
    assert "](" not in page
    assert "**" not in page


def test_markdown_is_escaped_and_lists_stand_within_lists() -> None:
    text = "1. 一\n   - 甲<b>\n   - 乙\n2. 二\n\n| 头 | 次 |\n| --- | --- |\n| `x` | **3** |\n\n[外](other.md)![图](x.png)"
    html = render(text, lambda written: "").replace("\n", "")
    assert html.startswith("<ol><li>一<ul><li>甲&lt;b&gt;</li><li>乙</li></ul></li><li>二</li></ol>")
    assert "<td><code>x</code></td><td><strong>3</strong></td>" in html
    assert html.endswith("<p>外图</p>")


def test_a_link_of_a_guide_cannot_run_a_script() -> None:
    assert "href" not in render("[外](javascript:alert) <script>", lambda written: written)
