"""Actions establish, rename, describe, dissolve: each changes one organization, with its date and document."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.move_organization import (
    dissolved_refusal,
    free_path,
    hold,
    must_be_number,
    must_have_come,
    must_manage,
    must_not_precede,
    must_stand,
    must_stand_under,
    record_change,
)
from branches.actions.terms import due_on_of
from branches.models import Change, Organization, Term
from branches.rules.units import clean_units, too_few_refusal
from branches.selectors.actors import Actor
from branches.selectors.organization_names import search_spellings
from branches.states import CODE_SHAPE, RESERVED_CODES, Kind

DESCRIBED = ("activity_day", "unit_kind", "units_covered", "units", "planned_end_on", "special_provision")


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
    units_covered: int | None = None,
    units: Sequence[str] = (),
    planned_end_on: dt.date | None = None,
    special_provision: str = "",
    full_members: int | None = None,
    document: str = "",
    approved_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """Set up a new organization by the approval from above, and put it into the tree.

    Only a party group needs no approval (支部工作条例 Art. 6, R-ORG-18). `full_members` is what the application declares: a
    党支部, and all units of a 联合党支部 together, have three at least (Art. 4 and 5, R-ORG-01). `planned_end_on` is the day
    on which the body of a 临时党支部 is to end (Art. 8, R-ORG-13), `special_provision` what lets it do more (R-ORG-12).

    Raises what register raises, and EstablishmentDocumentMissing, ApprovedTooLate, NotYet, FullMembersMissing, UnitsMissing.
    """
    must_manage(parent, by)
    must_stand_under(kind, parent)
    if refusal := too_few_refusal(kind, full_members):
        raise refusal
    if kind != Kind.GROUP:
        approval = ApprovalFromAbove(document, approved_on)
        label = Kind(kind).label
        approval.must_be_whole(errors.EstablishmentDocumentMissing, with_body=False, kind=label)
        approval.must_precede(established_on, "成立日期")
    if kind in (Kind.BRANCH, Kind.JOINT_BRANCH) and full_members is None:
        raise errors.FullMembersMissing.at("full_members", kind=Kind(kind).label)
    if kind == Kind.JOINT_BRANCH and not clean_units(kind, units):
        raise errors.UnitsMissing.at("units")
    return register(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        unit_kind=unit_kind,
        parent=parent,
        established_on=established_on,
        activity_day=activity_day,
        units_covered=units_covered,
        units=units,
        planned_end_on=planned_end_on,
        special_provision=special_provision,
        full_members=full_members,
        document=document,
        approved_on=approved_on,
        by=by,
    )


@transaction.atomic
def register(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    unit_kind: str,
    parent: Organization | None,
    established_on: dt.date,
    activity_day: int | None = None,
    units_covered: int | None = None,
    units: Sequence[str] = (),
    planned_end_on: dt.date | None = None,
    special_provision: str = "",
    full_members: int | None = None,
    document: str = "",
    approved_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """Enter an organization that stands already (a list from the office), last among its parent's children.

    Its document may be unknown and its roster may follow (`full_members` None). What is declared must be enough (R-ORG-01).

    Raises NotYours, CodeMalformed, CodeTaken, MayNotStandThere, AlreadyDissolved, TooFewFullMembers, TooFewTogether,
    UnitsNotJoint, UnitsWrong, NotTemporary, ProvisionNotTemporary, EndsBeforeItBegins, NoRoom.
    """
    parent = hold(parent)[0] if parent else None
    must_manage(parent, by)
    code, name, short_name = code.strip(), name.strip(), short_name.strip()
    if not CODE_SHAPE.fullmatch(code) or code.lower() in RESERVED_CODES:
        raise errors.CodeMalformed.at("code")
    if Organization.objects.filter(code=code).exists():
        raise errors.CodeTaken.at("code", taken=code)
    must_stand_under(kind, parent)
    if refusal := too_few_refusal(kind, full_members):
        raise refusal
    names = clean_units(kind, units)
    _must_end_in_time(kind, established_on, planned_end_on)
    _must_be_temporary(kind, special_provision)
    pinyin, initials = search_spellings(name, short_name)
    facts = {
        "code": code,
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "unit_kind": unit_kind,
        "established_on": established_on,
        "activity_day": activity_day,
        "units_covered": len(names) or units_covered or 1,
        "units": names,
        "planned_end_on": planned_end_on,
        "special_provision": special_provision.strip(),
    }
    organization = Organization.objects.create(
        **facts, parent=parent, path=free_path(parent), pinyin=pinyin, initials=initials
    )
    facts |= {"parent": parent.code if parent else None, "full_members": full_members, "document": document}
    facts |= {"approved_on": approved_on}
    change = Change(deed=Change.Deed.ESTABLISHED, effective_on=established_on, document=document)
    change.new_name, change.new_parent, change.approved_on = name, parent, approved_on
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
    must_be_number(document)
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
    """Change what needs no approval: activity_day, unit_kind, units_covered, units, planned_end_on, special_provision.

    With the unit kind the current term is due on another day; the number of units follows their names.

    Raises NotYours, AlreadyDissolved, NotTemporary, ProvisionNotTemporary, EndsBeforeItBegins, UnitsNotJoint, UnitsMissing,
    UnitsWrong; TypeError for any other field.
    """
    if unknown := set(changes) - set(DESCRIBED):
        raise TypeError(f"describe() does not change {sorted(unknown)}")
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    if "planned_end_on" in changes:
        _must_end_in_time(organization.kind, organization.established_on, changes["planned_end_on"])
    if "special_provision" in changes:
        changes["special_provision"] = changes["special_provision"].strip()
        _must_be_temporary(organization.kind, changes["special_provision"])
    if "units" in changes:
        changes["units"] = clean_units(organization.kind, changes["units"])
    if names := changes.get("units", organization.units):
        changes["units_covered"] = len(names)
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
    if term is None or due_on == term.due_on:
        return {}, {}
    before: dict[str, Any] = {"due_on": term.due_on}
    after: dict[str, Any] = {"due_on": due_on}
    term.due_on = due_on
    if term.extended_until and due_on and term.extended_until <= due_on:
        before["extended_until"], after["extended_until"] = term.extended_until, None
        term.extended_until = term.extension_approved_on = term.extension_entered_on = None
        term.extension_document = term.extension_approved_by = ""
        term.overdue_days = 0
    term.save()
    return before, after


@transaction.atomic
def dissolve(
    *,
    organization: Organization,
    effective_on: dt.date,
    document: str = "",
    approved_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """End an organization on a day; from that day on it stands no more, and its term of office ends.

    The day may lie ahead; until it comes it can be entered anew, and the later entry counts, or be called off.

    Members still on its roll are shown as a finding: the roll is kept upstairs.

    Only a party group needs no approval (支部工作条例 Art. 7, R-ORG-18).

    Raises NotYours, AlreadyDissolved, DissolutionDocumentMissing, ApprovedTooLate, NotYet, StillHasPeopleOrUnits, TooEarly.
    """
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, effective_on)
    must_be_number(document)
    if not organization.is_group:
        approval, called = ApprovalFromAbove(document, approved_on), organization.short_name
        approval.must_be_whole(errors.DissolutionDocumentMissing, with_body=False, organization=called)
        approval.must_precede(effective_on, "撤销日期")
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
            "approved_on": approved_on,
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
        after={"dissolved_on": effective_on, "document": document, "approved_on": approved_on},
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


def _must_be_temporary(kind: str, special_provision: str) -> None:
    if special_provision.strip() and kind != Kind.TEMPORARY_BRANCH:
        raise errors.ProvisionNotTemporary.at("special_provision")


def _must_end_in_time(kind: str, established_on: dt.date, planned_end_on: dt.date | None) -> None:
    if planned_end_on is None:
        return
    if kind != Kind.TEMPORARY_BRANCH:
        raise errors.NotTemporary.at("planned_end_on")
    if planned_end_on < established_on:
        raise errors.EndsBeforeItBegins.at("planned_end_on")
