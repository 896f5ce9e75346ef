"""Action that freezes the reports of a month, whose figures never change afterwards."""

from collections.abc import Callable

from django.db import transaction

from audit import chain, jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core import clock
from core.clock import Period
from core.dates_zh import full_month, short_moment
from obligations.models import FrozenMonth
from obligations.rules.cut_off import cut_off
from reports.actions import store_rows
from reports.actions.build_report import draw_up, roots_to_freeze
from reports.errors import TooEarlyToFreeze
from reports.models import Report
from reports.states import REPORT_MOVES

TASK = "reports.tasks.freeze_reports"


def freeze(
    *,
    organization: Organization,
    month: Period,
    job: Job | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    by: Actor,
) -> Report:
    """Build a last time and freeze the reports of a committee and of every committee below it, all at once.

    Raises NotYours, NotThereThatMonth, TooEarlyToFreeze before the cut-off, ReportFrozen when it has been done;
    SumsDisagree and MoreHeldThanRecorded (R-RPT-01, R-RPT-02) when the figures contradict themselves.
    """
    by.must(Capability.BUILD_REPORT, organization)
    _must_be_past_cut_off(month)
    report = draw_up(organization=organization, month=month, job=job, tick=tick, by=by)
    return freeze_drafts(report, by)


@transaction.atomic
def freeze_all(*, month: Period, by: Actor) -> list[Job]:
    """Queue the freezing of the month's reports of all root committees. Raises NotYours, TooEarlyToFreeze."""
    _must_be_past_cut_off(month)
    started = []
    for root in roots_to_freeze(month):
        by.must(Capability.BUILD_REPORT, root)
        params = {"organization": root.pk, "month": month.text}
        title = f"冻结{root.short_name}{full_month(month.since)}月报"
        key = f"{TASK} {root.pk} {month.text}"
        started.append(jobs.start(TASK, title, params=params, where=root, key=key, by=by))
    return started


def _must_be_past_cut_off(month: Period) -> None:
    if clock.now() < cut_off(month):
        raise TooEarlyToFreeze(month=full_month(month.since), until=short_moment(cut_off(month)))


@transaction.atomic
def freeze_drafts(report: Report, by: Actor) -> Report:
    """Freeze this draft and those below it, as they were built. The caller authorises."""
    store_rows.check_held(report)
    below = Report.objects.current().filter(tree.subtree(report.path), month=report.month)
    drafts = REPORT_MOVES.permitting(below, "freeze")
    concerned = list(drafts.select_related("organization").order_by("path"))
    at = clock.now()
    drafts.update(status=REPORT_MOVES["freeze"].to, frozen_at=at)
    FrozenMonth.objects.bulk_create(
        [FrozenMonth(path=each.path, month=each.month) for each in concerned], ignore_conflicts=True
    )
    chain.record_each(
        "report.freeze",
        [
            chain.AuditAction(
                each,
                each.organization,
                {"status": "drafted"},
                {"status": "frozen", "digest": each.digest, "version": each.version},
            )
            for each in concerned
        ],
        by=by,
    )
    report.refresh_from_db()
    return report
