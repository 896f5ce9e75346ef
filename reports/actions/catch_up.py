"""Action that queues what the scheduler should have queued: missed months are built, those past their cut-off frozen.

It asks the rows, not the calendar of the scheduler: a scheduler that was away over the first or the sixth, or for months,
leaves nothing out, and asking twice queues nothing twice.
"""

import logging
from collections.abc import Collection, Iterator

from audit import jobs
from audit.models import Job
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import COMMITTEES
from core import clock
from core.clock import Period
from obligations.rules.cut_off import cut_off
from reports.actions.build_report import build_all, roots_among
from reports.actions.freeze_report import freeze_all
from reports.models import Report

log = logging.getLogger(__name__)


def build_missed(*, by: Actor) -> list[Job]:
    """Queue the reports of every month past its end that a root committee has none of. Raises NotYours."""
    return [
        job for month in _incomplete_months(Report.Status.values) for job in build_all(month=month, by=by)
    ]


def freeze_missed(*, by: Actor) -> list[Job]:
    """Queue the freezing of every month past its cut-off that is not frozen for a root committee, oldest first.

    Nothing is frozen by a clock that has just jumped or been out of sight: that could not be taken back, and an hour later
    it is asked again. Raises NotYours.
    """
    if not jobs.clock_is_steady():
        log.warning("reports: nothing is frozen within an hour of a jump of the clock or of a standstill")
        return []
    frozen = [Report.Status.FROZEN, Report.Status.PUBLISHED]
    months = [month for month in _incomplete_months(frozen) if cut_off(month) <= clock.now()]
    return [job for month in months for job in freeze_all(month=month, by=by)]


def _incomplete_months(statuses: Collection[str]) -> Iterator[Period]:
    """The months from the first report to last month in which a root committee has no report in one of these states."""
    last = Period.month(clock.today()).previous()
    reports = Report.objects.filter(month__lte=last.since).values_list("month", "organization", "status")
    have = {(month, organization) for month, organization, status in reports if status in statuses}
    month = Period.month(min((month for month, _organization, _status in reports), default=last.since))
    committees = list(Organization.objects.filter(kind__in=COMMITTEES).order_by("path"))
    while month.since <= last.since:
        standing = [each for each in committees if _stood_in(each, month)]
        if any((month.since, root.pk) not in have for root in roots_among(standing)):
            yield month
        month = month.next()


def _stood_in(committee: Organization, month: Period) -> bool:
    ended = committee.dissolved_on
    return committee.established_on <= month.until and (ended is None or ended > month.since)
