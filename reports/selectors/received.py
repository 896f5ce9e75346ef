"""What those below receive of a published report: their own row, the whole, the note; and who has read it.

The page of publishing shows the same before it is published.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from branches.access.roles import CAPABILITIES, Capability, Role
from branches.models import Mandate, Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core import clock
from core.clock import Period, months_later
from core.dates_zh import full_month
from obligations.sql.fulfilled import TOTAL
from reports.models import Report, ReportReading
from reports.selectors.comparison import earlier_totals
from reports.selectors.figures import TotalFigures

SHOWN = 3
SHOWN_DAYS = 40
"""How long a published or withdrawn report stands on desks; afterwards it is found in the list."""


@dataclass(frozen=True)
class ReceivedReport:
    """A report as one organization's people find it on their desk. rows: month and figures, newest first."""

    report: Report
    organization: Organization
    rows: Sequence[tuple[str, TotalFigures | None]]
    whole: TotalFigures | None
    has_read_former: bool = False

    @property
    def is_whole(self) -> bool:
        """Their own row is the whole."""
        return self.organization.pk == self.report.organization_id


def received_report(
    report: Report, organization: Organization, *, has_read_former: bool = False
) -> ReceivedReport:
    """The own row of the organization beside last month and last year, and the sum of the whole report. Two queries."""
    concerned = [organization.pk, report.organization_id]
    found = {
        row["organization_id"]: TotalFigures(**row)
        for row in report.totals.filter(organization__in=concerned).values(*TOTAL)
    }
    earlier = earlier_totals(report, [organization.pk])
    month = Period.month(report.month)
    rows = [
        (full_month(month.since), found.get(organization.pk)),
        (full_month(months_later(month.since, -1)), earlier.before.get(organization.pk)),
        (full_month(months_later(month.since, -12)), earlier.year_before.get(organization.pk)),
    ]
    return ReceivedReport(report, organization, rows, found.get(report.organization_id), has_read_former)


@dataclass(frozen=True)
class DeskReports:
    """unread: published and waiting for 已阅, newest first; withdrawn: read, and its next version is not published yet."""

    unread: Sequence[ReceivedReport]
    withdrawn: Sequence[Report]


def desk_reports(organization: Organization, *, by: Actor) -> DeskReports:
    """What was published in the last weeks over the organization or by it: the report of the office that published it, not
    those published with it, nor those of bodies below, which are in the list; never one's own deed. One query, two more
    for each that waits."""
    since = clock.now() - dt.timedelta(days=SHOWN_DAYS)
    rows = (
        Report.objects.visible_to(by)
        .filter(path__in=[*tree.ancestors(organization.path), organization.path])
        .filter(published_at__gte=since, published_with__isnull=True)
        .exclude(replaced_by__status=Report.Status.PUBLISHED)
        .annotate(has_read=_readings("pk", by), has_read_former=_readings("replaces", by))
        .select_related("organization")
        .order_by("-month", "path")
    )
    unread, withdrawn = [], []
    for each in rows:
        if each.status == Report.Status.WITHDRAWN:
            withdrawn += [each] if each.has_read else []
        elif not each.has_read and (by.user is None or each.published_by_id != by.user.pk):
            unread.append(each)
    return DeskReports(
        [
            received_report(each, organization, has_read_former=each.has_read_former)
            for each in unread[:SHOWN]
        ],
        withdrawn[:SHOWN],
    )


def _readings(at: str, by: Actor) -> Exists:
    return Exists(ReportReading.objects.filter(report=OuterRef(at), user=by.user))


def is_unread(report: Report, *, by: Actor) -> bool:
    """Whether the actor may still say 已阅 of it; who published it need not."""
    return (
        by.reach.has(Capability.VIEW)
        and report.published_by_id != by.user.pk
        and not ReportReading.objects.filter(report=report, user=by.user).exists()
    )


@dataclass(frozen=True)
class Readers:
    """received: accounts that find the report on their desk today; of these, read: have said 已阅."""

    received: int
    read: int
    read_former: int  # of the version before, and not yet of this one

    @property
    def unread(self) -> int:
        return self.received - self.read


READS = [role for role in Role if Capability.VIEW in CAPABILITIES[role]]


def readers_of(report: Report) -> Readers:
    """Counted as a whole only: who reads how soon is nobody's figure (R-APP-04). Three queries."""
    mandates = Mandate.objects.current(clock.today()).filter(
        tree.subtree(report.organization.path, "organization"), role__in=READS, user__is_active=True
    )
    accounts = mandates.exclude(user=report.published_by_id).order_by().values("user")
    readings = ReportReading.objects.filter(user__in=accounts)
    read = readings.filter(report=report)
    former = readings.filter(report=report.replaces_id).exclude(user__in=read.values("user"))
    return Readers(
        received=accounts.distinct().count(),
        read=read.count(),
        read_former=former.count() if report.replaces_id else 0,
    )
