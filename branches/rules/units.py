"""Who may form a branch: enough full members, and the units of a joint one by name (R-ORG-01). Pure."""

from collections.abc import Sequence

from branches import errors
from branches.states import Kind
from core.errors import RuleBroken

LEAST_FULL_MEMBERS = 3
LEAST_UNITS, MOST_UNITS, LONGEST_NAME = 2, 99, 60


def too_few_refusal(kind: str, full_members: int | None) -> RuleBroken | None:
    """A 党支部 counts its own full members, a 联合党支部 those of all its units together."""
    if full_members is None or full_members >= LEAST_FULL_MEMBERS:
        return None
    if kind not in (Kind.BRANCH, Kind.JOINT_BRANCH):
        return None
    refused = errors.TooFewFullMembers if kind == Kind.BRANCH else errors.TooFewTogether
    refusal = refused(count=full_members)
    refusal.fields = {"full_members": str(refusal)}  # with its article
    return refusal


def clean_units(kind: str, units: Sequence[str]) -> list[str]:
    """The names of the units, without blanks and empty ones. Raises UnitsNotJoint, UnitsWrong, UnitsMissing."""
    names = [" ".join(name.split()) for name in units]
    names = [name for name in names if name]
    if not names:
        return []
    if kind != Kind.JOINT_BRANCH:
        raise errors.UnitsNotJoint.at("units")
    if len(names) < LEAST_UNITS:
        raise errors.UnitsMissing.at("units")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise errors.UnitsWrong.at("units", wrong=f"“{twice[0]}”写了两次")
    if len(names) > MOST_UNITS:
        raise errors.UnitsWrong.at("units", wrong=f"最多{MOST_UNITS}个，现在{len(names)}个")
    if long := next((name for name in names if len(name) > LONGEST_NAME), ""):
        raise errors.UnitsWrong.at("units", wrong=f"最多{LONGEST_NAME}个字，“{long[:10]}…”有{len(long)}个字")
    return names
