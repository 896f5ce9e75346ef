"""What dashboards add to pages of other apps: on the recording page, what is unfinished besides."""

from typing import Any

from branches.selectors.actors import Actor
from dashboards.selectors import unfinished


def other_unfinished_records(form: Any, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """The other unfinished records of the kinds of a record that is begun anew: gone on with, or left where they are."""
    rows = unfinished.unfinished_records([place.pk for place in form.places], by)
    others = [row for row in rows if row.uuid != form.uuid and row.kinds & set(form.kinds)]
    return ("dashboards/_unfinished_others.html", {"others": others}) if others else None
