"""Whose meetings' subjects a person does not read: of a committee they are not on they see that it met, no more."""

from collections.abc import Collection, Iterable

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from meetings.models import Meeting


def withheld(meetings: Collection[int], by: Actor) -> frozenset[int]:
    """Those of these meetings whose theme, place and host are not this person's to read. No query for who reads the
    records of all they see."""
    if by.reach.implies(Capability.CALENDAR, Capability.VIEW) or not meetings:
        return frozenset()
    rows = Meeting.objects.filter(pk__in=meetings).with_subject_withheld_from(by)
    return frozenset(rows.values_list("pk", flat=True))


def as_seen(meetings: Iterable[Meeting], by: Actor) -> list[Meeting]:
    """These meetings, to be shown and never saved: without the subjects that are withheld."""
    shown = list(meetings)
    hidden = withheld([one.pk for one in shown], by)
    for one in shown:
        if one.pk in hidden:
            one.theme, one.place, one.host = "", "", None
    return shown
