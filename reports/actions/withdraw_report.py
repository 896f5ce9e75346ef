"""Action that withdraws a published report and prepares its next version, counted anew."""

from typing import Any

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.rules import tree
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.clock import Period
from reports.actions.build_report import committees, write_draft
from reports.actions.freeze_report import freeze_drafts
from reports.actions.tree_then import tree_of
from reports.errors import NotPublished
from reports.models import Amendment, Line, Report
from reports.querysets import ReportQuerySet
from reports.states import REPORT_MOVES


@transaction.atomic
def withdraw(*, report: Report, reason: str, document: str, by: Actor) -> Report:
    """Withdraw a published report, with every report below it, and freeze their next versions. Returns the new one.

    The withdrawn version stays readable and says so. The next one is counted anew from what was submitted before the same
    cut-off, in the tree of its month: a move since changes no figure; under a frozen report above it takes that one's rows,
    so that both say the same (R-RPT-01). What became known
    after the freeze stays listed beside it. It is published by another deed (R-RPT-04).

    Raises NotYours, NotPublished, Gone; SumsDisagree and MoreHeldThanRecorded when the new figures contradict themselves.
    """
    by.must(Capability.PUBLISH_REPORT, report.organization)
    if report.status != Report.Status.PUBLISHED:
        raise NotPublished(status=report.get_status_display())
    month = Period.month(report.month)
    below = (
        Report.objects.current().filter(tree.subtree(report.path), month=report.month).exclude(pk=report.pk)
    )
    withdrawn = {
        "withdrawn_at": clock.now(), "withdrawn_by": by.user, "withdrawal_reason": reason.strip(),
        "withdrawal_document": document.strip(),
    }  # fmt: skip
    with claim(report, REPORT_MOVES, "withdraw", by, **withdrawn) as entry:
        entry.before = {"status": "published", "version": report.version}
        entry.after = {"status": "withdrawn", "document": document.strip()}
        entry.note = reason.strip()
        former = [report, *_withdraw_too(below.filter(status=Report.Status.PUBLISHED), withdrawn, by)]
        # Not published yet: nobody has seen them, they are counted again as they stand.
        below.filter(status=Report.Status.FROZEN).update(status=Report.Status.DRAFTED, frozen_at=None)
        with tree_of(month):
            report.organization.refresh_from_db(fields=["path"])
            found = _next_versions(report, former, month, by)
    report.organization.refresh_from_db(fields=["path"])
    found.organization.refresh_from_db(fields=["path"])
    return found


def _withdraw_too(found: ReportQuerySet, withdrawn: dict[str, Any], by: Actor) -> list[Report]:
    rows = list(found.select_related("organization"))
    Report.objects.filter(pk__in=[each.pk for each in rows]).update(
        status=Report.Status.WITHDRAWN, **withdrawn
    )
    after = {"status": "withdrawn", "document": withdrawn["withdrawal_document"]}
    chain.record_each(
        "report.withdraw",
        [chain.AuditAction(each, each.organization, {"status": "published"}, after) for each in rows],
        by=by,
    )
    return rows


def _next_versions(report: Report, former: list[Report], month: Period, by: Actor) -> Report:
    """Build and freeze what takes the place of these."""
    replaced = {each.organization_id: each for each in former}
    above = Report.objects.frozen().filter(
        month=report.month, organization__path__in=tree.ancestors(report.path)
    )
    source = above.order_by("path").first()
    found: list[Report] = []
    for committee in committees(report.organization, month):
        made = write_draft(committee, month, source, None, by, report.frozen_at)
        source = source or made
        if old := replaced.get(committee.pk):
            made.version, made.replaces = old.version + 1, old
        found.append(made)
    Report.objects.bulk_update(found, ["version", "replaces"])
    first = freeze_drafts(found[0], by)
    _keep_amendments(former, found)
    return first


def _keep_amendments(former: list[Report], found: list[Report]) -> None:
    """What was noticed after the first freeze and is not in the new figures either stays listed beside them."""
    place = {each.replaces_id: each for each in found}
    last: dict[tuple[int, int, int, str], Amendment] = {}
    for row in Amendment.objects.filter(report__in=former).order_by("id"):
        last[row.report_id, row.organization_id, row.rule_id, row.field] = row
    organizations = {organization for _, organization, _, _ in last}
    rows = Line.objects.filter(report__in=found, organization__in=organizations)
    lines = {(line.report_id, line.organization_id, line.rule_id): line for line in rows}
    kept = []
    for (report, organization, rule, field), row in last.items():
        line = lines.get((place[report].pk, organization, rule)) if report in place else None
        now = (getattr(line, "own_required" if field == "required" else field) or 0) if line else 0
        if report in place and now != row.new:
            kept.append(
                Amendment(
                    report=place[report],
                    organization_id=organization,
                    rule_id=rule,
                    field=field,
                    old=now,
                    new=row.new,
                    reason=row.reason,
                )
            )
    Amendment.objects.bulk_create(kept)
