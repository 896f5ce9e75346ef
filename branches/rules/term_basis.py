"""Which bodies elect for a term, and the article of that term by body (R-ORG-09, R-ORG-19). Pure."""

import re

from branches.states import BRANCHES, ELECTS, Kind, UnitKind
from core.instruments import DZ31, JG5, JG6, JG7, RQ, ZB21

LOCAL_COMMITTEE = "([^社小园校院景厂矿库发]区|县|市|州|旗|盟|省)委员会$"
"""The end of the full name of a local committee (中共海云区委员会), which a congress elects."""
ORGANS = frozenset({UnitKind.ORGAN})
VILLAGES_AND_COMMUNITIES = frozenset({UnitKind.COMMUNITY, UnitKind.VILLAGE})


def is_local_committee(kind: str, name: str) -> bool:
    """区委, 县委: elected by a congress of its own, no body of the grass roots."""
    return kind == Kind.COMMITTEE and bool(re.search(LOCAL_COMMITTEE, name))


def has_term(kind: str, name: str) -> bool:
    """Whether the terms of the grass roots bind it: not a 党工委 (appointed), not a 区委, not a temporary branch."""
    return kind in ELECTS and not is_local_committee(kind, name)


def term_basis(kind: str, unit_kind: str) -> str:
    """The article of its term: organs by their own regulation, branches by 支部工作条例, others by the opinion on terms."""
    if unit_kind in ORGANS:
        if kind in BRANCHES:
            return JG7
        return JG6 if kind == Kind.GENERAL_BRANCH else JG5
    if kind in BRANCHES:
        return ZB21
    return RQ if kind == Kind.GENERAL_BRANCH else f"{DZ31}、{RQ}"
