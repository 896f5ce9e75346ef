"""Action that publishes a frozen report, alone or with those below it, to the organizations below."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from audit import chain
from branches.access.roles import Capability
from branches.rules import tree
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.clock import Period
from core.dates_zh import short_moment
from core.errors import Gone
from obligations.rules.cut_off import cut_off
from reports.errors import AlreadyPublished, NotYetFrozen
from reports.models import Report
from reports.rules.issuing import addressees, issuing_office
from reports.sql import snapshot
from reports.states import REPORT_MOVES


@transaction.atomic
def publish(*, report: Report, note: str = "", with_below: bool = False, by: Actor) -> Report:
    """Publish a frozen report with a note to those below. Its figures stay as they were frozen.

    From now on its paper is dated, addressed and signed by the office that issues it, as it is named today (R-PAP-03).
    With `with_below` the frozen reports below it are published in the same deed, each signed by its own office and with
    the same note: all of them or none.

    Raises NotYours, NotYetFrozen, AlreadyPublished; SumsDisagree (R-RPT-01) and Gone when a row changed meanwhile.
    """
    by.must(Capability.PUBLISH_REPORT, report.organization)
    if report.status == Report.Status.DRAFTED:
        raise NotYetFrozen(until=short_moment(report.counted_until or cut_off(Period.month(report.month))))
    if report.published_at is not None:
        raise AlreadyPublished(on=short_moment(report.published_at))
    below = list(unpublished_below(report).select_related("organization")) if with_below else []
    for each in below:
        by.must(Capability.PUBLISH_REPORT, each.organization)
    snapshot.check_sums(report, *below)
    note, at = note.strip(), clock.now()
    issued = _issued_by_office(report) | {"published_at": at, "published_by": by.user, "note": note}
    with claim(report, REPORT_MOVES, "publish", by, **issued) as entry:
        entry.before = {"status": "frozen"}
        entry.after = _entry_of(report) | ({"with_below": len(below)} if below else {})
        if below:
            _publish_too(below, report, by)
    return report


def unpublished_below(report: Report) -> QuerySet[Report]:
    """The reports of the same month below this one that are frozen and not published."""
    found = Report.objects.filter(tree.subtree(report.path), month=report.month).exclude(pk=report.pk)
    return REPORT_MOVES.permitting(found, "publish").order_by("path")


def _issued_by_office(report: Report) -> dict[str, Any]:
    place, is_top = report.organization, report.organization.depth == 1
    return {
        "issuer": issuing_office(code=place.code, name=place.name, is_top=is_top),
        "addressees": addressees(code=place.code, is_top=is_top),
    }


def _entry_of(report: Report) -> dict[str, Any]:
    return {"status": "published", "digest": report.digest, "issuer": report.issuer, "note": report.note}


def _publish_too(below: list[Report], top: Report, by: Actor) -> None:
    """Raises Gone when one of them is no longer what it was; then nothing is published."""
    waiting = REPORT_MOVES.permitting(Report.objects.filter(pk__in=[each.pk for each in below]), "publish")
    given = {
        "published_at": top.published_at,
        "published_by": by.user,
        "note": top.note,
        "published_with": top,
    }
    if waiting.update(status=Report.Status.PUBLISHED, **given) != len(below):
        raise Gone
    for each in below:
        each.note = top.note
        for name, value in _issued_by_office(each).items():
            setattr(each, name, value)
    Report.objects.bulk_update(below, ["issuer", "addressees"])
    chain.record_each(
        "report.publish",
        [chain.AuditAction(each, each.organization, {"status": "frozen"}, _entry_of(each)) for each in below],
        by=by,
    )
