"""Who a report that waits to be published is looked at as: an organization by name, the first committee, the first that lacks."""

import re
from dataclasses import dataclass

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import COMMITTEES
from core.clock import Period
from meetings.models import Meeting
from meetings.states import Status
from reports.models import Report
from reports.selectors.received import ReceivedReport, received_report

CODE = re.compile(r"（([^（）]+)）$")


@dataclass(frozen=True)
class ReportPreview:
    """organization: who is looked at; None when nobody of the report is called so."""

    organization: Organization | None
    received: ReceivedReport | None
    committee: Organization | None  # the first committee below
    lacking: Organization | None  # the first branch with something missed


def preview_report(report: Report, text: str, *, by: Actor) -> ReportPreview:
    """The report as the organization named by `text` will find it; without a text, as the first branch will. Six queries."""
    places = (
        Organization.objects.visible_to(by, Capability.VIEW)
        .filter(pk__in=report.totals.order_by().values("organization"))
        .order_by("path")
    )
    branches = places.filter(kind=Organization.Kind.BRANCH)
    lacking = report.totals.filter(missed__gt=0).order_by().values("organization")
    found = _organization_called(places, text) if text else branches.first() or places.first()
    return ReportPreview(
        organization=found,
        received=received_report(report, found) if found else None,
        committee=places.filter(kind__in=COMMITTEES).exclude(pk=report.organization_id).first(),
        lacking=branches.filter(pk__in=lacking).first(),
    )


def _organization_called(places, text: str) -> Organization | None:  # type: ignore[no-untyped-def]
    """By code, short or full name, then by what it is called like; a branch before others."""
    code = CODE.search(text)
    for exact in ({"code": code[1] if code else text}, {"short_name": text}, {"name": text}):
        if found := places.filter(**exact).first():
            return found
    like = list(places.named_like(text)[:20])
    return next((each for each in like if each.is_branch), like[0] if like else None)


def unconfirmed_records(report: Report) -> int:
    """Records of the month that wait to be confirmed; they count as they were submitted."""
    month = Period.month(report.month)
    held = Meeting.objects.within(report.organization).held_in(month)
    return int(held.filter(status=Status.SUBMITTED).count())
