"""Store the good rows of a checked list of organizations by the actions of branches, parents first."""

from branches import actions as branches_actions
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import Refusal, RuleBroken
from core.workbooks.kinds import Progress
from core.workbooks.rows import CHANGED, ERROR, NEW, WorkbookRow
from exchange.actions.store_upload import keep_written
from exchange.selectors.check_organizations import DESCRIBED, CheckedOrganizations

PROGRESS_EVERY = 50


def store(checked: CheckedOrganizations, by: Actor, progress: Progress | None = None) -> None:
    """Establish and correct organizations; a refused row becomes an error, and so do its children."""
    made: dict[int, Organization] = {}
    places = {place.pk: place for place in checked.known.values()}
    todo = [row for row in checked.order if row.outcome in (NEW, CHANGED)]
    for number, row in enumerate(todo):
        if progress and number % PROGRESS_EVERY == 0:
            progress(number, len(todo))
        try:
            if row.outcome == NEW:
                parent = _parent(checked.parents[id(row)], made, places)
                place = branches_actions.register(**row.facts | {"parent": parent}, by=by)
                made[id(row)], before = place, None
            else:
                units_covered = places[row.organization or 0].units_covered
                place = _correct(places[row.organization or 0], row, by)
                before = {name: old for name, (old, _new) in row.changes.items()}
                if "units" in before:  # their number follows their names
                    before.setdefault("units_covered", units_covered)
            keep_written(checked.batch, [(place.pk, place.version, before)])
        except Refusal as refusal:
            row.add_note(next(iter(refusal.fields), "name"), ERROR, str(refusal))


def _parent(
    above: WorkbookRow | Organization | None, made: dict[int, Organization], places: dict[int, Organization]
) -> Organization | None:
    """The organization of the row above. Raises RuleBroken if that row was refused."""
    if not isinstance(above, WorkbookRow):
        return above
    parent = made.get(id(above)) or places.get(above.organization or 0)
    if parent is None:
        raise RuleBroken(f"上级在第{above.line}行，那一行没有导入", fields={"parent": ""})
    return parent


def _correct(place: Organization, row: WorkbookRow, by: Actor) -> Organization:
    if row.changes.keys() & {"name", "short_name"}:
        place = branches_actions.rename(
            organization=place,
            name=row.facts.get("name", place.name),
            short_name=row.facts.get("short_name", place.short_name),
            effective_on=clock.today(),
            document=row.facts.get("document", ""),
            by=by,
        )
    described = {name: pair[1] for name, pair in row.changes.items() if name in DESCRIBED}
    if described:
        place = branches_actions.describe(organization=place, by=by, **described)
    return place
