"""Link a sign-in account to the member it belongs to, or unlink it."""

from django.db import IntegrityError, transaction

from accounts.actions import must_not_have_handed
from accounts.models import AccountSlip, User
from audit import chain
from branches import actions as branches_actions
from branches.access.roles import Capability, Role
from branches.models import Mandate
from branches.selectors.actors import Actor, reach_of
from core import clock
from core.errors import Gone
from members import errors
from members.actions import places
from members.models import Member


@transaction.atomic
def link(*, member: Member, user: User | None, by: Actor) -> Member:
    """Link an account to a member, who then sees their own file; with None, unlink the account of the member.

    It takes GRANT_MANDATES. An account that cannot see the calendar of the member's branch is granted the role
    `member` there, without which nobody checks in, votes or asks for leave.

    Raises NotYours, NotYourAccount, PasswordKnown, NotYourself, HasLeft, HasAnAccount, AccountTaken, Gone.
    """
    by.must(Capability.GRANT_MANDATES, member.organization)
    if by.user is not None and by.user.pk in (member.user_id, user.pk if user else None):
        raise errors.NotYourself
    if user is not None:
        by.must_answer_for(user)
        must_not_have_handed(user, by)
        places.must_be_present(member)
        if member.user_id:
            raise errors.HasAnAccount(name=member.name)
        if holder := Member.objects.filter(user=user).first():
            raise errors.AccountTaken(name=holder.name)
    before = member.user.username if member.user else ""
    try:
        with transaction.atomic():
            if not Member.objects.filter(pk=member.pk, user=member.user_id).update(user=user):
                raise Gone
    except IntegrityError as clash:
        raise errors.AccountTaken(name="另一位党员") from clash
    if user is None:
        # What was printed for this member must not open the account for another.
        waiting = AccountSlip.objects.filter(account=member.user, activated_at=None, voided_at=None)
        waiting.update(code="", voided_at=clock.now())
    member.user = user
    chain.record(
        "member.link",
        by=by,
        subject=member,
        where=member.organization,
        before={"account": before},
        after={"account": user.username if user else ""},
    )
    if user is not None and not _sees_calendar_of(user, member):
        branches_actions.grant(
            user=user, organization=member.organization, role=Role.MEMBER, since=clock.today(), by=by
        )
    return member


def _sees_calendar_of(user: User, member: Member) -> bool:
    """Whether the account sees the calendar of the member's branch, now or by a mandate that begins later."""
    place, today = member.organization, clock.today()
    return (
        reach_of(user).covers(Capability.CALENDAR, place)
        or Mandate.objects.open(today).filter(user=user, organization=place, role=Role.MEMBER).exists()
    )
