"""Note who opens the file of a member outside their own branch."""

from django.db import transaction

from audit import chain
from branches.selectors.actors import Actor
from members.models import Member


@transaction.atomic
def open_file(*, member: Member, by: Actor) -> Member:
    """The member, whose file is about to be shown. Leaves an entry unless it is one's own or of the branch or group
    that one has a mandate at: an office that looks at somebody's file is seen to have looked (R-SEC-04).
    """
    places = {member.organization.path, *([member.group.path] if member.group else [])}
    is_own = by.user is not None and by.user.pk == member.user_id
    if not is_own and not any(span.path in places for span in by.reach.spans):
        chain.record("member.open", by=by, subject=member, where=member.organization)
    return member
