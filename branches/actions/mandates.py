"""Actions grant and revoke: dated mandates; the three administrators are three persons (R-SEC-01)."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.actions import must_not_have_handed
from audit import chain
from branches import errors
from branches.access.roles import APART, BARRED_BESIDE, MACHINE_ROLES, Capability, Role
from branches.models import Mandate, Organization
from branches.selectors.actors import Actor
from branches.states import MANDATE_MOVES
from branches.workflow.transition import transition
from core import clock
from core.errors import Gone


@transaction.atomic
def grant(
    *,
    user: Any,
    organization: Organization,
    role: str,
    since: dt.date,
    until: dt.date | None = None,
    by: Actor,
) -> Mandate:
    """Give a person a role at an organization for a time.

    Nobody grants to themselves, and of the system, security and audit administrations a person holds at most one on
    any day. The system administrator has no role that opens members' files. Whoever was shown an account's password
    gives it no right, unless another has still to vouch for it; what it is for elsewhere, an office above both grants.

    Raises NotYours, NotToYourself, NotYourAccount, PasswordKnown, NotForMachines, EndsBeforeItBegins,
    AdministratorsApart, RunsTheSystemOnly, AlreadyMandated.
    """
    organization.refresh_from_db()
    by.must(Capability.GRANT_MANDATES, organization)
    if by.user is not None and by.user.pk == user.pk:
        raise errors.NotToYourself.at("username")
    by.must_answer_for(user)
    must_not_have_handed(user, by)
    if user.is_service and role not in MACHINE_ROLES:
        raise errors.NotForMachines.at("role", role=Role(role).label)
    if until is not None and until < since:
        raise errors.EndsBeforeItBegins.at("until")
    # The person's row is the lock: two grants at once cannot both find them free.
    get_user_model().objects.select_for_update().get(pk=user.pk)
    overlapping = Mandate.objects.open(since).filter(user=user)
    if until is not None:
        overlapping = overlapping.filter(since__lte=until)
    if role in APART and (held := overlapping.filter(role__in=APART).exclude(role=role).first()):
        raise errors.AdministratorsApart.at("role", name=user, role=held.get_role_display())
    if held := overlapping.filter(role__in=BARRED_BESIDE.get(role, ())).first():
        raise errors.RunsTheSystemOnly.at(
            "role", name=user, held=held.get_role_display(), sought=Role(role).label
        )
    same = overlapping.filter(role=role)
    if role not in APART:
        same = same.filter(organization=organization)
    if held := same.select_related("organization").first():
        raise errors.AlreadyMandated.at(
            "role", name=user, organization=held.organization.short_name, role=held.get_role_display()
        )
    mandate = Mandate.objects.create(
        user=user, organization=organization, role=role, since=since, until=until, granted_by=by.user
    )
    chain.record(
        "mandate.grant",
        by=by,
        subject=mandate,
        where=organization,
        after={"user": user.username, "role": role, "since": since, "until": until},
    )
    return mandate


def revoke(*, mandate: Mandate, until: dt.date, by: Actor) -> Mandate:
    """End a mandate: in the future on that day's evening; today or earlier, at once.

    Raises NotYours, Gone when it is over already or somebody was first.
    """
    mandate = Mandate.objects.select_related("organization", "user").get(pk=mandate.pk)
    by.must(Capability.GRANT_MANDATES, mandate.organization)
    today = clock.today()
    at_once = until <= today
    last_day = max(mandate.since, min(until, today)) if at_once else until
    if last_day < mandate.since:
        raise errors.EndsBeforeItBegins.at("until")
    if mandate.until is not None and mandate.until < today:
        raise Gone
    seen, revoked_at = {"until": mandate.until}, clock.now() if at_once else None
    after = {"user": mandate.user.username, "role": mandate.role, "until": last_day, "at_once": at_once}
    return transition(
        mandate,
        MANDATE_MOVES,
        "revoke",
        by,
        seen=seen,
        before=seen,
        after=after,
        until=last_day,
        revoked_at=revoked_at,
    )
