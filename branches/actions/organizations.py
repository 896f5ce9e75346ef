"""Actions establish, rename, describe, dissolve: each changes one organization, with its date and document."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.move_organization import (
    dissolved_refusal,
    free_path,
    hold,
    must_have_come,
    must_manage,
    must_not_precede,
    must_stand,
    must_stand_under,
    record_change,
)
from branches.actions.terms import due_on_of
from branches.models import Change, Organization, Term
from branches.rules.findings import LEAST_FULL_MEMBERS
from branches.selectors.actors import Actor
from branches.selectors.organization_names import search_spellings
from branches.states import CODE_SHAPE, Kind

RESERVED_CODES = frozenset({"mandates"})  # an address of the pages, beside /organizations/CODE/
DESCRIBED = ("activity_day", "unit_kind", "units_covered", "planned_end_on")


@transaction.atomic
def establish(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    unit_kind: str,
    parent: Organization | None,
    established_on: dt.date,
    activity_day: int | None = None,
    units_covered: int = 1,
    planned_end_on: dt.date | None = None,
    full_members: int | None = None,
    document: str = "",
    by: Actor,
) -> Organization:
    """Put a new organization into the tree, last among its parent's children.

    `full_members` is what the application declares; None = not declared, its roster follows (import). A 党支部 declared
    with fewer than three is refused (支部工作条例 Art. 4, R-ORG-01). `planned_end_on` is the day on which the body of a
    临时党支部 is to end (Art. 8, R-ORG-13).

    Raises NotYours, CodeMalformed, CodeTaken, MayNotStandThere, AlreadyDissolved, TooFewFullMembers, NotTemporary,
    EndsBeforeItBegins, NoRoom.
    """
    parent = hold(parent)[0] if parent else None
    must_manage(parent, by)
    code, name, short_name = code.strip(), name.strip(), short_name.strip()
    if not CODE_SHAPE.fullmatch(code) or code.lower() in RESERVED_CODES:
        raise errors.CodeMalformed.at("code")
    if Organization.objects.filter(code=code).exists():
        raise errors.CodeTaken.at("code", taken=code)
    must_stand_under(kind, parent)
    if kind == Kind.BRANCH and full_members is not None and full_members < LEAST_FULL_MEMBERS:
        refusal = errors.TooFewFullMembers(count=full_members)
        refusal.fields = {"full_members": str(refusal)}
        raise refusal
    _must_end_in_time(kind, established_on, planned_end_on)
    pinyin, initials = search_spellings(name, short_name)
    facts = {
        "code": code,
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "unit_kind": unit_kind,
        "established_on": established_on,
        "activity_day": activity_day,
        "units_covered": units_covered,
        "planned_end_on": planned_end_on,
    }
    organization = Organization.objects.create(
        **facts, parent=parent, path=free_path(parent), pinyin=pinyin, initials=initials
    )
    facts |= {"parent": parent.code if parent else None, "full_members": full_members, "document": document}
    change = Change(deed=Change.Deed.ESTABLISHED, effective_on=established_on, document=document)
    change.new_name, change.new_parent = name, parent
    record_change("organization.establish", organization, change, after=facts, by=by)
    return organization


@transaction.atomic
def rename(
    *,
    organization: Organization,
    name: str,
    short_name: str,
    effective_on: dt.date,
    document: str = "",
    by: Actor,
) -> Organization:
    """Give it a new full and short name from a day on; the old one stays in its history.

    Raises NotYours, AlreadyDissolved, TooEarly, NotYet.
    """
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, effective_on)
    must_have_come(effective_on)
    before = {"name": organization.name, "short_name": organization.short_name}
    organization.name, organization.short_name = name.strip(), short_name.strip()
    organization.pinyin, organization.initials = search_spellings(organization.name, organization.short_name)
    organization.version += 1
    organization.save(update_fields=["name", "short_name", "pinyin", "initials", "version"])
    change = Change(deed=Change.Deed.RENAMED, effective_on=effective_on, document=document)
    change.old_name, change.old_short_name = before["name"], before["short_name"]
    change.new_name = organization.name
    after = {
        "name": organization.name,
        "short_name": organization.short_name,
        "effective_on": effective_on,
        "document": document,
    }
    record_change("organization.rename", organization, change, before=before, after=after, by=by)
    return organization


@transaction.atomic
def describe(*, organization: Organization, by: Actor, **changes: Any) -> Organization:
    """Change what needs no document: activity_day, unit_kind, units_covered, planned_end_on.

    With the unit kind the current term is due on another day.

    Raises NotYours, AlreadyDissolved, NotTemporary, EndsBeforeItBegins; TypeError for any other field.
    """
    if unknown := set(changes) - set(DESCRIBED):
        raise TypeError(f"describe() does not change {sorted(unknown)}")
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    if "planned_end_on" in changes:
        _must_end_in_time(organization.kind, organization.established_on, changes["planned_end_on"])
    changed = {key: value for key, value in changes.items() if getattr(organization, key) != value}
    before = {key: getattr(organization, key) for key in changed}
    for key, value in changed.items():
        setattr(organization, key, value)
    organization.version += 1
    organization.save(update_fields=[*changed, "version"])
    if "unit_kind" in changed:
        was, now = _measure_term_anew(organization)
        before, changed = before | was, changed | now
    chain.record(
        "organization.describe",
        by=by,
        subject=organization,
        where=organization,
        before=before,
        after=changed,
    )
    return organization


def _measure_term_anew(organization: Organization) -> tuple[dict[str, Any], dict[str, Any]]:
    """How long the current term lasts hangs on the unit; (before, after) of what changed.

    An extension that now ends within the term is none.
    """
    term = Term.objects.filter(organization=organization, until__isnull=True).first()
    due_on = due_on_of(organization, term.since) if term else None
    if term is None or due_on is None or due_on == term.due_on:
        return {}, {}
    before: dict[str, Any] = {"due_on": term.due_on}
    after: dict[str, Any] = {"due_on": due_on}
    term.due_on = due_on
    if term.extended_until and term.extended_until <= due_on:
        before["extended_until"], after["extended_until"] = term.extended_until, None
        term.extended_until, term.extension_document = None, ""
    term.save(update_fields=["due_on", "extended_until", "extension_document"])
    return before, after


@transaction.atomic
def dissolve(
    *, organization: Organization, effective_on: dt.date, document: str = "", by: Actor
) -> Organization:
    """End an organization on a day; from that day on it stands no more, and its term of office ends.

    The day may lie ahead; until it comes it can be entered anew, and the later entry counts, or be called off.

    Members still on its roll are shown as a finding: the roll is kept upstairs.

    Raises NotYours, AlreadyDissolved, DissolutionDocumentMissing, StillHasPeopleOrUnits, TooEarly.
    """
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, effective_on)
    if not document.strip() and not organization.is_group:
        raise errors.DissolutionDocumentMissing.at("document", organization=organization.short_name)
    above = organization.parent
    if above is not None and above.dissolved_on and above.dissolved_on < effective_on:
        raise dissolved_refusal(above, above.dissolved_on).beside("effective_on")
    still = Organization.objects.filter(parent=organization).filter(
        Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=effective_on)
    )
    if count := still.count():
        raise errors.StillHasPeopleOrUnits(organization=organization.short_name, count=count)
    before = organization.dissolved_on
    Organization.objects.filter(pk=organization.pk).update(
        dissolved_on=effective_on, version=F("version") + 1
    )
    organization.refresh_from_db()
    open_still = Q(until__isnull=True) | Q(until=before) if before else Q(until__isnull=True)
    for term in Term.objects.filter(open_still, organization=organization):
        term.until = max(term.since, effective_on)
        term.save(update_fields=["until"])
    Change.objects.update_or_create(
        organization=organization,
        deed=Change.Deed.DISSOLVED,
        defaults={
            "effective_on": effective_on,
            "document": document,
            "old_name": organization.name,
            "old_parent_id": organization.parent_id,
            "recorded_by": by.user,
        },
    )
    chain.record(
        "organization.dissolve",
        by=by,
        subject=organization,
        where=organization,
        before={"dissolved_on": before},
        after={"dissolved_on": effective_on, "document": document},
    )
    return organization


@transaction.atomic
def call_off_dissolution(*, organization: Organization, reason: str, by: Actor) -> Organization:
    """Take a dissolution back whose day has not come: the organization goes on, and its term of office with it.

    What was entered stays in the audit. Raises NotYours, NothingToCallOff, AlreadyDissolved for what stands above,
    CallOffReasonMissing.
    """
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    was, above = organization.dissolved_on, organization.parent
    if was is None or organization.is_dissolved:
        raise errors.NothingToCallOff(organization=organization.short_name)
    if above is not None and above.dissolved_on:
        raise dissolved_refusal(above, above.dissolved_on)
    if not reason.strip():
        raise errors.CallOffReasonMissing.at("reason")
    Organization.objects.filter(pk=organization.pk).update(dissolved_on=None, version=F("version") + 1)
    organization.refresh_from_db()
    Term.objects.filter(organization=organization, until=was).update(until=None)
    Change.objects.filter(organization=organization, deed=Change.Deed.DISSOLVED).delete()
    chain.record(
        "organization.call_off_dissolution",
        by=by,
        subject=organization,
        where=organization,
        before={"dissolved_on": was},
        after={"dissolved_on": None},
        note=reason.strip(),
    )
    return organization


def _must_end_in_time(kind: str, established_on: dt.date, planned_end_on: dt.date | None) -> None:
    if planned_end_on is None:
        return
    if kind != Kind.TEMPORARY_BRANCH:
        raise errors.NotTemporary.at("planned_end_on")
    if planned_end_on < established_on:
        raise errors.EndsBeforeItBegins.at("planned_end_on")
