"""Actions begin_term and extend_term: a term begins with an election and is extended by at most a year."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.move_organization import hold, must_have_come, must_not_precede, must_stand
from branches.models import Organization, Term
from branches.selectors.actors import Actor
from branches.states import COMMITTEES, Kind, UnitKind
from core import clock
from core.dates_zh import full_date

MOST_EXTENSION_MONTHS = MOST_EARLY_MONTHS = 12


def term_years(organization: Organization) -> int:
    """Five in villages and communities whatever the form, five for committees, else three (支部工作条例 Art. 21)."""
    if organization.unit_kind in (UnitKind.COMMUNITY, UnitKind.VILLAGE):
        return settings.TERM_YEARS_COMMUNITY
    if organization.kind in COMMITTEES:
        return settings.TERM_YEARS_COMMITTEE
    return settings.TERM_YEARS


def due_on_of(organization: Organization, since: dt.date) -> dt.date:
    """When a term begun that day is over."""
    return clock.months_later(since, 12 * term_years(organization))


@transaction.atomic
def begin_term(
    *, organization: Organization, since: dt.date, has_committee: bool, document: str = "", by: Actor
) -> Term:
    """Begin the next term of office; the current one ends the day before.

    More than a year before the current one is due that takes the approval from above (选举工作条例 Art. 3, R-ORG-11).

    A temporary branch has one term only, its leaders are appointed (支部工作条例 Art. 8, R-ORG-12).

    Raises NotYours, AlreadyDissolved, TooEarly, NotYet, TermOverlaps, TemporaryElects, GroupHasNoCommittee,
    EarlyNeedsDocument.
    """
    (organization,) = hold(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, since)
    must_have_come(since, "since")
    if has_committee and organization.is_group:
        raise errors.GroupHasNoCommittee.at("has_committee")
    last = Term.objects.filter(organization=organization).order_by("-since").first()
    if last is not None:
        if organization.kind == Kind.TEMPORARY_BRANCH:
            raise errors.TemporaryElects
        if since <= max(last.since, last.until or last.since):
            raise errors.TermOverlaps.at("since", since=full_date(last.since))
        if last.until is None:
            _must_be_due(last, since, document)
            last.until = since - dt.timedelta(days=1)
            last.save(update_fields=["until"])
    term = Term.objects.create(
        organization=organization,
        number=last.number + 1 if last else 1,
        has_committee=has_committee,
        since=since,
        due_on=due_on_of(organization, since),
    )
    chain.record(
        "term.begin",
        by=by,
        subject=term,
        where=organization,
        before={"number": last.number, "until": last.until} if last else None,
        after={
            "number": term.number,
            "since": since,
            "due_on": term.due_on,
            "has_committee": has_committee,
        },
        note=document.strip(),
    )
    return term


def _must_be_due(last: Term, since: dt.date, document: str) -> None:
    if document.strip() or since >= clock.months_later(last.due_on, -MOST_EARLY_MONTHS):
        return
    raise errors.EarlyNeedsDocument.at("document", due=full_date(last.due_on))


@transaction.atomic
def extend_term(*, term: Term, until: dt.date, document: str, by: Actor) -> Term:
    """Keep the term in office past its due day, at most a year, on a document of approval (选举工作条例 Art. 3, R-ORG-11).

    Raises NotYours, TermOver, ExtensionNeedsDocument, ExtensionTooLong.
    """
    (organization,) = hold(term.organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    term = Term.objects.get(pk=term.pk)
    if term.until is not None:
        raise errors.TermOver
    if not document.strip():
        raise errors.ExtensionNeedsDocument.at("document")
    latest = clock.months_later(term.due_on, MOST_EXTENSION_MONTHS)
    if not term.due_on < until <= latest:
        raise errors.ExtensionTooLong.at("until", due=full_date(term.due_on), latest=full_date(latest))
    before = {"extended_until": term.extended_until, "extension_document": term.extension_document}
    term.extended_until, term.extension_document = until, document.strip()
    term.save(update_fields=["extended_until", "extension_document"])
    chain.record(
        "term.extend",
        by=by,
        subject=term,
        where=organization,
        before=before,
        after={"extended_until": until, "extension_document": term.extension_document},
    )
    return term
