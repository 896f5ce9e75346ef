"""Publishing: what is previewed, those below in one deed, desks and 已阅, withdrawal and the next version (R-RPT-04, use §10)."""

from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from documents.actions import export_report
from meetings.models import Meeting
from reports import actions
from reports.errors import AlreadyPublished, NothingToRead, NotPublished, NotYetFrozen, SumsDisagree
from reports.models import Line, Report, ReportReading
from reports.selectors import previews, received
from reports.selectors.comparison import compared_figures
from reports.selectors.versions import changed_figures
from tests.dashboards.test_desk import text_of
from tests.hand import OCTOBER, counted_meeting, moment
from tests.world import World

pytestmark = pytest.mark.once

REASON, DOCUMENT = "石塘镇少算了1次", "海云组函〔2026〕17号"


@pytest.fixture
def report(world: World) -> Report:
    counted_meeting(world.branch, "2026-10-25", "theme_day")
    return actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)


def statuses() -> dict[tuple[str, int], str]:
    rows = Report.objects.values_list("organization__code", "version", "status")
    return {(code, version): status for code, version, status in rows}


def withdraw(report: Report, by: Any = SYSTEM) -> Report:
    return actions.withdraw(report=Report.objects.get(pk=report.pk), reason=REASON, document=DOCUMENT, by=by)


# ── with those below ──


def test_the_reports_below_are_published_in_the_same_deed(report: Report, world: World) -> None:
    below = actions.unpublished_below(report).count()
    assert below == 2
    done = actions.publish(report=report, note="请对照", with_below=True, by=world.wei.actor)
    assert set(statuses().values()) == {"published"}
    street = Report.objects.get(organization=world.street)
    assert (street.note, street.published_with, street.published_at) == ("请对照", done, done.published_at)
    assert (street.issuer, street.addressees) == (
        f"{world.street.name}党建工作办公室",
        "各党委、党总支、党支部",
    )
    assert Entry.objects.filter(action="report.publish").count() == 1 + below
    assert actions.unpublished_below(report).count() == 0


def test_alone_the_others_stay_frozen(report: Report, world: World) -> None:
    actions.publish(report=report, by=world.wei.actor)
    assert sorted(statuses().values()) == ["frozen", "frozen", "published"]


def test_one_that_contradicts_itself_keeps_all_from_being_published(report: Report, world: World) -> None:
    """R-RPT-01: all or none."""
    street = Report.objects.get(organization=world.street)
    Line.objects.filter(report=street, path=street.path, held=1).update(held=7)
    with pytest.raises(SumsDisagree):
        actions.publish(report=report, with_below=True, by=world.wei.actor)
    assert set(statuses().values()) == {"frozen"}
    assert not Entry.objects.filter(action="report.publish").exists()


def test_one_that_somebody_else_just_published_keeps_all_from_being_published(
    report: Report, world: World, monkeypatch: Any
) -> None:
    from reports.actions import publish_report

    check = publish_report.snapshot.check_sums

    def meanwhile(*reports: Report) -> None:
        check(*reports)
        Report.objects.filter(organization=world.street).update(
            status="published", published_at=moment("2026-11-20T09:00")
        )

    monkeypatch.setattr(publish_report.snapshot, "check_sums", meanwhile)
    with pytest.raises(Gone):
        actions.publish(report=report, with_below=True, by=world.wei.actor)
    assert Report.objects.get(pk=report.pk).status == "frozen"


@pytest.mark.parametrize("with_below", [True, False])
def test_who_may_not_publish_publishes_nothing(report: Report, world: World, with_below: bool) -> None:
    for who in (world.lin, world.shao, world.shen):
        with pytest.raises(NotYours):
            actions.publish(report=report, with_below=with_below, by=who.actor)
    assert set(statuses().values()) == {"frozen"}


def test_what_is_not_ready_or_done_is_refused(report: Report, world: World) -> None:
    draft = actions.draw_up(organization=world.district, month=OCTOBER.next(), by=SYSTEM)
    with pytest.raises(NotYetFrozen):
        actions.publish(report=draft, with_below=True, by=world.wei.actor)
    actions.publish(report=report, by=world.wei.actor)
    with pytest.raises(AlreadyPublished):
        actions.publish(report=Report.objects.get(pk=report.pk), with_below=True, by=world.wei.actor)
    assert sorted(statuses().values()).count("published") == 1


# ── preview, desk, 已阅 ──


def test_the_desk_shows_word_for_word_what_publishing_previewed(
    report: Report, world: World, sign_in: Any
) -> None:
    note = "请对照名单。\n上门了解。"
    shown = text_of(sign_in("wei").get(f"/reports/{report.uuid}/publish/?as=A-2"))
    for words in ("滨江社区第二党支部的工作台", "区委合计：完成率11.1%，参会率90.0%"):
        assert words in shown
    actions.publish(report=report, note=note, with_below=True, by=world.wei.actor)
    branch = previews.preview_report(report, "A-2", by=world.wei.actor).received
    desk = received.desk_reports(world.branch, by=world.lin.actor)
    assert [(each.report, each.rows, each.whole) for each in desk.unread] == [
        (branch and branch.report, branch and branch.rows, branch and branch.whole)
    ]
    page = text_of(sign_in("lin").get("/"))
    assert "区委发来" in page
    assert "上门了解。" in page
    assert "区委合计：完成率11.1%，参会率90.0%" in page


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "A-1"),
        ("A-2", "A-2"),
        ("滨江 2", "A-2"),
        ("中共海云区滨江社区第二党支部（A-2）", "A-2"),
        ("没有", None),
    ],
)
def test_whoever_is_looked_at_is_found_by_name(
    report: Report, world: World, text: str, code: str | None
) -> None:
    found = previews.preview_report(report, text, by=world.wei.actor)
    assert (found.organization and found.organization.code) == code
    assert (found.received is None) == (code is None)


def test_a_report_of_a_body_below_is_in_the_list_and_not_on_the_desk(report: Report, world: World) -> None:
    own = Report.objects.get(organization=world.street)
    actions.publish(report=own, by=SYSTEM)
    assert [each.report for each in received.desk_reports(world.branch, by=world.lin.actor).unread] == [own]
    assert received.desk_reports(report.organization, by=world.wei.actor).unread == []


def test_read_once_it_leaves_the_desk_and_is_counted(report: Report, world: World, sign_in: Any) -> None:
    actions.publish(report=report, by=world.wei.actor)
    assert received.readers_of(report).read == 0
    sign_in("lin").post(f"/reports/{report.uuid}/read/", {"from": "desk"})
    actions.mark_read(report=report, by=world.lin.actor)
    assert ReportReading.objects.count() == Entry.objects.filter(action="report.read").count() == 1
    assert received.desk_reports(world.branch, by=world.lin.actor).unread == []
    assert len(received.desk_reports(world.branch, by=world.he.actor).unread) == 1
    counted = received.readers_of(report)
    assert (counted.read, counted.unread) == (1, counted.received - 1)
    assert f"已阅1/{counted.received}" in text_of(sign_in("wei").get(f"/reports/{report.uuid}/"))
    assert "已阅1/" not in text_of(sign_in("lin").get(f"/reports/{report.uuid}/"))


def test_who_published_it_and_who_is_not_below_find_nothing(report: Report, world: World) -> None:
    actions.publish(report=report, with_below=True, by=world.wei.actor)
    assert received.desk_reports(world.district, by=world.wei.actor).unread == []
    assert [each.report for each in received.desk_reports(world.street, by=world.shao.actor).unread] == [
        report
    ]
    street = Report.objects.get(organization=world.street)
    assert not Report.objects.visible_to(world.shen.actor).filter(pk=street.pk).exists()


def test_what_is_not_published_is_not_read(report: Report, world: World) -> None:
    with pytest.raises(NothingToRead):
        actions.mark_read(report=report, by=world.wei.actor)
    assert not ReportReading.objects.exists()


# ── withdrawal and the next version ──


def test_a_withdrawn_report_stays_readable_and_the_next_version_is_counted_anew(
    report: Report, world: World, clock: Any, sign_in: Any
) -> None:
    actions.publish(report=report, note="请对照", with_below=True, by=world.wei.actor)
    actions.mark_read(report=report, by=world.lin.actor)
    # Recorded before the cut-off, but missed when it was counted.
    counted_meeting(world.branch, "2026-10-26", "committee")
    made = withdraw(report, world.wei.actor)
    assert statuses() == {
        (code, version): "withdrawn" if version == 1 else "frozen" for code in "DAB" for version in (1, 2)
    }
    assert (made.version, made.replaces_id, made.published_at) == (2, report.pk, None)
    was, now = (each.totals.get(organization=world.district) for each in (report, made))
    assert (was.held, now.held) == (1, 2)
    assert ("已开", 1, 2) in {
        (row.label, row.old, row.new) for row in changed_figures(made, by=world.wei.actor)
    }
    page = text_of(sign_in("lin").get(f"/reports/{report.uuid}/"))
    assert "第1版已撤下，以第2版为准" in page
    assert REASON in page
    assert DOCUMENT in page
    assert sign_in("lin").get(f"/reports/{made.uuid}/").status_code == 404  # not published yet
    assert "已撤下，以第2版为准" in text_of(sign_in("lin").get("/"))
    assert received.desk_reports(world.branch, by=world.he.actor).withdrawn == []  # had not read it
    actions.publish(report=made, with_below=True, by=world.wei.actor)
    (waiting,) = received.desk_reports(world.branch, by=world.lin.actor).unread
    assert (waiting.report, waiting.has_read_former) == (made, True)
    counted = received.readers_of(made)
    assert (counted.read, counted.read_former) == (0, 1)
    assert "与第1版不同" in text_of(sign_in("lin").get(f"/reports/{made.uuid}/"))
    entry = Entry.objects.filter(action="report.withdraw", subject_id=str(report.uuid)).first()
    assert entry is None or entry.note == REASON


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_the_paper_of_a_withdrawn_version_says_so(report: Report, world: World, form: Any) -> None:
    from io import BytesIO

    from docx import Document
    from openpyxl import load_workbook
    from pypdf import PdfReader

    actions.publish(report=report, by=world.wei.actor)
    withdraw(report)
    old = Report.objects.get(pk=report.pk)
    _, content = export_report(report=old, form=form, by=world.wei.actor)
    if form == "docx":
        document = Document(BytesIO(content))
        text = "".join(each.text for each in document.paragraphs)
        assert 'string="已撤下"' in document.sections[0].header._element.xml
    elif form == "xlsx":
        text = "".join(
            str(cell.value) for sheet in load_workbook(BytesIO(content)) for row in sheet.rows for cell in row
        )
    else:
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "已撤下，以第2版为准" in text.replace("\n", "")


def test_only_what_is_published_is_withdrawn_and_only_by_who_publishes(report: Report, world: World) -> None:
    with pytest.raises(NotPublished):
        withdraw(report, world.wei.actor)
    actions.publish(report=report, by=world.wei.actor)
    for who in (world.lin, world.shao, world.shen):
        with pytest.raises(NotYours):
            withdraw(report, who.actor)
    assert sorted(statuses().values()) == ["frozen", "frozen", "published"]
    withdraw(report, world.wei.actor)
    with pytest.raises(NotPublished):
        withdraw(report, world.wei.actor)
    assert sorted(statuses().values()) == ["frozen", "frozen", "frozen", "withdrawn"]


@pytest.mark.parametrize("missing", ["reason", "document"])
def test_no_report_is_withdrawn_without_reason_and_document(
    report: Report, world: World, sign_in: Any, missing: str
) -> None:
    actions.publish(report=report, by=world.wei.actor)
    sent = {"reason": REASON, "document": DOCUMENT} | {missing: "  "}
    assert sign_in("wei").post(f"/reports/{report.uuid}/withdraw/", sent).status_code == 400
    assert Report.objects.get(pk=report.pk).status == "published"


def test_a_street_withdrawn_alone_takes_the_rows_of_the_report_above(report: Report, world: World) -> None:
    """R-RPT-01: under a frozen report both say the same, whatever was recorded since."""
    actions.publish(report=report, with_below=True, by=world.wei.actor)
    street = Report.objects.get(organization=world.street)
    counted_meeting(world.branch, "2026-10-26", "committee")
    made = withdraw(street, world.wei.actor)
    assert made.totals.get(organization=world.street).held == 1
    assert Report.objects.get(pk=report.pk).status == "published"


def test_what_became_known_after_the_freeze_stays_listed_beside_the_next_version(
    report: Report, world: World, clock: Any
) -> None:
    actions.publish(report=report, by=world.wei.actor)
    clock.move_to(moment("2026-11-23T09:00"))
    counted_meeting(world.branch, "2026-10-18", "committee", submitted_at=moment("2026-11-23T08:00"))
    actions.notice_corrections(by=SYSTEM)
    noticed = {(row.field, row.new) for row in report.amendments.filter(organization=world.branch)}
    made = withdraw(report, world.wei.actor)
    assert noticed
    assert {(row.field, row.new) for row in made.amendments.filter(organization=world.branch)} == noticed
    assert report.amendments.count() == made.amendments.count()
    assert actions.notice_corrections(by=SYSTEM) == []


def test_frozen_months_keep_their_figures_while_a_version_is_withdrawn(report: Report, world: World) -> None:
    from reports.selectors.figures import month_figures

    actions.publish(report=report, by=world.wei.actor)
    Meeting.objects.all().update(status="returned")
    before = month_figures(world.street, OCTOBER).totals[world.street.pk].held
    street = Report.objects.get(organization=world.street)
    assert before == 1
    made = withdraw(report, world.wei.actor)
    assert month_figures(world.street, OCTOBER).report == made
    assert not Report.objects.filter(pk=street.pk, status="withdrawn").exists()  # it had not been published


# ── comparison ──


def test_a_frozen_month_is_compared_with_frozen_ones_only(report: Report, world: World, clock: Any) -> None:
    assert compared_figures(report) is not None
    assert [row.change for row in compared_figures(report).rows] == ["—"] * 6  # type: ignore[union-attr]
    clock.move_to(moment("2026-12-07T09:00"))
    draft = actions.draw_up(organization=world.district, month=OCTOBER.next(), by=SYSTEM)
    assert compared_figures(draft) is None
    november = actions.freeze(organization=world.district, month=OCTOBER.next(), by=SYSTEM)
    compared = compared_figures(november)
    assert compared is not None
    assert (compared.now_name, compared.before_name, compared.year_before_name) == (
        "2026年11月",
        "10月",
        "2025年11月",
    )
    rows = {row.label: (row.now, row.before, row.change) for row in compared.rows}
    assert rows["已开"] == ("0次", "1次", "少1")
    assert rows["完成率"][2].startswith("降")


# ── API ──


def test_the_api_publishes_previews_withdraws_and_reads_by_the_same_actions(
    report: Report, world: World, sign_in: Any
) -> None:
    one = f"/api/v1/reports/{report.uuid}/"
    wei, lin = sign_in("wei"), sign_in("lin")
    shown = wei.get(f"{one}preview/?organization=A-2").json()
    assert (shown["organization"], [row["month"] for row in shown["own"]]) == (
        "A-2",
        ["2026-10", "2026-09", "2025-10"],
    )
    assert wei.get(f"{one}preview/?organization=没有").status_code == 404
    sent = {"note": "请对照", "with_below": True}
    assert wei.post(f"{one}publish/", sent, content_type="application/json").json()["status"] == "published"
    assert set(statuses().values()) == {"published"}
    assert lin.post(f"{one}read/", {}, content_type="application/json").json()["version"] == 1
    assert wei.get(f"{one}readers/").json()["read"] == 1
    assert lin.get(f"{one}readers/").status_code == 403
    taken = {"reason": REASON, "document": DOCUMENT}
    assert lin.post(f"{one}withdraw/", taken, content_type="application/json").status_code == 403
    made = wei.post(f"{one}withdraw/", taken, content_type="application/json").json()
    assert (made["version"], made["status"], made["replaces"]) == (2, "frozen", str(report.uuid))
    old = lin.get(one).json()
    assert (old["status"], old["withdrawal_reason"], old["withdrawal_document"]) == (
        "withdrawn",
        REASON,
        DOCUMENT,
    )
    assert lin.post(f"{one}read/", {}, content_type="application/json").json()["code"] == "nothing_to_read"


# ── the list ──


def test_the_list_shows_the_highest_report_of_each_month_with_its_figures(
    report: Report, world: World, clock: Any, sign_in: Any
) -> None:
    clock.move_to(moment("2026-12-07T09:00"))
    actions.freeze(organization=world.district, month=OCTOBER.next(), by=SYSTEM)
    actions.publish(report=report, with_below=True, by=world.wei.actor)
    actions.mark_read(report=report, by=world.lin.actor)
    rows = sign_in("wei").get("/reports/").context["rows"]
    assert [(row.report.organization.code, f"{row.report.month:%Y-%m}", row.of_month) for row in rows] == [
        ("D", "2026-11", 3),
        ("D", "2026-10", 3),
    ]
    november, october = rows
    assert (november.figures.held, october.figures.held, october.read) == (0, 1, 1)
    assert (november.change, november.year_change, october.change) == ("降11.1", "—", "—")
    of_october = sign_in("wei").get("/reports/?month=2026-10").context["rows"]
    assert [row.report.organization.code for row in of_october] == ["D", "A", "B"]
    # A branch finds what was published over it, a street its own too.
    assert [row.report for row in sign_in("lin").get("/reports/").context["rows"]] == [report]
    made = withdraw(report, world.wei.actor)
    rows = sign_in("wei").get("/reports/").context["rows"]
    assert [row.report for row in rows][1:] == [made, report]
