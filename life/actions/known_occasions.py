"""Actions note_occasion and strike_occasion: the secretary writes down that something came up on which they talk with a member."""

import datetime as dt

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from life import errors
from life.models import KnownOccasion
from life.states import SECRETARYS_OCCASIONS, WITH_SECRETARY
from meetings import errors as meetings_errors
from members.models import Member


def note_occasion(
    *, organization: Organization, member: Member, occasion: str, known_on: dt.date, by: Actor
) -> KnownOccasion:
    """Note one of the occasions of 支部工作条例 Art. 19 and since when it is known; the secretary, for themselves (R-LIFE-16).

    The entry in the audit names neither the member nor the occasion.

    Raises NotYours, NotTheSecretarys, DayAhead, NotOfTheBranch, OccasionAlreadyNoted.
    """
    _must_be_secretary(organization, by)
    if occasion not in WITH_SECRETARY:
        words = "、".join(label for _, label in SECRETARYS_OCCASIONS)
        raise errors.NotTheSecretarys.at("occasion", occasions=words)
    if known_on > clock.today():
        raise meetings_errors.DayAhead.at("known_on")
    if not Member.objects.on_roll(organization, known_on).filter(pk=member.pk).exists():
        raise errors.NotOfTheBranch.at("member", names=member.name, organization=organization.short_name)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = KnownOccasion.objects.create(
                    organization=organization, member=member, occasion=occasion, known_on=known_on, by=by.user
                )
        except IntegrityError as taken:
            raise errors.OccasionAlreadyNoted.at(
                "known_on", name=member.name, on=short_date(known_on)
            ) from taken
        chain.record("talk.note_occasion", by=by, subject=row, where=organization, after={"日期": known_on})
    return row


def strike_occasion(*, occasion: KnownOccasion, by: Actor) -> KnownOccasion:
    """Take back what was noted by mistake. Raises NotYours."""
    _must_be_secretary(occasion.organization, by)
    with transaction.atomic():
        KnownOccasion.objects.filter(pk=occasion.pk).delete()
        before = {"日期": occasion.known_on}
        chain.record(
            "talk.strike_occasion", by=by, subject=occasion, where=occasion.organization, before=before
        )
    return occasion


def _must_be_secretary(organization: Organization, by: Actor) -> None:
    by.must(Capability.RECORD_MEETING, organization)
    by.must(Capability.MANAGE_MEMBERS, organization)
