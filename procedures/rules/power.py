"""Which bodies above a branch have the power to approve probationary members (R-DEV-16, R-ORG-17)."""

import re
from collections.abc import Iterable

from branches.states import COMMITTEES

TOWN = re.compile(r"街道|[镇乡](?=党委|党工委|委员会|工作委员会|$)")
"""The committee of a street office or town in its name."""


def lacks_power(kind: str, kind_label: str, names_above: Iterable[str]) -> str:
    """Why a body may not approve, in words; empty where it may.

    names_above: the names of the bodies it stands under. A committee below the one of a town or street only deliberates
    (发展党员工作细则 Art. 22).
    """
    if kind not in COMMITTEES:
        return f"{kind_label}没有审批预备党员的权限"
    if any(TOWN.search(name) for name in names_above):
        return "乡镇（街道）党委所属的基层党委没有审批预备党员的权限，只审议，报乡镇（街道）党委审批"
    return ""
