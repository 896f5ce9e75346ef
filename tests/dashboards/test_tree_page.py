"""The tree's page: opened lazily, searched, filtered, and only what the reach covers."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branches import actions
from branches.models import Term
from branches.selectors.actors import SYSTEM
from tests.world import World, enroll, establish

pytestmark = pytest.mark.once

SignIn = Callable[[str], Client]


def rows(html: str) -> list[str]:
    return re.findall(r'<li id="tree-([^"]+)"', html)


def test_the_tree_opens_its_lone_root(world: World, sign_in: SignIn) -> None:
    page = sign_in("wei").get("/organizations/").content.decode()
    assert rows(page) == ["D", "A", "B"]


def test_without_javascript_a_link_opens_a_row_and_what_is_above_it(world: World, sign_in: SignIn) -> None:
    page = sign_in("wei").get("/organizations/?open=A-2").content.decode()
    assert rows(page) == ["D", "A", "A-1", "A-2", "A-2-G1", "A-2-G2", "A-3", "B"]


def test_htmx_gets_only_the_row_it_opens(world: World, sign_in: SignIn) -> None:
    answer = sign_in("wei").get("/organizations/?open=A", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert rows(page) == ["A", "A-1", "A-2", "A-3"]
    assert "<html" not in page


def test_a_page_of_one_organization_has_its_row_open_and_marked(world: World, sign_in: SignIn) -> None:
    page = sign_in("wei").get("/organizations/A-2/").content.decode()
    assert rows(page) == ["D", "A", "A-1", "A-2", "A-2-G1", "A-2-G2", "A-3", "B"]
    assert page.count('class="tree-row current"') == 1


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("云台", ["B", "B-1", "B-2", "B-3"]),
        ("ytsq", ["B-1", "B-2", "B-3"]),
        ("yuntaishequdier", ["B-2"]),
        ("a-2-g", ["A-2-G1", "A-2-G2"]),
        ("没有这个", []),
    ],
)
def test_search_finds_by_name_code_and_sound(
    world: World, sign_in: SignIn, typed: str, codes: list[str]
) -> None:
    page = sign_in("wei").get("/organizations/", {"q": typed}).content.decode()
    assert re.findall(r'href="/organizations/([^/"]+)/">[^<]*</a><span class="end', page) == codes
    assert f"找到{len(codes)}个" in page


def test_a_street_searches_only_its_own(world: World, sign_in: SignIn) -> None:
    assert "找到0个" in sign_in("shao").get("/organizations/?q=ytsq").content.decode()


def test_what_is_counted_to_be_done_is_what_the_filter_lists(world: World, sign_in: SignIn) -> None:
    """Two too small, one overdue, and the committee without its discipline post: 4 findings in 3 branches."""
    small = establish("A-4", "小支部", "branch", world.street)
    actions.begin_term(organization=small, since=dt.date(2016, 1, 1), has_committee=False, by=SYSTEM)
    establish("A-5", "空支部", "branch", world.street)
    client = sign_in("wei")
    page = client.get("/organizations/A/").content.decode()
    assert re.search(r"要处理的</span><span class=\"figure-value\">4<small>", page)
    assert (
        "要处理" not in sign_in("sys").get("/organizations/A/").content.decode()
    )  # not a nought he cannot know
    listed = client.get("/organizations/?flag=found&below=A").content.decode()
    assert "找到3个，4项" in listed
    assert "本届领导班子已过届满日期2151天，逾期未换届" in listed


def test_the_term_filter_lists_only_terms_that_end(world: World, sign_in: SignIn) -> None:
    Term.objects.filter(organization=world.branch).update(due_on=dt.date(2027, 3, 28))
    establish("A-5", "空支部", "branch", world.street)
    page = sign_in("wei").get("/organizations/?flag=term").content.decode()
    assert re.findall(r'href="/organizations/([^/"]+)/">[^<]*</a><span class="end', page) == ["A-2"]
    assert "本届支委会还有4个月届满" in page


def test_findings_are_for_those_who_may_view(world: World, sign_in: SignIn) -> None:
    finding = "支委会里没有纪检委员"
    assert finding in sign_in("lin").get("/organizations/A-2/").content.decode()
    assert finding not in sign_in("sys").get("/organizations/A-2/").content.decode()


def test_names_above_the_reach_are_named_but_not_linked(world: World, sign_in: SignIn) -> None:
    page = sign_in("lin").get("/organizations/A-2/").content.decode()
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', page, re.S).group()
    assert re.sub(r"<[^>]+>", " ", crumbs).split() == ["区委", "望海街道党工委"]
    assert "href" not in crumbs


def test_who_was_secretary_is_answered_for_a_day(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    before = client.get("/organizations/A-2/?day=2024-03-27").content.decode()
    after = client.get("/organizations/A-2/?day=2024-03-28").content.decode()
    assert "这一天没有任职登记" in before
    assert "<dt>书记</dt><dd>林知</dd>" in after
    assert client.get("/organizations/A-2/?day=yesterday").status_code == 404


def test_the_history_stands_on_the_page(world: World, sign_in: SignIn) -> None:
    actions.move(
        organization=world.branch,
        parent=world.other_street,
        effective_on=dt.date(2026, 11, 1),
        document="海组〔2026〕5号",
        by=world.wei.actor,
    )
    page = sign_in("wei").get("/organizations/A-2/").content.decode()
    assert "望海街道党工委 → 云台街道党工委" in page
    assert "海组〔2026〕5号" in page


STATUS = {
    "/organizations/": {"wei": 200, "lin": 200, "hua": 403, "sys": 200, "sec": 200, "aud": 200, "shen": 200},
    "/organizations/A-2/": {
        "wei": 200,
        "lin": 200,
        "hua": 404,
        "sys": 200,
        "sec": 200,
        "aud": 200,
        "shen": 404,
    },
    "/organizations/?open=A-2": {"wei": 200, "lin": 200, "hua": 403, "shen": 200},
    "/organizations/NONE/": {"wei": 404, "shen": 404},
}


@pytest.mark.parametrize("url", STATUS)
def test_who_opens_which_page(world: World, sign_in: SignIn, url: str) -> None:
    assert {who: sign_in(who).get(url).status_code for who in STATUS[url]} == STATUS[url]
    assert Client().get(url).status_code in (302, 404)


@pytest.mark.parametrize("url", ["/organizations/", "/organizations/A/", "/organizations/?flag=found"])
def test_queries_do_not_grow_with_the_tree(world: World, sign_in: SignIn, url: str) -> None:
    client = sign_in("wei")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(4, 14):
        branch = establish(f"A-{n}", f"望潮第{n}党支部", "branch", world.street)
        enroll(branch, "王明")
        actions.begin_term(organization=branch, since=dt.date(2024, 1, 1), has_committee=False, by=SYSTEM)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few)
    assert len(many) <= 30


def test_shen_sees_nothing_of_the_other_street(world: World, sign_in: SignIn) -> None:
    client = sign_in("shen")
    for url in ("/organizations/", "/organizations/?q=bjsq", "/organizations/B-1/", "/organizations/?open=A"):
        page = client.get(url).content.decode()
        assert "滨江" not in page
        assert "望海" not in page
