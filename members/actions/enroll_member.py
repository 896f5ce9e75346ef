"""Enroll a person in a branch: a new file, or the old one of somebody who comes back."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock, typed_numbers
from core.document_numbers import normalize_number
from members import errors
from members.actions import places
from members.actions.end_membership import LETTER_EXITS
from members.actions.identity_refusals import telling_nothing
from members.models import Member, Membership
from members.personal_data import identity, names, sealing
from members.rules import membership
from members.selectors import member_list
from members.states import FIVE_YEARS_OUT, OUT_OF_THE_PARTY, EntryKind, ExitKind

PLAIN = frozenset({"gender", "birth_on", *member_list.PRIVATE})
SEALED = frozenset(["identity", "phone", "address"])


def refuse_unknown_fields(details: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(details) - known):
        raise errors.UnknownFields(names="、".join(unknown))


def identity_taken_refusal(number: str, by: Actor) -> errors.IdentityTaken | None:
    """The refusal if a member on a roll has that identity number. It names the branch only if the actor may see it."""
    held = Member.objects.present().filter(identity_digest__in=sealing.digests(number))
    holder = held.select_related("organization").first() if number else None
    if holder is None:
        return None
    seen = by.may(Capability.VIEW_MEMBERS, holder.organization)
    return errors.IdentityTaken.at(
        "identity", where=f"“{holder.organization.short_name}”" if seen else "另一个党支部"
    )


def member_columns(details: dict[str, Any], member: UUID) -> dict[str, Any]:
    """Facts by name → columns of Member: numbers sealed and digested, the name with pinyin."""
    kept = {name: value for name, value in details.items() if name in PLAIN | {"joined_on", "full_on"}}
    if "name" in details:
        name = names.normalize_name(details["name"])
        pinyin, initials = names.romanize(name)
        kept |= {"name": name, "pinyin": pinyin, "initials": initials}
    if "identity" in details:
        kept |= sealing.identity_columns(details["identity"], member)
    if "phone" in details:
        kept |= sealing.phone_columns(details["phone"], member)
    if "address" in details:
        kept["address_sealed"] = sealing.seal_fact("address", details["address"], member)
    return kept


def enroll(
    *,
    organization: Organization,
    name: str,
    joined_on: dt.date,
    since: dt.date,
    entry: str = EntryKind.ADMITTED,
    group: Organization | None = None,
    full_on: dt.date | None = None,
    by: Actor,
    **details: Any,
) -> Member:
    """Enroll a person in a branch from a day on, and open the membership.

    Birthday and sex come from the identity number unless given. Somebody who left and comes back with the same
    identity number keeps the old file with its past memberships; where it is kept out of reach, only by the letter with which
    its keeper let it go.

    Raises NotYours, ConcernsYourself, NotABranch, BranchIsDissolved, NotItsGroup, IdentityWrong, IdentityTaken, IdentityUnclear,
    NotHandedOn, TooManyRefusals, PhoneWrong, JoinedTooYoung, FullTooEarly, DateAhead, DatesReversed, MayNotComeBack, AppliesTooSoon.
    """
    by.must(Capability.DECIDE_ON_MEMBERS, organization)
    document = details.pop("document", "")
    refuse_unknown_fields(details, PLAIN | SEALED)
    places.must_take_people(organization, since)
    places.must_be_its_group(group, organization, since)
    if ahead := membership.future_date_refusal("编入日期", "since", since):
        raise ahead
    if entry in (EntryKind.ADMITTED, EntryKind.TRANSFERRED, EntryKind.RESTORED):
        places.must_decide(organization, f"不办理{EntryKind(entry).label}")
    number = details["identity"] = typed_numbers.clean_identity(details.get("identity", ""))
    details["phone"] = typed_numbers.clean_phone(details.get("phone", ""))
    wrong = membership.identity_refusal(number)
    if number and not wrong:
        details["birth_on"] = details.get("birth_on") or identity.birth_of(number)
        details["gender"] = details.get("gender") or identity.gender_of(number)
    membership.check_facts(
        identity_number=number,
        phone=details["phone"],
        birth_on=details.get("birth_on"),
        joined_on=joined_on,
        full_on=full_on,
    )
    with telling_nothing(number, by):
        if refusal := identity_taken_refusal(number, by):
            raise refusal
        known = Member.objects.filter(identity_digest__in=sealing.digests(number))
        member = known.first() if number else None
        places.must_be_about_another(member or Member(name=names.normalize_name(name)), by)
        uuid = member.uuid if member else uuid4()
        facts = member_columns(details | {"name": name, "joined_on": joined_on, "full_on": full_on}, uuid)
        facts |= {"uuid": uuid, "organization": organization, "group": group, "left_on": None}
        if member is not None:
            _must_be_handed_on(member, name, document, by)
            _may_come_back(member, joined_on, since)
        try:
            with transaction.atomic():
                if member is None:
                    member = Member.objects.create(**facts)
                else:
                    for field, value in facts.items():
                        setattr(member, field, value)
                    member.version += 1
                    member.save()
                Membership.objects.create(
                    member=member,
                    organization=organization,
                    group=group,
                    since=since,
                    entry=entry,
                    document=document,
                )
        except IntegrityError as clash:
            raise identity_taken_refusal(number, by) or clash from clash
        after = {
            "name": member.name,
            "since": since,
            "entry": entry,
            "joined_on": joined_on,
            "full_on": full_on,
        }
        if group:
            after["group"] = group.short_name
        chain.record("member.enroll", by=by, subject=member, where=organization, after=after, note=document)
        return member


def _must_be_handed_on(member: Member, name: str, document: str, by: Actor) -> None:
    """Both sides say so: the keeper recorded the exit with the number of a letter, and who goes on in the file names the
    person and that letter. A body that decides at both places needs none. Raises NotHandedOn."""
    if by.may(Capability.DECIDE_ON_MEMBERS, member.organization):
        return
    last = member.memberships.exclude(exit="").order_by("-until", "-id").first()
    letter = normalize_number(document)
    if (
        last is None
        or last.exit not in LETTER_EXITS
        or not letter
        or last.document != letter[:60]
        or names.normalize_name(name) != member.name
    ):
        raise errors.NotHandedOn.at("identity", where=f"“{member.organization.short_name}”")


def _may_come_back(member: Member, joined_on: dt.date, since: dt.date) -> None:
    """R-STA-09: who was out of the Party is admitted anew, not restored. Two memberships share no day."""
    last = member.memberships.exclude(exit="").order_by("-until", "-id").first()
    if last is not None and last.until is not None and since <= last.until:
        first = last.until + dt.timedelta(days=1)
        raise errors.DatesReversed.at("since", what="编入日期", on=since, before=f"上次离开的次日{first}")
    if last is None or last.exit not in OUT_OF_THE_PARTY:
        return
    if last.exit != ExitKind.DIED and (member.left_on is None or joined_on > member.left_on):
        _must_have_waited(member, last, joined_on)
        return
    raise errors.MayNotComeBack(name=member.name, exit=last.get_exit_display(), left_on=member.left_on)


def _must_have_waited(member: Member, last: Membership, joined_on: dt.date) -> None:
    """R-STA-14: five years to the day are enough."""
    if last.exit not in FIVE_YEARS_OUT or member.left_on is None:
        return
    earliest = clock.months_later(member.left_on, membership.MONTHS_OUT)
    if joined_on < earliest:
        raise errors.AppliesTooSoon.at(
            "joined_on",
            name=member.name,
            left_on=member.left_on,
            exit=last.get_exit_display(),
            earliest=earliest,
        )
