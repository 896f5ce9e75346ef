"""export_rows: record that the list behind a number of the dashboard was taken as a file."""

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor


def export_rows(*, organization: Organization, rows: int, filters: dict[str, str], by: Actor) -> None:
    """Raises NotYours without EXPORT over the organization whose rows these are."""
    by.must(Capability.EXPORT, organization)
    chain.record(
        "report.export_rows",
        by=by,
        subject=organization,
        where=organization,
        after={"count": rows, **filters},
    )
