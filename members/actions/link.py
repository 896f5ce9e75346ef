"""Say which account is whose."""

from django.db import IntegrityError, transaction

from accounts.models import User
from audit import chain
from branches.actors import Actor
from branches.roles import Capability
from members import errors
from members.models import Member


@transaction.atomic
def link(*, member: Member, user: User | None, by: Actor) -> Member:
    """Let an account be that member's own (or nobody's, with None): the member then sees the own file.

    Whoever grants mandates links accounts; both say who somebody is. Raises NotYours, AccountTaken.
    """
    by.must(Capability.GRANT_MANDATES, member.organization)
    holder = Member.objects.filter(user=user).exclude(pk=member.pk).first() if user else None
    if holder:
        raise errors.AccountTaken(name=holder.name)
    before = str(member.user) if member.user else ""
    try:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(user=user)
    except IntegrityError as clash:
        raise errors.AccountTaken(name="另一位党员") from clash
    member.user = user
    chain.record(
        "member.link",
        by=by,
        subject=member,
        where=member.organization,
        before={"account": before},
        after={"account": user.username if user else ""},
    )
    return member
