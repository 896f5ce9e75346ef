"""Action that publishes a frozen report to the organizations below."""

from django.db import transaction

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.clock import Period
from core.dates_zh import short_moment
from obligations.rules.cut_off import cut_off
from reports.errors import AlreadyPublished, NotYetFrozen
from reports.models import Report
from reports.rules.issuing import addressees, issuing_office
from reports.sql import snapshot
from reports.states import REPORT_MOVES


@transaction.atomic
def publish(*, report: Report, note: str = "", by: Actor) -> Report:
    """Publish a frozen report with a note to those below. Its figures stay as they were frozen.

    From now on its paper is dated and signed by the office that issues it, as it is named today (R-PAP-03).

    Raises NotYours, NotYetFrozen, AlreadyPublished; SumsDisagree (R-RPT-01) and Gone when the row changed meanwhile.
    """
    by.must(Capability.PUBLISH_REPORT, report.organization)
    if report.status == Report.Status.DRAFTED:
        raise NotYetFrozen(until=short_moment(report.counted_until or cut_off(Period.month(report.month))))
    if report.published_at is not None:
        raise AlreadyPublished(on=short_moment(report.published_at))
    snapshot.check_sums(report)
    place = report.organization
    issuer = issuing_office(code=place.code, name=place.name, is_top=place.depth == 1)
    published = {
        "published_at": clock.now(), "published_by": by.user, "issuer": issuer, "note": note.strip(),
        "addressees": addressees(code=place.code, is_top=place.depth == 1),
    }  # fmt: skip
    with claim(report, REPORT_MOVES, "publish", by, **published) as entry:
        entry.before = {"status": "frozen"}
        entry.after = {"status": "published", "digest": report.digest, "issuer": issuer, "note": report.note}
    return report
