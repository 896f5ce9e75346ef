"""export_review: record that the list of records waiting for review was taken as a file."""

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor


def export_review(*, rows: int, filters: dict[str, str], by: Actor) -> None:
    """Raises NotPermitted."""
    by.must_have(Capability.VERIFY)
    chain.record("meeting.export_review", by=by, where=by.place, after={"count": rows, **filters})
