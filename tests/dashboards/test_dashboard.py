"""The office's month: every number leads to exactly the rows it counts."""

import datetime as dt
import html
import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches import actions as tree_actions
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import SYSTEM
from core.clock import Period
from core.numbers import rate
from dashboards.selectors import overview
from meetings.models import Meeting, Step
from reports import actions
from reports.models import Report
from tests.dashboards.test_desk import text_of
from tests.hand import counted_meeting, noon
from tests.world import enroll

OCTOBER, NOVEMBER = "2026-10", "2026-11"
LINK = re.compile(r'<a (?P<tag>[^>]*data-figure="(?P<figure>\w+)"[^>]*)>(?P<text>.*?)</a>', re.S)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d)?")


@pytest.fixture
def month(world):
    """October of the whole cast with the imperfections of life, and the beginning of November."""
    for branch in world.branches:
        counted_meeting(branch, "2026-10-25", "theme_day", "lecture", expected=8, present=7, on_leave=1)
    counted_meeting(world.branch, "2026-10-05", "committee", expected=3, present=3, on_leave=0)
    counted_meeting(world.branch, "2026-10-06", "committee", expected=3, present=2, on_leave=0, absent=1)
    counted_meeting(world.groups[0], "2026-10-12", "group", expected=5, present=5, on_leave=0, is_late=True)
    counted_meeting(
        world.other_branches[0],
        "2026-10-20",
        "theme_day",
        is_late=True,
        submitted_at=noon(dt.date(2026, 11, 2)),
    )
    counted_meeting(
        world.other_branches[1], "2026-10-20", "theme_day", submitted_at=noon(dt.date(2026, 11, 9))
    )
    counted_meeting(world.other_branches[2], "2026-10-20", "theme_day", is_void=True)
    counted_meeting(world.street, "2026-10-21", "lecture", expected=4, present=4, on_leave=0)
    meeting = counted_meeting(world.branch, "2026-11-05", "committee", expected=3, present=3, on_leave=0)
    Step.objects.create(meeting=meeting, deed="returned", comment="再核对", who="韦明")
    counted_meeting(world.branches[0], "2026-11-10", "theme_day")
    tree_actions.describe(organization=world.branches[2], unit_kind="organ", by=SYSTEM)
    tree_actions.begin_term(
        organization=world.branches[0], since=dt.date(2019, 1, 1), has_committee=False, by=SYSTEM
    )
    return world


def links_of(page):
    """(figure, the number it prints, where it leads) of every number on a page."""
    found = []
    for match in LINK.finditer(page):
        href = html.unescape(re.search(r'href="([^"]+)"', match["tag"]).group(1))
        text = match["text"]
        for part in (r'figure-value">(.*?)</span>', r"<small>(差.*?)</small>"):
            inner = re.search(part, text, re.S)
            text = inner.group(1) if inner and inner.group(1) else text
        number = NUMBER.search(re.sub(r"<[^>]+>", " ", text))
        found.append((match["figure"], number and Decimal(number.group().replace(",", "")), href))
    return found


def counted(page, figure):
    """The same figure from the rows at the other end."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.S)
    rows = re.findall(r"<tr>.*?</tr>", body.group(1), re.S) if body else []

    def total(name):
        cells = re.findall(rf'data-sum="{name}"[^>]*>(.*?)</td>', "".join(rows), re.S)
        return sum(int(re.sub(r"<[^>]+>|,", "", cell)) for cell in cells)

    if figure == "completion":
        return rate(total("required") - total("lacking"), total("required"))
    if figure == "attendance":
        return rate(total("present"), total("expected"))
    if figure in ("rows", "organizations", "meetings"):
        return len(rows)
    if figure == "branches" and 'data-sum="branches"' not in page:
        return len(rows)
    return total(figure)


@pytest.mark.parametrize(
    ("who", "query", "most"),
    [
        ("wei", f"month={OCTOBER}", 90),
        ("wei", f"month={NOVEMBER}", 80),
        ("wei", f"month={OCTOBER}&unit_kind=organ", 30),
        ("shao", f"month={OCTOBER}&below=A", 70),
    ],
)
def test_every_number_leads_to_exactly_the_rows_it_counts(month, sign_in, who, query, most):
    client = sign_in(who)
    page = client.get(f"/dashboard/?{query}").content.decode()
    found = links_of(page)
    assert {"completion", "attendance", "branches", "meetings", "members", "required", "held"} <= {
        figure for figure, *_ in found
    }
    opened = {}
    for figure, number, href in found:
        if href not in opened:
            answer = client.get(href)
            assert answer.status_code == 200, href
            opened[href] = answer.content.decode()
        assert counted(opened[href], figure) == number, (figure, href)
        if figure in ("branches", "on_leave", "absent"):  # no row that adds nothing
            assert f'data-sum="{figure}">0<' not in opened[href], (figure, href)
    assert len(found) <= most * 3


def test_every_number_of_a_frozen_month_does_so_too(month, sign_in, clock):
    actions.freeze(organization=month.district, month=Period.parse(OCTOBER), by=SYSTEM)
    counted_meeting(month.branches[0], "2026-10-30", "general", submitted_at=noon(dt.date(2026, 11, 20)))
    test_every_number_leads_to_exactly_the_rows_it_counts(month, sign_in, "wei", f"month={OCTOBER}", 90)
    page = text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))
    assert "数据截至11月5日24:00，已冻结" in page


def test_a_frozen_number_keeps_its_sum_where_its_meetings_went_on_changing(month, sign_in):
    actions.freeze(organization=month.district, month=Period.parse(OCTOBER), by=SYSTEM)
    client, at = sign_in("wei"), f"/dashboard/rows/?month={OCTOBER}"
    assert "合计是冻结时的数字" not in text_of(client.get(f"{at}&show=meetings"))
    Meeting.objects.filter(is_late=True).update(status="returned")
    Meeting.objects.filter(organization=month.street).update(present=3, absent=1)
    meetings, late = (client.get(f"{at}&show={show}").content.decode() for show in ("meetings", "late"))
    report = Report.objects.get(organization=month.district)
    for page in (meetings, late):
        assert f"/reports/{report.uuid}/#amend-title" in page
    foot = re.search(r"<tfoot>(.*?)</tfoot>", meetings, re.S).group(1)
    assert re.findall(r"<td[^>]*>(\d+)</td>", foot) == ["49", "44", "4", "1"]  # as the dashboard says
    assert "合计是冻结时的数字" in meetings
    assert "冻结时是2次" in late
    assert "合计是冻结时的数字" in client.get(f"{at}&show=meetings&unit_kind=community").content.decode()
    assert "合计是冻结时的数字" not in client.get(f"{at}&show=meetings&unit_kind=organ").content.decode()


def test_a_street_that_may_not_open_the_report_is_told_all_the_same(month, sign_in):
    actions.freeze(organization=month.district, month=Period.parse(OCTOBER), by=SYSTEM)
    Meeting.objects.filter(organization=month.street).update(present=3, absent=1)
    page = sign_in("shao").get(f"/dashboard/rows/?month={OCTOBER}&show=absent").content.decode()
    own = Report.objects.get(organization=month.street)
    assert f"/reports/{own.uuid}/#amend-title" in page


def test_a_branch_that_moved_counts_where_it_stood_when_its_month_was_frozen(month, sign_in, clock):
    october = Period.parse(OCTOBER)
    actions.freeze(organization=month.district, month=october, by=SYSTEM)
    before = {row.organization.code: row.sums for row in at_a_glance(month.district, october).rows}
    tree_actions.move(
        organization=month.branch, parent=month.other_street, effective_on=dt.date(2026, 11, 20), by=SYSTEM
    )
    found = at_a_glance(month.district, october)
    assert {row.organization.code: row.sums for row in found.rows} == before
    assert found.root.sums == overview.sums_of(month.district, october)[month.district.pk]
    street = at_a_glance(month.street, october)
    assert street.root.sums == before["A"]
    assert "A-2" in {row.organization.code for row in street.rows}


def test_a_place_that_moved_is_still_compared_with_its_month_before(month, clock):
    october = Period.parse(OCTOBER)
    actions.freeze(organization=month.district, month=october, by=SYSTEM)
    then = overview.sums_of(month.district, october)[month.street.pk]
    old = month.street.path
    for each in Organization.objects.within(month.street):
        Organization.objects.filter(pk=each.pk).update(path=f"{tree.parent(old)}0009{each.path[len(old) :]}")
    month.street.refresh_from_db()
    november = october.next()
    assert at_a_glance(month.street, november).root.before == then
    district = at_a_glance(month.district, november)
    assert next(row.before for row in district.rows if row.organization.code == "A") == then


def at_a_glance(root, month):
    return overview.overview(overview.own_figures(root, month), overview.sums_of(root, month.previous()))


def test_the_figures_of_october(month, sign_in):
    """Six branches, one committee, two groups: 6 theme days + 1 + 2 are due; 4 + 1 + 1 are fulfilled."""
    page = text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))
    assert "完成率 66.7 % 应召开9次" in page
    # 3 × 8 + 3 + 3 + 5 + 10 + 4 expected; the void one and the one after the cut-off are not there
    assert "参会率 89.8 % 应到49人次" in page
    assert "未开展支部 3 个 3项" in page
    assert "逾期补录 2 次" in page


def test_a_running_month_speaks_of_what_is_still_lacking(month, sign_in):
    page = text_of(sign_in("wei").get("/dashboard/"))
    assert "2026年11月组织生活总览" in page
    assert "本月还没有结束" in page
    assert "未完成的支部 5 个 7项" in page
    assert "支部党员大会、党课还没有到期" in page


@pytest.mark.parametrize(("asked", "compared"), [("", False), (f"?month={OCTOBER}", True)])
def test_a_month_that_goes_on_is_compared_with_none(month, sign_in, asked, compared):
    counted_meeting(month.branches[0], "2026-09-10", "theme_day")
    answer = sign_in("wei").get(f"/dashboard/{asked}")
    rows = [*answer.context["found"].rows, answer.context["found"].root]
    assert any(row.before is not None for row in rows) == compared
    assert ("不和别的月比" in text_of(answer)) != compared


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("望海街道党工委", "A"),
        ("滨江 2", "A-2"),
        ("bjsqd3", "A-3"),
        ("中共海云区望海街道党工委（A）", "A"),
        ("B-1", "B-1"),
    ],
)
def test_any_organization_in_reach_is_the_scope_by_name_or_code(month, sign_in, typed, code):
    answer = sign_in("wei").get("/dashboard/", {"below": typed})
    assert answer.context["scope"].root.code == code
    assert f"（{code}）" in answer.content.decode()


def test_of_several_with_a_name_none_is_taken_and_they_are_named(month, sign_in):
    answer = sign_in("wei").get("/dashboard/", {"below": "滨江"})
    assert answer.context["scope"].root.code == "D"
    assert "滨江社区第一党支部（A-1）、滨江社区第二党支部（A-2）" in answer.content.decode()


def test_returned_records_lead_to_the_returns(month, sign_in):
    answer = sign_in("wei").get("/dashboard/rows/?month=2026-11&show=returned")
    assert [(step.comment, step.who) for step in answer.context["page"]] == [("再核对", "韦明")]
    page = text_of(answer)
    assert "退回的记录" in page
    assert "滨江社区第二党支部" in page


def test_until_the_cut_off_the_month_before_is_shown(world, sign_in, clock):
    clock.move_to(dt.datetime(2026, 12, 5, 7, tzinfo=dt.UTC))
    assert "2026年11月组织生活总览" in text_of(sign_in("wei").get("/dashboard/"))
    clock.move_to(dt.datetime(2026, 12, 6, 7, tzinfo=dt.UTC))
    assert "2026年12月组织生活总览" in text_of(sign_in("wei").get("/dashboard/"))


def test_the_secretary_stands_beside_what_his_branch_lacks(month, sign_in):
    counted_meeting(month.groups[1], "2026-09-12", "group")
    page = text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))
    assert re.search("滨江社区第二党支部.{0,80}首次 林知 ", page)
    assert "书记空缺" in page


def test_visits_are_suggested_with_their_reason_and_no_verdict(month, sign_in):
    evening = dt.datetime(2026, 10, 31, 13, 30, tzinfo=dt.UTC)  # 21:30 in Shanghai
    for day in (6, 13, 21):
        counted_meeting(month.other_branches[2], f"2026-10-{day:02d}", "talk", submitted_at=evening)
    page = text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))
    assert "系统只列出值得看一看的地方，不作评判。" in page
    assert "云台社区第三党支部 本月3次会议都在10月31日21点后录入" in page
    assert "滨江社区第一党支部 换届已过期1056天" in page


def test_twelve_months_of_everybody_are_worth_a_visit(month, sign_in):
    for n in range(12):
        counted_meeting(
            month.other_branches[2],
            f"{2025 + (10 + n) // 12}-{(10 + n) % 12 + 1:02d}-15",
            "talk",
            present=10,
            on_leave=0,
        )
    reason = "云台社区第三党支部 连续12个月参会率100.0%"
    assert reason in text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))
    counted_meeting(month.other_branches[2], "2026-05-20", "talk", present=9, on_leave=1)
    assert reason not in text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))


def test_the_charts_have_the_same_figures_as_a_table(month, sign_in):
    page = sign_in("wei").get(f"/dashboard/?month={OCTOBER}").content.decode()
    assert '<script id="trend-data" type="application/json">' in page
    assert page.count('<details class="twin">') == 2
    assert '"values": [null, null' in page
    assert "<script>" not in page


def test_an_empty_district_says_so(world, sign_in):
    page = text_of(sign_in("wei").get(f"/dashboard/?month={OCTOBER}"))
    assert "还没有计入的会议" in page
    assert "参会率 — 应到0人次" in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("month=2026-13", 404),
        ("unit_kind=castle", 404),
        ("below=NOWHERE", 404),
        ("month=&unit_kind=&below=", 200),
    ],
)
def test_filters_that_do_not_exist_are_not_found(world, sign_in, query, status):
    assert sign_in("wei").get(f"/dashboard/?{query}").status_code == status


@pytest.mark.parametrize(
    ("month_text", "show", "title"),
    [
        (OCTOBER, "lacking", "未开展的支部"),
        (OCTOBER, "missed", "未开展的支部"),
        (OCTOBER, "short", "没有开齐的项目"),
        ("2026-11", "lacking", "未完成的支部"),
        ("2026-11", "missed", "未完成的支部"),
        ("2026-11", "short", "未完成的项目"),
    ],
)
def test_rows_have_the_words_of_the_dashboard(month, sign_in, month_text, show, title):
    page = sign_in("wei").get(f"/dashboard/rows/?month={month_text}&show={show}").content.decode()
    assert f"<h1>{title}</h1>" in page


def test_a_running_month_is_told_and_not_drawn(month, sign_in):
    page = sign_in("wei").get("/dashboard/").content.decode()
    drawn = json.loads(re.search(r'id="trend-data"[^>]*>(.*?)</script>', page).group(1))
    assert (drawn["months"][-1], len(drawn["months"])) == ("10月", 11)
    assert [len(series["values"]) for series in drawn["series"]] == [11, 11]
    assert "11月还没有结束，不画在线上：到现在完成率" in page
    assert "11月（未完）" in page


@pytest.mark.parametrize("query", ["show=everything", "show=duties&rule=R-NONE-01", ""])
def test_rows_that_do_not_exist_are_not_found(world, sign_in, query):
    assert sign_in("wei").get(f"/dashboard/rows/?{query}").status_code == 404


def test_the_dashboard_asks_as_often_for_many_branches_as_for_few(month, sign_in):
    client = sign_in("wei")
    client.get(f"/dashboard/?month={OCTOBER}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/dashboard/?month={OCTOBER}")
    for n in range(12):
        branch = tree_actions.register(
            code=f"A-9{n}",
            name=f"中共海云区新设第{n}支部委员会",
            short_name=f"新设第{n}党支部",
            kind="branch",
            unit_kind="community",
            parent=month.street,
            established_on=dt.date(2020, 1, 1),
            full_members=8,
            by=SYSTEM,
        )
        enroll(branch, f"某某{n}")
        counted_meeting(branch, "2026-10-20", "lecture")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/dashboard/?month={OCTOBER}")
    assert len(many) == len(few)


def test_a_street_sees_nothing_of_its_neighbour(month, sign_in):
    client = sign_in("shao")
    page = text_of(client.get(f"/dashboard/?month={OCTOBER}"))
    assert "滨江社区第一党支部" in page
    assert "云台" not in page
    for path in ("/dashboard/?below=B", "/dashboard/rows/?show=duties&below=B-1", "/dashboard/?below=D"):
        assert client.get(path).status_code == 404
