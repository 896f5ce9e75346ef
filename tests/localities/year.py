"""Settings that decide about periods: months, years of organizational life, reports, effort, planned days."""

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.test import Client
from docx import Document

from branches.selectors.actors import SYSTEM
from documents.actions import export_report
from life import actions
from life.models import Appraisal, AppraisalEntry
from life.states import Stage
from meetings import actions as actions_of_meetings
from meetings.record.schema import AttendanceMark
from members import actions as member_actions
from reports.actions import freeze, publish
from reports.models import Report
from tests.hand import OCTOBER, moment
from tests.localities.table import row
from tests.world import World


@row("REPORT_CUT_OFF_DAY", 8)
def report_cut_off_day(world: World, page_text: Any, clock: Any) -> None:
    """What was handed in on the 7th counts for the month before, on the dashboard too."""
    assert "初稿，8日24:00以后冻结" in page_text("wei", "/reports/")
    clock.move_to(moment("2026-12-07T12:00:00"))
    assert "2026年11月" in page_text("wei", "/dashboard/")
    clock.move_to(moment("2026-12-09T12:00:00"))
    assert "2026年12月" in page_text("wei", "/dashboard/")


@row("ISSUING_OFFICE", "中共海云区委党建办")
def issuing_office(world: World, page_text: Any, clock: Any) -> None:
    """It signs the district's report, on the page and on paper; a street's is signed by the street's own office."""
    report = publish_october(world.district)
    assert "中共海云区委党建办签发" in page_text("wei", f"/reports/{report.uuid}/")
    assert "中共海云区委党建办" in letter(report)
    street = Report.objects.get(organization=world.street, month=OCTOBER.since)
    assert publish(report=street, by=SYSTEM).issuer == f"{world.street.name}党建工作办公室"


@row("ISSUING_OFFICES", {"D": "海云区委党建工作处"})
def issuing_offices(world: World, page_text: Any) -> None:
    report = publish_october(world.district)
    assert "海云区委党建工作处签发" in page_text("wei", f"/reports/{report.uuid}/")
    assert "海云区委党建工作处" in letter(report)


@row("REPORT_ADDRESSEE", "各街道、各部门党组织")
def report_addressee(world: World) -> None:
    """Of the highest committee's report; a street writes to the committees and branches below it."""
    assert "各街道、各部门党组织：" in letter(publish_october(world.district))
    street = Report.objects.get(organization=world.street, month=OCTOBER.since)
    assert publish(report=street, by=SYSTEM).addressees == "各党委、党总支、党支部"


@row("REPORT_ADDRESSEES", {"A": "滨江各社区党组织"})
def report_addressees(world: World) -> None:
    assert "各党（工）委，各直属党组织：" in letter(publish_october(world.district))
    street = Report.objects.get(organization=world.street, month=OCTOBER.since)
    assert publish(report=street, by=SYSTEM).addressees == "滨江各社区党组织"


@row("REPORT_RECTIFY_DAYS", 20)
def report_rectify_days(world: World) -> None:
    assert "2026年12月12日前报上级党组织" in letter(publish_october(world.district))


def publish_october(organization: Any) -> Report:
    return publish(report=freeze(organization=organization, month=OCTOBER, by=SYSTEM), by=SYSTEM)


def letter(report: Report) -> str:
    _, content = export_report(report=report, form="docx", by=SYSTEM)
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


@row("DUE_SOON_DAYS", 7)
def due_soon_days(world: World, sign_in: Callable[[str], Client]) -> None:
    """November ends in eight days: its meetings are not yet due soon here."""
    page = sign_in("lin").get("/").content.decode()
    assert 'data-state="due_soon"' not in page
    assert "主题党日" in page


@row("SECONDS_A_TAP", 600)
def seconds_a_tap(world: World, page_text: Any, sign_in: Any, typed: Any) -> None:
    assert minutes_told(page_text, sign_in, typed) >= 40


@row("SECONDS_A_CHARACTER", 600)
def seconds_a_character(world: World, page_text: Any, sign_in: Any, typed: Any) -> None:
    assert minutes_told(page_text, sign_in, typed) >= 100


def minutes_told(page_text: Any, sign_in: Any, typed: Any) -> int:
    """What the dashboard says a meeting of this month cost."""
    assert sign_in("lin").post("/meetings/record/", typed()).status_code == 302
    page = page_text("wei", "/dashboard/?month=2026-11")
    found = re.findall(r"([\d,]+)分钟", page[page.index("基层填报工作量") :])
    return max(int(each.replace(",", "")) for each in found)


@row("LIFE_DEADLINE", "11-15")
def life_deadline(world: World, page_text: Any) -> None:
    assert "2026年11月15日前开" in page_text("lin", "/life/?organization=A-2")


@row("LIFE_GRACE", "04-30")
def life_grace(world: World, page_text: Any) -> None:
    assert "最迟2027年4月30日补开" in page_text("lin", "/life/?organization=A-2")


@row("APPRAISAL_BASE", "taking_part")
def appraisal_base(world: World, page_text: Any) -> None:
    """8 of 9 take part: a third of them is two."""
    begun = actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)
    Appraisal.objects.filter(pk=begun.pk).update(stage=Stage.CONCLUSION)
    assert "最多2人" in page_text("lin", f"/life/appraisals/{begun.uuid}/")


@row("APPRAISAL_QUORUM", "1")
def appraisal_quorum(world: World, sign_in: Callable[[str], Client], make: Any) -> None:
    """One of eight is on leave: the vote opens elsewhere, not here."""
    meeting = make(kinds=["appraisal"], marks={world.members[7].uuid: AttendanceMark("on_leave", "sick")})
    begun = actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)
    Appraisal.objects.filter(pk=begun.pk).update(stage=Stage.POLL, meeting=meeting)
    page = sign_in("lin").post(f"/life/appraisals/{begun.uuid}/", {"deed": "open"})
    assert "至少要到8人" in page.content.decode()


@row("GRADING_SHARE", "7/8")
def grading_share(world: World, page_text: Any) -> None:
    """Of eight with a vote six ballots are needed elsewhere, seven here."""
    begun = actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)
    Appraisal.objects.filter(pk=begun.pk).update(stage=Stage.POLL)
    assert "至少7张才有效" in page_text("lin", f"/life/appraisals/{begun.uuid}/")


@row("DISPOSAL_PLAN_DAYS", 60)
def disposal_plan_days(world: World, page_text: Any) -> None:
    begun = Appraisal.objects.create(organization=world.branch, year=2026, stage=Stage.CONCLUSION)
    AppraisalEntry.objects.create(appraisal=begun, member=world.members[5], grade="incompetent")
    actions.advance_appraisal(appraisal=begun, to="closed", by=world.lin.actor)
    assert "最迟2027年1月21日前定" in page_text("lin", "/")


@row("RECTIFICATION_PLAN_DAYS", 30)
def rectification_plan_days(world: World, page_text: Any) -> None:
    assert "可以会后30天内补" in page_text("lin", "/meetings/record/?organization=A-2&kinds=life")


def hours_told(world: World, make: Any, page_text: Any, **facts: Any) -> str:
    """What the page says of somebody who came to that meeting."""
    actions_of_meetings.submit(meeting=make(**facts), by=world.lin.actor)
    return str(page_text("hua", f"/life/members/{world.members[2].uuid}/"))


@row("STUDY_KINDS", ["lecture"])
def study_kinds(world: World, make: Any, page_text: Any) -> None:
    assert "2.0学时" not in hours_told(world, make, page_text, kinds=["theme_day"])


@row("STUDY_DAY_HOURS", 1)
def study_day_hours(world: World, make: Any, page_text: Any) -> None:
    assert "1.0学时" in hours_told(world, make, page_text, kinds=["theme_day"])


@row("OCCASION_TALK_DAYS", 30)
def occasion_talk_days(world: World, page_text: Any) -> None:
    member_actions.restrict(
        member=world.members[5], kind="probation", since=dt.date(2026, 10, 1), reason="处分", by=SYSTEM
    )
    assert "30天内书记还没谈话" in page_text("lin", "/")


@row("EDUCATION_HOURS", 56)
def education_hours(world: World, page_text: Any) -> None:
    assert "全年要求56学时" in page_text("hua", f"/life/members/{world.members[2].uuid}/")


@row("WORKDAY_MOVES", "later")
def workday_moves(world: World, sign_in: Callable[[str], Client]) -> None:
    """The activity day is the 25th: in April 2027 a Sunday, in July too."""
    page = sign_in("lin").get("/plans/?organization=A-2&year=2027").content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "4月26日" in said
    assert "7月26日" in said
    assert "9月27日" in said  # a Saturday: the nearest working day would be the 24th
