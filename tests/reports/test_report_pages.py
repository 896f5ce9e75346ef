"""Reports on the page: built, read, published, taken along; each reader gets the rows of his reach."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry, Job
from branches.selectors.actors import SYSTEM
from core.clock import Period
from reports import actions
from reports.models import Amendment, Report
from tests.dashboards.test_desk import text_of
from tests.hand import counted_meeting

pytestmark = pytest.mark.once

OCTOBER = Period.parse("2026-10")


@pytest.fixture
def report(world):
    """October of the district, frozen: Lin's branch has its theme day and committee, the rest nothing."""
    counted_meeting(world.branch, "2026-10-25", "theme_day", "lecture")
    counted_meeting(world.branch, "2026-10-05", "committee", is_late=True)
    return actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)


@pytest.fixture
def published(report, world):
    return actions.publish(report=report, note="请按时开展", by=world.wei.actor)


def rows_of(page):
    """The table as a reader sees it: name → its cells."""
    body = re.search(r'<table class="table dense stick">.*?<tbody>(.*?)</tbody>', page, re.S).group(1)
    found = {}
    for row in re.findall(r"<tr.*?</tr>", body, re.S):
        cells = [
            re.sub(r"<[^>]+>|\s", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        found[cells[0]] = cells[1:]
    return found


def test_a_report_says_what_it_counted(report, world, sign_in):
    page = text_of(sign_in("wei").get(f"/reports/{report.uuid}/"))
    assert "区委 2026年10月 组织生活督查月报" in page
    assert "10月应召开9次，已召开2次，完成率22.2%。应到20人次，实到18人次，参会率90.0%。" in page
    assert "6个支部有未开展事项，共7项" in page
    assert "逾期补录1次，退回修改0次。" in page
    assert "会议日期在10月1日至10月31日，11月5日24:00前提交" in page
    assert "支部党员大会、党课还没有到期，只列进度" in page
    assert " ".join(report.digest[at : at + 4] for at in range(0, 16, 4)) in page


def test_the_table_opens_level_by_level_by_links(report, world, sign_in):
    client = sign_in("wei")
    first = client.get(f"/reports/{report.uuid}/").content.decode()
    assert list(rows_of(first)) == ["区委", "望海街道党工委", "云台街道党工委"]
    assert 'href="?open=D&amp;open=A&amp;#lines"' in first
    opened = rows_of(client.get(f"/reports/{report.uuid}/?open=D&open=A").content.decode())
    assert list(opened)[2:5] == ["滨江社区第一党支部", "滨江社区第二党支部", "滨江社区第三党支部"]
    assert opened["滨江社区第二党支部"] == [
        "", "1", "0", "1", "1", "2", "0", "1", "1", "1", "1", "0", "50.0%", "90.0%", "1",
    ]  # fmt: skip
    assert opened["滨江社区第三党支部"][3] == "不适用"
    everything = rows_of(client.get(f"/reports/{report.uuid}/?open=all").content.decode())
    assert len(everything) == 9


def test_htmx_is_given_the_table_alone(report, sign_in):
    answer = sign_in("wei").get(f"/reports/{report.uuid}/?open=A", HTTP_HX_REQUEST="true")
    assert answer.content.decode().lstrip().startswith('<div id="lines">')


def test_corrections_stand_beside_the_figures(report, world, sign_in):
    rule = report.lines.filter(rule__code="R-MEET-04").first().rule
    for field, new in (("expected", 12), ("held", 1)):
        Amendment.objects.create(
            report=report,
            organization=world.branches[0],
            rule=rule,
            field=field,
            old=0,
            new=new,
            reason="10月20日主题党日11月9日补录",
        )
    page = text_of(sign_in("wei").get(f"/reports/{report.uuid}/"))
    assert "10月20日主题党日11月9日补录：已开由0变1，应到人次由0变12 " in page
    assert page.count("11月9日补录") == 1
    assert "完成率22.2%" in page


def test_a_draft_of_a_running_month_lists_what_is_lacking_and_calls_nothing_missed(world, sign_in):
    counted_meeting(world.branch, "2026-11-05", "theme_day")
    draft = actions.draw_up(organization=world.district, month=Period.parse("2026-11"), by=SYSTEM)
    assert not draft.is_month_over
    assert set(draft.lines.values_list("missed_in_a_row", flat=True)) == {0}
    assert set(draft.totals.values_list("missed", flat=True)) == {0}
    page = text_of(sign_in("wei").get(f"/reports/{draft.uuid}/"))
    assert "本月还没有结束，未开展事项月后统计。" in page
    assert "未完成项目 6个支部，8项" in page
    assert "未开展名单" not in page
    assert "首次" not in page


def test_the_district_publishes_with_a_note(report, world, sign_in):
    client = sign_in("wei")
    assert "/publish/" in client.get(f"/reports/{report.uuid}/").content.decode()
    answer = client.post(f"/reports/{report.uuid}/publish/", {"note": "请按时开展"}, follow=True)
    page = text_of(answer)
    assert "已公布10月督查月报" in page
    assert "/publish/" not in answer.content.decode()
    report.refresh_from_db()
    assert (report.status, report.note, report.published_by) == ("published", "请按时开展", world.wei.user)


def test_a_street_builds_and_does_not_publish(report, world, sign_in):
    own = Report.objects.get(organization=world.street)
    client = sign_in("shao")
    assert "/publish/" not in client.get(f"/reports/{own.uuid}/").content.decode()
    assert client.post(f"/reports/{own.uuid}/publish/", {"note": ""}).status_code == 403
    own.refresh_from_db()
    assert own.status == "frozen"


def test_a_draft_is_not_published(world, sign_in):
    draft = actions.draw_up(organization=world.district, month=OCTOBER, by=SYSTEM)
    answer = sign_in("wei").post(f"/reports/{draft.uuid}/publish/", {"note": ""})
    assert answer.status_code == 409
    assert "这份月报还是初稿" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "drafted"


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_a_report_is_taken_along_and_the_audit_says_so(report, sign_in, form):
    answer = sign_in("wei").get(f"/reports/{report.uuid}/file.{form}")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    assert Entry.objects.filter(action="report.export", after__form=form).count() == 1


def test_there_is_no_other_form(report, sign_in):
    assert sign_in("wei").get(f"/reports/{report.uuid}/file.ods").status_code == 404


def test_a_month_is_built_as_a_job(world, sign_in):
    answer = sign_in("wei").post("/reports/", {"month": "2026-10", "organization": "D"})
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/jobs/{job.uuid}/")
    assert job.title == "生成区委2026年10月月报"
    assert "生成区委2026年10月月报" in text_of(sign_in("wei").get("/reports/"))


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"month": "2026-10", "organization": "D"}, 409, "已经冻结"),
        ({"month": "2031-01", "organization": "D"}, 400, "2031-01"),
        ({"month": "2026-10", "organization": "A-2"}, 400, "请从列表里选"),
    ],
)
def test_what_cannot_be_built_is_said_and_starts_nothing(report, sign_in, sent, status, sentence):
    answer = sign_in("wei").post("/reports/", sent)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert Job.objects.count() == 0


def test_a_street_builds_only_its_own(world, sign_in):
    client = sign_in("shao")
    assert client.post("/reports/", {"month": "2026-10", "organization": "B"}).status_code == 400
    assert client.post("/reports/", {"month": "2026-10", "organization": "D"}).status_code == 400
    assert Job.objects.count() == 0


def test_the_list_is_narrowed_by_month_and_status(report, sign_in):
    client = sign_in("wei")
    assert client.get("/reports/?month=2026-10").content.decode().count('data-state="frozen"') == 3
    assert "没有符合条件的月报" in text_of(client.get("/reports/?month=2026-09"))
    assert "没有符合条件的月报" in text_of(client.get("/reports/?status=published"))
    assert client.get("/reports/?month=october").status_code == 404


def test_without_reports_the_list_says_what_to_do(world, sign_in):
    assert "还没有月报 在下面选月份生成" in text_of(sign_in("wei").get("/reports/"))
    assert "还没有公布的月报" in text_of(sign_in("lin").get("/reports/"))


def test_a_secretary_reads_his_own_lines_once_published(published, world, sign_in):
    client = sign_in("lin")
    page = client.get(f"/reports/{published.uuid}/")
    assert list(rows_of(page.content.decode())) == ["滨江社区第二党支部"]
    assert "请按时开展" in text_of(page)
    assert "10月滨江社区第二党支部应召开4次，已召开2次，完成率50.0%" in text_of(page)
    for hidden in ("云台", "第一党支部", "第三党支部"):
        assert hidden not in text_of(page)
    assert client.get(f"/reports/{published.uuid}/file.xlsx").status_code == 200


@pytest.mark.parametrize("who", ["lin", "shen"])
def test_what_is_not_published_is_not_there_for_a_branch(report, sign_in, who):
    assert sign_in(who).get(f"/reports/{report.uuid}/").status_code == 404


@pytest.mark.parametrize("who", ["hua", "sys", "sec", "aud"])
def test_reports_are_not_for_everybody(published, sign_in, who):
    client = sign_in(who)
    assert client.get("/reports/").status_code == 403
    assert client.get(f"/reports/{published.uuid}/").status_code == 404
    assert client.get(f"/reports/{published.uuid}/file.xlsx").status_code == 404


def test_a_report_asks_as_often_opened_as_closed(report, sign_in):
    client = sign_in("wei")
    client.get(f"/reports/{report.uuid}/")
    with CaptureQueriesContext(connection) as closed:
        client.get(f"/reports/{report.uuid}/")
    with CaptureQueriesContext(connection) as opened:
        client.get(f"/reports/{report.uuid}/?open=all")
    assert len(opened) == len(closed)


def test_shen_sees_nothing_of_lins(published, sign_in):
    page = text_of(sign_in("shen").get(f"/reports/{published.uuid}/"))
    assert "云台社区第一党支部" in page
    assert "滨江" not in page
    assert "望海" not in page


def test_the_day_of_publication_is_said(published, sign_in, clock):
    assert dt.datetime(2026, 11, 22, 7, tzinfo=dt.UTC) == published.published_at
    assert "11月22日 15:00韦明公布" in text_of(sign_in("wei").get(f"/reports/{published.uuid}/"))


@pytest.mark.parametrize(("query", "month"), [("", "2026-10"), ("?month=2026-09", "2026-09")])
def test_the_month_offered_to_build_is_the_last_or_the_one_looked_at(world, sign_in, query, month):
    page = sign_in("wei").get(f"/reports/{query}").content.decode()
    offered = re.search(r'<select name="month"[^>]*id="id_month".*?</select>', page, re.S).group()
    assert re.findall(r'value="([\d-]+)" selected', offered) == [month]


def test_the_cut_off_is_said_as_it_is_set(world, sign_in, settings):
    assert "初稿，5日24:00以后冻结" in text_of(sign_in("wei").get("/reports/"))
    settings.REPORT_CUT_OFF_DAY = 8
    assert "初稿，8日24:00以后冻结" in text_of(sign_in("wei").get("/reports/"))
