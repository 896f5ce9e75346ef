"""What dashboards add to pages of other apps: what is unfinished besides a record, and the bar of whoever reviews one."""

from typing import Any

from django.urls import reverse

from branches.selectors.actors import Actor
from dashboards.forms import ReviewForm
from dashboards.selectors import unfinished
from meetings.models import Meeting


def other_unfinished_records(form: Any, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """The other unfinished records of the kinds of a record that is begun anew: gone on with, or left where they are."""
    rows = unfinished.unfinished_records([place.pk for place in form.places], by)
    others = [row for row in rows if row.uuid != form.uuid and row.kinds & set(form.kinds)]
    return ("dashboards/_unfinished_others.html", {"others": others}) if others else None


def review_bar(meeting: Meeting, by: Actor) -> tuple[str, dict[str, Any]]:
    """On a record's own page, the bar of whoever reviews it; a decision leads on to the next of all that wait."""
    decide_at = reverse("reports:review_record", args=[meeting.uuid])
    return "dashboards/_review_actions.html", {
        "meeting": meeting,
        "review": ReviewForm(),
        "decide_at": decide_at,
        "left": None,
    }
