"""export_year: record that the year of organizational life was taken as a file."""

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor


def export_year(*, year: int, rows: int, filters: dict[str, str], by: Actor) -> None:
    """Raises NotPermitted."""
    by.must_have(Capability.VIEW)
    chain.record("life.export_year", by=by, where=by.place, after={"count": rows, **filters, "year": year})
