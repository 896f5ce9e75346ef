"""vouch: another administrator says that an account's holder, and nobody else, has its password or secret (R-SEC-01)."""

from typing import Any

from accounts.errors import NotAwaiting
from accounts.states import VOUCH_MOVES
from branches.errors import VouchedByTheSame
from branches.selectors.actors import Actor
from branches.workflow.persons import must_be_another_person
from branches.workflow.transition import claim


def vouch(*, user: Any, by: Actor) -> Any:
    """Bring an account to life that somebody was shown the password or secret of. The shell (SYSTEM) may do it alone.

    Raises NotYourAccount, NotAwaiting, NotAPerson, VouchedByTheSame; Gone when it was reset meanwhile.
    """
    by.must_answer_for(user)
    if not user.is_awaiting:
        raise NotAwaiting(name=str(user))
    if by.user is not None:
        must_be_another_person(user.handed_by, by, VouchedByTheSame)
        must_be_another_person(user, by, VouchedByTheSame)
    with claim(
        user, VOUCH_MOVES, "vouch", by, seen={"handed_by_id": user.handed_by_id}, vouched_by=by.user
    ) as entry:
        entry.after, entry.where = {"username": user.username}, by.place
    return user
