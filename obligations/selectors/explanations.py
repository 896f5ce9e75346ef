"""Which duties an office has explained (应开未开·已说明): they stay asked, and lists say so beside them (R-LGR-03).

Explanations of a frozen month neither begin nor end, so that its report says the same whenever it is read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.clock import Period
from obligations.models import Rule, Waiver


@dataclass(frozen=True)
class Explanations:
    """The explanations of some rules. `paths`: organization → its path where a report keeps another than today's."""

    rows: Mapping[str, list[tuple[str, Period]]]

    @classmethod
    def of(cls, rules: Iterable[Rule], paths: Mapping[int, str]) -> "Explanations":
        """One query."""
        rows: dict[str, list[tuple[str, Period]]] = {}
        found = Waiver.objects.filter(rule_code__in={rule.code for rule in rules}).values_list(
            "rule_code", "organization_id", "organization__path", "since", "until"
        )
        for code, organization, path, since, until in found:
            rows.setdefault(code, []).append((paths.get(organization, path), Period(since, until)))
        return cls(rows)

    def covers(self, rule: Rule, path: str, period: Period) -> bool:
        """One of the organization at this path, or of one above it, holds the whole period."""
        return any(
            path.startswith(above) and each.since <= period.since and each.until >= period.until
            for above, each in self.rows.get(rule.code, ())
        )
