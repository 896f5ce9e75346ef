"""Actions establish, register, rename, describe: each changes one organization, with its date and document."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.terms import due_on_of
from branches.actions.tree_places import (
    free_path,
    lock,
    must_be_number,
    must_have_come,
    must_manage,
    must_not_precede,
    must_stand,
    must_stand_under,
    record_change,
)
from branches.models import Change, Organization, Term
from branches.rules.units import clean_units, too_few_refusal
from branches.selectors.actors import Actor
from branches.selectors.organization_names import search_spellings
from branches.states import CODE_SHAPE, RESERVED_CODES, Kind
from core.dates_zh import full_date
from core.document_numbers import is_issued_number, normalize_number

POWER = ("power_document", "power_granted_on")
DESCRIBED = (
    "activity_day", "unit_kind", "units_covered", "units", "planned_end_on", "special_provision", *POWER,
)  # fmt: skip


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
    applied_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """Set up a new organization by the approval from above, and put it into the tree.

    Only a party group needs no approval (支部工作条例 Art. 6, R-ORG-18). `full_members` is what the application declares: a
    党支部, and all units of a 联合党支部 together, have three at least (Art. 4 and 5, R-ORG-01). `planned_end_on` is the day
    on which the body of a 临时党支部 is to end (Art. 8, R-ORG-13), `special_provision` what lets it do more (R-ORG-12).
    `applied_on` is the day of the application: a reply more than a month later is flagged.

    Raises what register raises, and EstablishmentDocumentMissing, ApprovedTooLate, NotYet, FullMembersMissing, UnitsMissing.
    """
    must_manage(parent, by)
    must_stand_under(kind, parent)
    if refusal := too_few_refusal(kind, full_members):
        raise refusal
    if kind != Kind.GROUP:
        approval = ApprovalFromAbove(document, approved_on, applied_on=applied_on)
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
        applied_on=applied_on,
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
    applied_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """Enter an organization that stands already (a list from the office), last among its parent's children.

    Its document may be unknown and its roster may follow (`full_members` None). What is declared must be enough (R-ORG-01).

    Raises NotYours, CodeMalformed, CodeTaken, MayNotStandThere, AlreadyDissolved, TooFewFullMembers, TooFewTogether,
    UnitsNotJoint, UnitsWrong, NotTemporary, ProvisionNotTemporary, EndsBeforeItBegins, NoRoom.
    """
    parent = lock(parent)[0] if parent else None
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
    facts |= {"approved_on": approved_on, "applied_on": applied_on}
    change = Change(deed=Change.Deed.ESTABLISHED, effective_on=established_on, document=document)
    change.new_name, change.new_parent = name, parent
    change.approved_on, change.applied_on = approved_on, applied_on
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

    Raises NotYours, AlreadyDissolved, TooEarly, NotYet, RenamedLater.
    """
    (organization,) = lock(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    if (name.strip(), short_name.strip()) == (organization.name, organization.short_name):
        return organization  # sent twice
    must_not_precede(organization, effective_on)
    must_have_come(effective_on)
    must_be_number(document)
    renamed = Change.objects.filter(organization=organization, deed=Change.Deed.RENAMED)
    if last := renamed.filter(effective_on__gt=effective_on).order_by("-effective_on").first():
        raise errors.RenamedLater.at(
            "effective_on", organization=organization.short_name, on=full_date(last.effective_on)
        )
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
    """Change what needs no approval: activity_day, unit_kind, units_covered, units, planned_end_on, special_provision; and
    by whoever manages the body above, the power to approve probationary members: power_document, power_granted_on (R-ORG-17).

    With the unit kind the current term is due on another day; the number of units follows their names.

    Raises NotYours, AlreadyDissolved, NotTemporary, ProvisionNotTemporary, EndsBeforeItBegins, UnitsNotJoint, UnitsMissing,
    UnitsWrong, PowerUnfit, NotYet; TypeError for any other field.
    """
    if unknown := set(changes) - set(DESCRIBED):
        raise TypeError(f"describe() does not change {sorted(unknown)}")
    (organization,) = lock(organization)
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
    if "power_document" in changes:
        changes["power_document"] = normalize_number(changes["power_document"])
    changed = {key: value for key, value in changes.items() if getattr(organization, key) != value}
    if set(POWER) & changed.keys():
        _must_be_a_power(organization, changed, by)
    before = {key: getattr(organization, key) for key in changed}
    for key, value in changed.items():
        setattr(organization, key, value)
    organization.version += 1
    organization.save(update_fields=[*changed, "version"])
    if "unit_kind" in changed:
        was, now = measure_term_anew(organization)
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


def measure_term_anew(organization: Organization) -> tuple[dict[str, Any], dict[str, Any]]:
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


def _must_be_a_power(organization: Organization, changed: dict[str, Any], by: Actor) -> None:
    """Granted by the body above, to a committee, under a number and on a day that has come; both are taken away together."""
    must_manage(organization.parent, by)
    number, on = (changed.get(name, getattr(organization, name)) for name in POWER)
    if not organization.is_committee:
        raise errors.PowerUnfit.at("power_document", why=f"这是{organization.get_kind_display()}")
    if not number and on is None:
        return
    if number and not is_issued_number(number):
        raise errors.PowerUnfit.at("power_document", why=f"“{number}”不是文号")
    if not (number and on):
        lacking = "power_granted_on" if number else "power_document"
        raise errors.PowerUnfit.at(lacking, why="少了日期" if number else "少了文号")
    must_have_come(on, "power_granted_on")


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
