"""Action that builds the draft reports of a month for a committee and every committee below it."""

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from audit import chain, jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import COMMITTEES
from core import clock
from core.clock import Period
from core.dates_zh import full_month
from core.moves import swap
from obligations.rules.cut_off import cut_off
from reports.actions import store_rows
from reports.actions.correct_report import top_reports
from reports.errors import MonthNotBegun, NoReportHere, NotThereThatMonth, ReportFrozen
from reports.models import Report
from reports.sql import snapshot
from reports.states import REPORT_MOVES

TASK = "reports.tasks.draw_up_reports"


@transaction.atomic
def build(*, organization: Organization, month: Period, by: Actor) -> Job:
    """Queue the building of a committee's report and of those below it; a job already under way is returned instead.

    Raises NotYours, NoReportHere, MonthNotBegun, NotThereThatMonth, ReportFrozen.
    """
    by.must(Capability.BUILD_REPORT, organization)
    _must_be_buildable(organization, month)
    params = {"organization": organization.pk, "month": month.text}
    title = f"生成{organization.short_name}{full_month(month.since)}月报"
    key = f"{TASK} {organization.pk} {month.text}"
    return jobs.start(TASK, title, params=params, where=organization, key=key, by=by)


def root_committees(month: Period) -> list[Organization]:
    """The committees that existed in the month with none above them. A committee set above them later has no report."""
    return roots_among(_standing_committees(Organization.objects.all(), month))


def roots_among(committees: Iterable[Organization]) -> list[Organization]:
    """Those of the committees, from the top down, with none of the others above them."""
    found: list[Organization] = []
    for each in committees:
        if not found or not each.path.startswith(found[-1].path):
            found.append(each)
    return found


def _standing_committees(organizations: QuerySet[Organization], month: Period) -> QuerySet[Organization]:
    """The committees among them that existed in the month, from the top down."""
    return (
        organizations.filter(kind__in=COMMITTEES, established_on__lte=month.until)
        .exclude(dissolved_on__lte=month.since)
        .order_by("path")
    )


def build_all(*, month: Period, by: Actor) -> list[Job]:
    """Queue the month's reports of all root committees that are not frozen yet. Raises NotYours."""
    return [build(organization=root, month=month, by=by) for root in roots_to_freeze(month)]


def roots_to_freeze(month: Period) -> list[Organization]:
    """The month's root committees whose report is not frozen yet."""
    frozen = set(Report.objects.frozen().filter(month=month.since).values_list("organization_id", flat=True))
    return [root for root in root_committees(month) if root.pk not in frozen]


def _must_be_buildable(organization: Organization, month: Period) -> None:
    if organization.kind not in COMMITTEES:
        raise NoReportHere(organization=organization.short_name, kind=organization.get_kind_display())
    if month.since > clock.today():
        raise MonthNotBegun(month=full_month(month.since))
    ended = organization.dissolved_on
    if organization.established_on > month.until or (ended and ended <= month.since):
        raise NotThereThatMonth(organization=organization.short_name, month=full_month(month.since))
    if Report.objects.frozen().filter(organization=organization, month=month.since).exists():
        raise ReportFrozen(organization=organization.short_name, month=full_month(month.since))


def committees(organization: Organization, month: Period) -> list[Organization]:
    """The committees at and below `organization` that existed in the month and get a report, from the top down."""
    return list(_standing_committees(Organization.objects.within(organization), month))


def draw_up(
    *,
    organization: Organization,
    month: Period,
    job: Job | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
    by: Actor,
) -> Report:
    """Write the reports, one transaction per committee: the first from the meetings, those below from its rows.

    The action is idempotent and may be interrupted anywhere: a repeated build gives the same rows and version.
    A committee whose month is already frozen keeps it.

    Raises NotYours, NoReportHere, MonthNotBegun, NotThereThatMonth, ReportFrozen, SumsDisagree.
    """
    by.must(Capability.BUILD_REPORT, organization)
    _must_be_buildable(organization, month)
    concerned = committees(organization, month)
    frozen = Report.objects.frozen().filter(month=month.since, organization__in=concerned)
    frozen_committees = set(frozen.values_list("organization_id", flat=True))
    source: Report | None = None
    for done, committee in enumerate(concerned):
        tick(done, len(concerned))
        if committee.pk in frozen_committees:
            continue
        report = write_draft(committee, month, source, job, by)
        source = source or report
    tick(len(concerned), len(concerned))
    if source is None:
        raise ReportFrozen(organization=organization.short_name, month=full_month(month.since))
    return source


@transaction.atomic
def write_draft(
    committee: Organization,
    month: Period,
    source: Report | None,
    job: Job | None,
    by: Actor,
    at: dt.datetime | None = None,
) -> Report:
    """The committee's draft, from the meetings as of `at` (now) or from the rows of `source`; made if there is none."""
    report, _ = Report.objects.current().get_or_create(
        organization=committee, month=month.since, defaults={"path": committee.path}
    )
    # The move checks that it is a draft; on PostgreSQL it also locks the row until the transaction ends.
    given: dict[str, Any] = {"job": job} if job else {}
    swap(report, REPORT_MOVES, "build", path=committee.path, counted_until=cut_off(month), **given)
    if source is None:
        store_rows.store_rows(report, at)
    else:
        snapshot.copy_rows(report, source)
    snapshot.check_sums(report)
    _save_digest(report, by)
    return report


def _save_digest(report: Report, by: Actor) -> None:
    """Store the digest of the content; an audit entry only if the content changed. The version counts what is issued."""
    digest, before = snapshot.content_digest(report), report.digest
    report.built_at = clock.now()
    if digest == before:
        report.save(update_fields=["built_at"])
        return
    report.digest = digest
    report.save(update_fields=["built_at", "digest", "late"])
    chain.record(
        "report.build",
        by=by,
        subject=report,
        where=report.organization,
        before={"digest": before} if before else None,
        after={"digest": digest, "version": report.version},
    )


def rebuild_drafts(*, by: Actor) -> list[Report]:
    """Build all drafts anew, from the highest draft of each part of the tree down.

    A draft whose committee, by later entries, did not exist in the month stays unchanged. Raises NotYours.
    """
    drafts = Report.objects.filter(status=Report.Status.DRAFTED, built_at__isnull=False)
    rebuilt = []
    for top in top_reports(drafts.select_related("organization").order_by("month", "path")):
        with suppress(NotThereThatMonth):
            month = Period.month(top.month)
            rebuilt.append(draw_up(organization=top.organization, month=month, by=by))
    return rebuilt
