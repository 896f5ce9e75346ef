"""How the next version of a report differs from the one it replaces."""

from dataclasses import dataclass

from branches.models import Organization
from branches.selectors.actors import Actor
from obligations.sql.fulfilled import TOTAL_SUMS
from reports.models import Report, Total


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of an organization's own row: what it was in the version before, and what it is."""

    organization: Organization
    label: str
    old: int | None
    new: int | None


def changed_figures(report: Report, *, by: Actor) -> list[ChangedFigure]:
    """Of what the actor sees, in tree order; empty for a first version. Three queries."""
    if report.replaces is None:
        return []
    old = {row["organization_id"]: row for row in _rows(report.replaces, by)}
    new = {row["organization_id"]: row for row in _rows(report, by)}
    places = Organization.objects.select_related("parent").in_bulk([*old, *new])
    labels = {name: str(Total._meta.get_field(name).verbose_name) for name in TOTAL_SUMS}  # type: ignore[union-attr]
    return [
        ChangedFigure(places[pk], label, before, after)
        for pk in sorted({*old, *new}, key=lambda pk: places[pk].path)
        for name, label in labels.items()
        if (before := old.get(pk, {}).get(name)) != (after := new.get(pk, {}).get(name))
    ]


def _rows(report: Report, by: Actor):  # type: ignore[no-untyped-def]
    return report.totals.visible_to(by).order_by("path").values("organization_id", *TOTAL_SUMS)
