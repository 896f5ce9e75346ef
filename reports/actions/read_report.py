"""Action by which somebody says that they have read a published report."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from reports.errors import NothingToRead
from reports.models import Report, ReportReading


@transaction.atomic
def mark_read(*, report: Report, by: Actor) -> ReportReading:
    """已阅. Said twice it stands once. The caller takes the report from `visible_to`. Raises NotPermitted, NothingToRead."""
    by.must_have(Capability.VIEW)
    if report.status != Report.Status.PUBLISHED:
        raise NothingToRead(status=report.get_status_display())
    reading, is_new = ReportReading.objects.get_or_create(report=report, user=by.user)
    if is_new:
        chain.record(
            "report.read", by=by, subject=report, where=report.organization, after={"version": report.version}
        )
    return reading
