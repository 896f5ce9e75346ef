"""Whether two accounts are two persons: what one person must not do alone takes another one, not another account."""

from typing import Any

from audit.chain import EntryAuthor
from branches.errors import NotAPerson
from core.errors import RuleBroken
from core.parts import parts


def must_be_a_person(by: EntryAuthor) -> None:
    """Raises NotAPerson for the account of an API client."""
    if by.user is not None and by.user.is_service:
        raise NotAPerson


def must_be_another_person(first: Any, by: EntryAuthor, refusal: type[RuleBroken]) -> None:
    """Require that a person acts, and another than the holder of the account `first` (None: nobody known).

    Raises NotAPerson for a machine, `refusal` for the same person and for the system, which is nobody.
    """
    must_be_a_person(by)
    if by.user is None or (first is not None and are_one_person(first, by.user)):
        raise refusal


def are_one_person(one: Any, other: Any) -> bool:
    """The same account; one whose password the other was shown; or one name, unless it is known to be two persons'."""
    if other.pk in (one.pk, one.handed_by_id) or one.pk == other.handed_by_id:
        return True
    if one.name.strip() != other.name.strip():
        return False
    return not any(known(one, other) for known in parts("TWO_PERSONS"))
