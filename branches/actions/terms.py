"""Actions begin_term and extend_term: a term begins with an election and is extended by an approval from above."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.tree_places import lock, must_have_come, must_not_precede, must_stand
from branches.models import Organization, Term
from branches.rules.term_basis import VILLAGES_AND_COMMUNITIES
from branches.selectors.actors import Actor
from branches.states import COMMITTEES, ELECTS, Kind
from core import clock
from core.dates_zh import full_date


def term_years(organization: Organization) -> int:
    """Five in villages and communities whatever the form, five for committees, else three (支部工作条例 Art. 21)."""
    if organization.unit_kind in VILLAGES_AND_COMMUNITIES:
        return settings.TERM_YEARS_COMMUNITY
    if organization.kind in COMMITTEES:
        return settings.TERM_YEARS_COMMITTEE
    return settings.TERM_YEARS


def due_on_of(organization: Organization, since: dt.date) -> dt.date | None:
    """When a term begun that day is over; None for a 党工委, which is appointed, and for a temporary branch."""
    if organization.kind not in ELECTS:
        return None
    return clock.months_later(since, 12 * term_years(organization))


@transaction.atomic
def begin_term(
    *,
    organization: Organization,
    since: dt.date,
    has_committee: bool,
    document: str = "",
    approved_on: dt.date | None = None,
    approved_by: str = "",
    by: Actor,
) -> Term:
    """Begin the next term of office; the current one ends the day before.

    Before or after the day on which the current one is due, or is extended to, that takes an approval from above with its
    number, day and body (选举工作条例 Art. 3, R-ORG-11). A year more or less than due is warned of on the organization's page.
    An approval given only after the end leaves the days between on record.

    A temporary branch has one term only, its leaders are appointed (支部工作条例 Art. 8, R-ORG-12).

    Raises NotYours, AlreadyDissolved, TooEarly, NotYet, TermOverlaps, TemporaryElects, GroupHasNoCommittee,
    EarlyNeedsDocument, LateNeedsDocument, ApprovedTooLate.
    """
    (organization,) = lock(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, since)
    must_have_come(since, "since")
    if has_committee and organization.is_group:
        raise errors.GroupHasNoCommittee.at("has_committee")
    approval = ApprovalFromAbove(document.strip(), approved_on, approved_by.strip())
    last = Term.objects.filter(organization=organization).order_by("-since").first()
    was_open = last is not None and last.until is None
    if last is not None:
        if organization.kind == Kind.TEMPORARY_BRANCH and not organization.special_provision:
            raise errors.TemporaryElects
        if since <= max(last.since, last.until or last.since):
            raise errors.TermOverlaps.at("since", since=full_date(last.since))
        if last.until is None:
            _end(last, since, approval)
    term = Term.objects.create(
        organization=organization,
        number=last.number + 1 if last else 1,
        has_committee=has_committee,
        since=since,
        due_on=due_on_of(organization, since),
        approval_document=approval.document,
        approved_on=approval.approved_on,
        approved_by=approval.approved_by,
        former_due_on=last.due_on if last and was_open else None,
    )
    former = {"number": last.number, "until": last.until, "overdue_days": last.overdue_days} if last else None
    chain.record(
        "term.begin",
        by=by,
        subject=term,
        where=organization,
        before=former,
        after={
            "number": term.number,
            "since": since,
            "due_on": term.due_on,
            "has_committee": has_committee,
            "approved_on": term.approved_on,
            "approved_by": term.approved_by,
        },
        note=term.approval_document,
    )
    return term


def _end(last: Term, since: dt.date, approval: ApprovalFromAbove) -> None:
    """End the former term on the eve, with the days on which nothing kept it in office."""
    if last.due_on and last.expires_on:
        due = full_date(last.expires_on)
        if since < last.due_on:
            approval.must_be_whole(errors.EarlyNeedsDocument, due=full_date(last.due_on))
        elif since > last.expires_on:
            approval.must_be_whole(errors.LateNeedsDocument, due=due)
        if not last.due_on <= since <= last.expires_on:
            approval.must_precede(since, "选举日期")
        if since > last.expires_on and approval.approved_on:
            last.overdue_days += max(0, (approval.approved_on - last.expires_on).days)
    last.until = since - dt.timedelta(days=1)
    last.save(update_fields=["until", "overdue_days"])


@transaction.atomic
def extend_term(
    *,
    term: Term,
    until: dt.date,
    document: str,
    approved_on: dt.date | None = None,
    approved_by: str = "",
    by: Actor,
) -> Term:
    """Keep the term in office past its end on an approval from above (选举工作条例 Art. 3, R-ORG-11).

    Normally at most a year: more is warned of on the organization's page. Days between the end and an approval that came
    only afterwards stay on record.

    Raises NotYours, TermOver, NoTermToExtend, ExtensionNeedsDocument, NotYet, ExtensionNotLater, ExtensionTooLong,
    ApprovedTooLate.
    """
    (organization,) = lock(term.organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    term = Term.objects.get(pk=term.pk)
    if term.until is not None:
        raise errors.TermOver
    if term.due_on is None or term.expires_on is None:
        raise errors.NoTermToExtend(organization=organization.short_name)
    approval = ApprovalFromAbove(document.strip(), approved_on, approved_by.strip())
    approval.must_be_whole(errors.ExtensionNeedsDocument)
    due = full_date(term.due_on)
    if until <= term.due_on:
        raise errors.ExtensionNotLater.at("until", ends=due)
    if until > clock.months_later(term.due_on, 12 * term_years(organization)):
        raise errors.ExtensionTooLong.at("until", due=due, until=full_date(until))
    approval.must_precede(until, "延期到的")
    names = (
        "extended_until",
        "extension_document",
        "extension_approved_on",
        "extension_approved_by",
        "overdue_days",
    )
    before = {name: getattr(term, name) for name in names}
    if approval.approved_on:
        term.overdue_days += max(0, (approval.approved_on - term.expires_on).days)
    term.extended_until, term.extension_document = until, approval.document
    term.extension_approved_on, term.extension_approved_by = approval.approved_on, approval.approved_by
    term.extension_entered_on = clock.today()
    term.save(update_fields=[*names, "extension_entered_on"])
    chain.record(
        "term.extend",
        by=by,
        subject=term,
        where=organization,
        before=before,
        after={name: getattr(term, name) for name in names},
    )
    return term
