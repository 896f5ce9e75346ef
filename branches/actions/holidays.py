"""Actions set_holiday and remove_holiday: days off and worked weekends of an organization, or of everybody."""

import datetime as dt

from django.db import transaction

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.models import Holiday, Organization
from branches.selectors.actors import Actor

MOST_DAYS = 31


@transaction.atomic
def set_holiday(
    *,
    organization: Organization | None = None,
    day: dt.date,
    name: str,
    until: dt.date | None = None,
    is_workday: bool = False,
    source: str = "",
    by: Actor,
) -> Holiday:
    """Enter a day off, or with `is_workday` a weekend that is worked; with `until` every day up to it. It holds for the
    organization and all below it, for everybody without one. What stood there is replaced. Returns the first day's row.

    Raises NotYours, HolidayUpsideDown, HolidayTooLong, HolidayUnnamed.
    """
    by.must_for(Capability.MANAGE_RULES, organization)
    last = until or day
    if last < day:
        raise errors.HolidayUpsideDown.at("until")
    if (last - day).days >= MOST_DAYS:
        raise errors.HolidayTooLong.at("until", most=MOST_DAYS)
    if not name.strip():
        raise errors.HolidayUnnamed.at("name")
    facts = {"name": name.strip(), "is_workday": is_workday, "source": source.strip()}
    mine = Holiday.objects.filter(organization=organization, day__range=(day, last))
    before = {row.day: row for row in mine}
    mine.update(**facts)
    days = [day + dt.timedelta(days=n) for n in range((last - day).days + 1)]
    new = [Holiday(organization=organization, day=each, **facts) for each in days if each not in before]
    Holiday.objects.bulk_create(new, ignore_conflicts=True)
    first = Holiday.objects.get(organization=organization, day=day)
    chain.record(
        "holiday.set",
        by=by,
        subject=first,
        where=organization or by.place,
        before={f"{on}": _day_text(row) for on, row in before.items()} or None,
        after={"从": day, "到": last, "名称": first.name, "上班": is_workday, "依据": first.source},
    )
    return first


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: Actor) -> Holiday:
    """Take a day out of the table: what holds above, then the published calendar counts again. Raises NotYours, HolidayGone."""
    by.must_for(Capability.MANAGE_RULES, holiday.organization)
    gone, _ = Holiday.objects.filter(pk=holiday.pk).delete()
    if not gone:
        raise errors.HolidayGone
    chain.record(
        "holiday.remove",
        by=by,
        subject=holiday,
        where=holiday.organization or by.place,
        before={f"{holiday.day}": _day_text(holiday)},
    )
    return holiday


def _day_text(row: Holiday) -> str:
    return f"{row.name}{'（上班）' if row.is_workday else ''}"
