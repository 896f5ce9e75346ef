"""The life of a report: built, built again, frozen, published, corrected; each with its refusals."""

from typing import Any

import pytest

from audit.models import Entry, Job
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core import clock as the_clock
from core.clock import Period
from meetings.models import Meeting
from reports import actions, errors, tasks
from reports.actions import store_rows
from reports.actions.build_report import root_committees
from reports.models import Line, Report
from reports.selectors import figures
from reports.sql import snapshot as storing
from tests.forest_fixtures import Forest
from tests.hand import OCTOBER, counted_meeting, moment, place

NOVEMBER = OCTOBER.next()


def snapshot(report: Report) -> tuple[Any, ...]:
    report.refresh_from_db()
    return (
        report.status,
        report.version,
        report.digest,
        list(report.lines.order_by("pk").values_list()),
        list(report.totals.order_by("pk").values_list()),
    )


def built(organization: Organization, month: Period = OCTOBER) -> Report:
    return actions.draw_up(organization=organization, month=month, by=SYSTEM)


def frozen(organization: Organization) -> Report:
    return actions.freeze(organization=organization, month=OCTOBER, by=SYSTEM)


# ── building ──


def test_building_writes_a_report_for_every_committee_and_no_other(forest: Forest) -> None:
    built(forest.district)
    assert list(Report.objects.order_by("path").values_list("organization__code", "status", "version")) == [
        ("D", "drafted", 1),
        ("S", "drafted", 1),
    ]


def test_building_twice_changes_nothing_but_the_time(forest: Forest, clock: Any) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    report = built(forest.district)
    before = (report.version, report.digest, report.lines.count())
    clock.move_to(moment("2026-11-23T09:00"))
    again = built(forest.district)
    assert again.pk == report.pk
    assert (again.version, again.digest, again.lines.count()) == before
    assert again.built_at == moment("2026-11-23T09:00")


def test_new_content_is_a_new_digest_of_the_same_version(forest: Forest) -> None:
    first = built(forest.district)
    counted_meeting(forest.near, "2026-10-16", "theme_day")
    second = built(forest.district)
    assert (second.version, second.digest != first.digest) == (1, True)  # nothing was issued
    street = Report.objects.get(organization=forest.street)
    assert street.version == 1  # nothing of it has changed


def test_the_digest_covers_every_figure(forest: Forest) -> None:
    report = built(forest.district)
    assert storing.content_digest(report) == report.digest
    Line.objects.filter(report=report, organization=forest.deep).update(present=1)
    assert storing.content_digest(report) != report.digest


def test_a_report_whose_rows_do_not_add_up_is_refused(forest: Forest) -> None:
    """R-RPT-01."""
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    report = built(forest.district)
    storing.check_sums(report)
    for changed in ({"held": 5}, {"required": 9}, {"fulfilled": 0}, {"expected": 99}):
        line = report.lines.get(organization=forest.deep, rule__code="R-MEET-04")
        Line.objects.filter(pk=line.pk).update(**changed)
        with pytest.raises(errors.SumsDisagree) as refused:
            storing.check_sums(report)
        assert refused.value.rule == "R-RPT-01"
        line.save()
    storing.check_sums(report)


def test_a_report_that_shows_more_than_was_recorded_is_refused(forest: Forest) -> None:
    """R-RPT-02."""
    meeting = counted_meeting(forest.deep, "2026-10-16", "theme_day")
    report = built(forest.district)
    store_rows.check_held(report)
    Meeting.objects.filter(pk=meeting.pk).update(status="returned")
    with pytest.raises(errors.MoreHeldThanRecorded) as refused:
        store_rows.check_held(report)
    assert refused.value.facts == {"name": "主题党日", "held": 1, "recorded": 0}


@pytest.mark.parametrize(
    ("code", "month", "error"),
    [
        ("N", "2026-10", errors.NoReportHere),
        ("G", "2026-10", errors.NoReportHere),
        ("D", "2026-12", errors.MonthNotBegun),
    ],
)
def test_no_report_for_a_branch_or_a_month_to_come(
    forest: Forest, code: str, month: str, error: type[Exception]
) -> None:
    organization = Organization.objects.get(code=code)
    with pytest.raises(error):
        actions.build(organization=organization, month=Period.parse(month), by=SYSTEM)
    assert (Job.objects.count(), Report.objects.count()) == (0, 0)


def test_a_build_under_way_is_handed_back(forest: Forest) -> None:
    job = actions.build(organization=forest.district, month=OCTOBER, by=SYSTEM)
    assert actions.build(organization=forest.district, month=OCTOBER, by=SYSTEM) == job
    tasks.draw_up_reports(job.pk)
    job.refresh_from_db()
    report = Report.objects.get(organization=forest.district)
    assert (job.status, job.result_url) == ("done", f"/reports/{report.uuid}/")
    assert (job.done, job.total) == (2, 2)
    assert actions.build(organization=forest.district, month=OCTOBER, by=SYSTEM) != job


def test_each_build_is_written_to_the_audit(forest: Forest) -> None:
    built(forest.district)
    assert list(Entry.objects.filter(action="report.build").values_list("path", flat=True)) == [
        forest.street.path,
        forest.district.path,
    ]


def test_rebuilding_drafts_takes_up_what_changed_since(forest: Forest, clock: Any) -> None:
    built(forest.district)
    clock.move_to(moment("2026-11-22T16:00"))
    counted_meeting(forest.groups[0], "2026-10-16", "group", submitted_at=moment("2026-11-03T09:00"))
    [rebuilt] = actions.rebuild_drafts(by=SYSTEM)
    assert (rebuilt.version, storing.content_digest(rebuilt)) == (1, rebuilt.digest)
    live = figures.live_figures(forest.district, OCTOBER, the_clock.now())
    assert figures.stored_figures(rebuilt).lines == live.lines
    assert figures.stored_figures(rebuilt).totals == live.totals


def test_rebuilding_drafts_says_nothing_where_nothing_changed(forest: Forest, clock: Any) -> None:
    report = built(forest.district)
    entries = Entry.objects.count()
    clock.move_to(moment("2026-11-23T02:30"))
    actions.rebuild_drafts(by=SYSTEM)
    again = Report.objects.get(pk=report.pk)
    assert (again.version, again.digest) == (report.version, report.digest)
    assert again.built_at == moment("2026-11-23T02:30")
    assert Entry.objects.count() == entries


def test_rebuilding_drafts_leaves_those_of_a_committee_that_was_not_there(forest: Forest) -> None:
    report = built(forest.district)
    kept = snapshot(report)
    Organization.objects.filter(pk=forest.district.pk).update(established_on="2026-11-02")
    assert actions.rebuild_drafts(by=SYSTEM) == []
    assert snapshot(report) == kept


def test_a_committee_put_above_others_later_has_no_earlier_report_and_empties_none(forest: Forest) -> None:
    above = place("T", "committee", since="2026-11-02")
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    path = f"{above.path}0001"
    for each in Organization.objects.within(forest.district):
        Organization.objects.filter(pk=each.pk).update(path=path + each.path[len(forest.district.path) :])
    Organization.objects.filter(pk=forest.district.pk).update(parent=above)
    second = place("E", "committee", above)
    place("E-1", "branch", second)
    for deed in (actions.build, actions.draw_up, actions.freeze):
        with pytest.raises(errors.NotThereThatMonth):
            deed(organization=above, month=OCTOBER, by=SYSTEM)
    assert (Report.objects.count(), Job.objects.count()) == (0, 0)
    for job in actions.freeze_all(month=OCTOBER, by=SYSTEM):
        tasks.freeze_reports(job.pk)
    found = Report.objects.order_by("path").values_list("organization__code", "status")
    assert list(found) == [("D", "frozen"), ("S", "frozen"), ("E", "frozen")]
    assert Report.objects.get(organization=second).lines.filter(organization__code="E-1").count() == 5
    assert [root.code for root in root_committees(NOVEMBER)] == ["T"]


def test_a_committee_founded_later_gets_no_report_of_an_earlier_month(forest: Forest) -> None:
    place("T", "working_committee", forest.district, "2026-11-02")
    built(forest.district)
    assert not Report.objects.filter(organization__code="T").exists()


# ── freezing ──


def test_freezing_waits_for_the_cut_off(forest: Forest, clock: Any) -> None:
    clock.move_to(moment("2026-11-05T23:59:59"))
    with pytest.raises(errors.TooEarlyToFreeze):
        frozen(forest.district)
    assert Report.objects.count() == 0
    clock.move_to(moment("2026-11-06T00:00"))
    frozen(forest.district)
    assert set(Report.objects.values_list("status", flat=True)) == {"frozen"}


def test_a_frozen_report_cannot_be_built_or_frozen_again(forest: Forest) -> None:
    report = frozen(forest.district)
    counted_meeting(forest.deep, "2026-10-16", "theme_day", submitted_at=moment("2026-11-20T09:00"))
    before = snapshot(report)
    for deed in (
        lambda: actions.build(organization=forest.district, month=OCTOBER, by=SYSTEM),
        lambda: built(forest.district),
        lambda: frozen(forest.district),
    ):
        with pytest.raises(errors.ReportFrozen):
            deed()
    assert actions.rebuild_drafts(by=SYSTEM) == []
    assert snapshot(report) == before


def test_frozen_figures_do_not_move_with_the_meetings(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    frozen(forest.district)
    Meeting.objects.update(status="returned")
    assert figures.month_figures(forest.district, OCTOBER).totals[forest.deep.pk].held == 1
    assert figures.month_figures(forest.deep, OCTOBER).report is not None
    assert figures.live_figures(forest.district, OCTOBER, the_clock.now()).totals[forest.deep.pk].held == 0


def test_a_trend_takes_frozen_months_and_computes_the_running_ones(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    counted_meeting(forest.near, "2026-11-16", "theme_day")
    frozen(forest.district)
    Meeting.objects.filter(held_on__lt="2026-11-01").update(status="returned")
    points = figures.trend(forest.district, 3)
    assert [point.month.text for point in points] == ["2026-09", "2026-10", "2026-11"]
    assert [point.total and point.total.held for point in points] == [None, 1, 1]


def test_the_monthly_tasks_work_on_the_month_that_has_ended(forest: Forest, clock: Any) -> None:
    clock.move_to(moment("2026-11-01T00:10"))
    assert tasks.build_monthly_reports() == 1
    job = Job.objects.get()
    tasks.draw_up_reports(job.pk)
    assert Report.objects.get(organization=forest.district).month == OCTOBER.since
    clock.move_to(moment("2026-11-06T00:10"))
    assert tasks.freeze_monthly_reports() == 1
    tasks.freeze_reports(Job.objects.latest("id").pk)
    assert Report.objects.filter(status="frozen").count() == 2
    assert (tasks.freeze_monthly_reports(), tasks.build_monthly_reports()) == (0, 0)


# ── publishing ──


def test_only_a_frozen_report_is_published_and_only_once(forest: Forest) -> None:
    report = built(forest.district)
    before = snapshot(report)
    with pytest.raises(errors.NotYetFrozen):
        actions.publish(report=report, by=SYSTEM)
    assert snapshot(report) == before
    report = frozen(forest.district)
    content = snapshot(report)[2:]
    published = actions.publish(report=report, note=" 请各单位对照。 ", by=SYSTEM)
    assert (published.status, published.note) == ("published", "请各单位对照。")
    assert snapshot(published)[2:] == content
    with pytest.raises(errors.AlreadyPublished):
        actions.publish(report=published, by=SYSTEM)
    assert Entry.objects.filter(action="report.publish").count() == 1


def test_publishing_is_the_reviewers_and_lines_are_seen_by_those_they_speak_of(world: Any) -> None:
    counted_meeting(world.branch, "2026-10-16", "theme_day")
    report = frozen(world.district)
    street = Report.objects.get(organization=world.street)

    def visible_reports(name: str) -> list[str]:
        actor = getattr(world, name).actor
        return [each.organization.code for each in Report.objects.visible_to(actor).order_by("path")]

    assert [visible_reports(name) for name in ("wei", "shao", "lin", "he", "hua", "shen")] == [
        ["D", "A", "B"], ["A"], [], [], [], [],
    ]  # fmt: skip
    for name in ("lin", "shao", "hua", "shen"):
        with pytest.raises(NotYours):
            actions.publish(report=report, by=getattr(world, name).actor)
    assert report.status == "frozen"
    with pytest.raises(NotYours):
        actions.build(organization=world.district, month=NOVEMBER, by=world.shao.actor)

    actions.publish(report=report, by=world.wei.actor)
    assert [visible_reports(name) for name in ("wei", "shao", "lin", "he", "hua", "shen")] == [
        ["D", "A", "B"], ["D", "A"], ["D"], ["D"], [], ["D"],
    ]  # fmt: skip

    def lines(name: str, of: Report = report) -> set[str]:
        rows = of.lines.visible_to(getattr(world, name).actor)
        return set(rows.values_list("organization__code", flat=True))

    assert lines("lin") == {"A-2", "A-2-G1", "A-2-G2"}
    assert lines("shao") == {"A", "A-1", "A-2", "A-2-G1", "A-2-G2", "A-3"}
    assert lines("shao", street) == lines("shao")
    assert lines("lin", street) == set()
    assert lines("hua") == set()
    assert "A-2" not in lines("shen")
    assert lines("shen") == {"B-1"}
