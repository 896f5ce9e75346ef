"""Groups the amendments of a frozen report into corrections for readers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from branches.models import Organization
from branches.rules import tree
from branches.selectors.organization_names import NamedOn, PastNames
from core.clock import Period
from obligations.models import Rule
from reports.models import Amendment, Line, Report, Total
from reports.selectors.figures import TotalFigures

FIELDS = ("held", "expected", "present", "on_leave", "absent", "late_records", "required")  # as in the table


@dataclass(frozen=True)
class Correction:
    """What one discovery changed in one organization's line of a rule: one entry for readers, whatever number of figures."""

    organization: Organization
    rule: Rule
    reason: str
    noticed_at: dt.datetime
    rows: list[Amendment]

    @property
    def changes(self) -> str:
        """已开由0变1，应到人次回到冻结时的12, in the order of the table."""
        return "，".join(
            f"{Line._meta.get_field(row.field).verbose_name}"  # type: ignore[union-attr]
            + (f"由{row.old}变{row.new}" if row.old != row.new else f"回到冻结时的{row.old}")
            for row in sorted(self.rows, key=lambda row: FIELDS.index(row.field))
        )


def corrections(amendments: Iterable[Amendment]) -> list[Correction]:
    """The same organization, rule, reason and day together, in the order given; a figure stands in an entry once."""
    found: list[Correction] = []
    last: dict[tuple[int, int, str, dt.date], Correction] = {}
    for row in amendments:
        key = (row.organization_id, row.rule_id, row.reason, timezone.localdate(row.noticed_at))
        entry = last.get(key)
        if entry is None or any(row.field == other.field for other in entry.rows):
            entry = last[key] = Correction(row.organization, row.rule, row.reason, row.noticed_at, [])
            found.append(entry)
        entry.rows.append(row)
    return found


def restore_names_and_parents(
    report: Report, organizations: Mapping[int, Organization], rows: Iterable[Total | TotalFigures]
) -> None:
    """Set on the organizations the parent they were counted under and the name they had in that month.

    One query. The digest uses codes, so names do not change it.
    """
    at = {row.path: organizations[row.organization_id] for row in rows}
    for path, organization in at.items():
        organization.parent = at.get(tree.parent(path), organization.parent)
    above = [each.parent for each in at.values() if each.parent]
    asked = named_in(report.month, report.frozen_at)
    PastNames([asked]).put_back([report.organization, *at.values(), *above], asked)


def named_in(month: dt.date, frozen_at: dt.datetime | None) -> NamedOn:
    """As of when a report names its organizations."""
    return NamedOn(Period.month(month).until, frozen_at)
