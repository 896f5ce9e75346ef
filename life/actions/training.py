"""Actions register_class and strike_class: a class of training with its hours and who attended it, or taken back."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from life import errors
from life.models import TrainingClass, TrainingPlace
from life.selectors import training as classes
from meetings import errors as meetings_errors
from members.models import Member

MAY_REGISTER = (Capability.RECORD_MEETING, Capability.MANAGE_MEMBERS)
HALF = Decimal("0.5")
MOST_DAYS = 366
NAMES_SHOWN = 10


def register_class(
    *,
    organization: Organization,
    title: str,
    since: dt.date,
    hours: Decimal,
    members: Sequence[Member],
    until: dt.date | None = None,
    place: str = "",
    by: Actor,
) -> TrainingClass:
    """Register a class that is over, once, with everybody of the organization and below who attended (JY 20, R-EDU-06).

    `until` is its last day, the first one by default. Hours are halves, at most STUDY_DAY_HOURS a day.

    Raises NotYours, NobodyAttended, ClassDaysUnfit, DayAhead, ClassHoursUnfit, NotOfTheBranch, CreditedAlready,
    ClassAlreadyRegistered.
    """
    by.must_any(MAY_REGISTER, organization)
    title, until = title.strip()[:120], until or since
    if not members:
        raise errors.NobodyAttended.at("members")
    if until > clock.today():
        raise meetings_errors.DayAhead.at("until")
    last = since + dt.timedelta(days=MOST_DAYS)
    if not since <= until <= last:
        raise errors.ClassDaysUnfit.at("until", since=short_date(since), last=short_date(last))
    days = (until - since).days + 1
    most = settings.STUDY_DAY_HOURS * days
    if not 0 < hours <= most or hours % HALF:
        raise errors.ClassHoursUnfit.at("hours", days=days, most=most, day=settings.STUDY_DAY_HOURS)
    _must_belong(organization, since, members)
    _must_be_new(title, since, until, hours, members)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = TrainingClass.objects.create(
                    organization=organization,
                    title=title,
                    since=since,
                    until=until,
                    hours=hours,
                    place=place.strip()[:120],
                    by=by.user,
                    who=by.name[:64],
                )
        except IntegrityError as taken:
            raise errors.ClassAlreadyRegistered.at(
                "title", organization=organization.short_name, on=short_date(since), title=title
            ) from taken
        TrainingPlace.objects.bulk_create(
            TrainingPlace(training=row, member=member) for member in dict.fromkeys(members)
        )
        chain.record("training.register", by=by, subject=row, where=organization, after=_facts(row))
    return row


def strike_class(*, training: TrainingClass, by: Actor) -> TrainingClass:
    """Take back a class that was registered by mistake; the entry in the audit stays. Raises NotYours."""
    by.must_any(MAY_REGISTER, training.organization)
    with transaction.atomic():
        facts = _facts(training)
        TrainingClass.objects.filter(pk=training.pk).delete()
        chain.record("training.strike", by=by, subject=training, where=training.organization, before=facts)
    return training


def _must_belong(organization: Organization, since: dt.date, members: Sequence[Member]) -> None:
    """Whoever attended was on the roll on the first day, of the organization or of one below it."""
    here = set(classes.people_of(organization, since).values_list("pk", flat=True))
    if strangers := [member.name for member in members if member.pk not in here]:
        raise errors.NotOfTheBranch.at(
            "members", names="、".join(strangers[:NAMES_SHOWN]), organization=organization.short_name
        )


def _must_be_new(
    title: str, since: dt.date, until: dt.date, hours: Decimal, members: Sequence[Member]
) -> None:
    """Nobody is credited with one class twice, whoever registers it, nor with more hours than their days have."""
    places = TrainingPlace.objects.filter(
        member__in=members, training__since__lte=until, training__until__gte=since
    )
    for place in places.select_related("member", "training__organization"):
        other = place.training
        days = (max(until, other.until) - min(since, other.since)).days + 1
        if other.title == title or other.hours + hours > settings.STUDY_DAY_HOURS * days:
            raise errors.CreditedAlready.at(
                "members",
                name=place.member.name,
                on=short_date(other.since),
                title=other.title,
                organization=other.organization.short_name,
            )


def _facts(row: TrainingClass) -> dict[str, Any]:
    return {
        "培训班名称": row.title,
        "开班日期": row.since,
        "结业日期": row.until,
        "学时": str(row.hours),
        "参加人数": row.places.count(),
    }
