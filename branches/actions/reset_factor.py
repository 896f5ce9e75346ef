"""reset_second_factor: another administrator takes off an account the telephone that its holder no longer has."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.errors import NoSecondFactor
from accounts.models import SecondFactor
from branches.errors import ResetByTheSame
from branches.selectors.actors import Actor
from branches.workflow.persons import must_be_another_person
from core.errors import Gone


@transaction.atomic
def reset_second_factor(*, user: Any, by: Actor) -> Any:
    """Let an account sign in by its password alone until its holder binds a telephone again, which every session of it is
    then asked for. The shell (SYSTEM) may do it where nobody else can.

    Whoever was shown the password does not, and whoever did this gives no new one: nobody takes both off.
    Raises NotYourAccount, NoSecondFactor, NotAPerson, ResetByTheSame; Gone when it was bound anew meanwhile.
    """
    by.must_answer_for(user)
    if user.second_factor_at is None:
        raise NoSecondFactor(name=str(user))
    if by.user is not None:
        must_be_another_person(user, by, ResetByTheSame)
    was = user.second_factor_at
    same = get_user_model().objects.filter(pk=user.pk, second_factor_at=was)
    if not same.update(second_factor_at=None, second_factor_reset_by=by.user):
        raise Gone
    SecondFactor.objects.filter(user=user).delete()
    user.refresh_from_db(fields=["second_factor_at", "second_factor_reset_by"])
    by.note(
        "second_factor.reset",
        subject=user,
        before={"second_factor_at": was},
        after={"second_factor_at": None},
    )
    return user
