"""Which bodies decide: on probationary members by their power (R-DEV-16, R-ORG-17), on anything else by their level (R-STA-12)."""

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum

from branches.states import COMMITTEES, OF_A_BRANCH, Kind
from core.dates_zh import full_date

TOWN = re.compile(r"街道|[镇乡](?=党委|党工委|委员会|工作委员会|$)")
"""The committee of a street office or town in its name."""


_COUNTY = r"(?:县|(?<!社)区|市|州|盟|旗|省|中央)"


class Deciding(StrEnum):
    """Who decides: a body above the branch, the branch or a body above, the discipline inspection of a county or above, the
    organization department of a county's committee or above."""

    ABOVE = "above"
    ANY = "any"
    LETTER = "letter"  # a letter of transfer, by a committee with the power
    DISCIPLINE = "discipline"
    PERSONNEL = "personnel"


_COUNTY_BODIES = {
    Deciding.DISCIPLINE: re.compile(rf"纪律检查|纪委|监委|党组|{_COUNTY}委(员会)?$"),
    Deciding.PERSONNEL: re.compile(rf"组织部|{_COUNTY}委(员会)?$"),
}


def not_its_decision(deciding: Deciding, body: str) -> str:
    """Why a body, by its name, may not decide; empty where it may."""
    name = body.strip()
    if deciding == Deciding.ANY:
        return ""
    if OF_A_BRANCH.search(name) and deciding == Deciding.LETTER:
        return "组织关系介绍信由有审批预备党员权限的基层党委开出"
    if OF_A_BRANCH.search(name):
        return "党支部提出，由上级党组织批准"
    county = _COUNTY_BODIES.get(deciding)
    if county and (TOWN.search(name) or not county.search(name)):
        if deciding == Deciding.DISCIPLINE:
            return "要报县级或者县级以上党的纪律检查委员会审查批准"
        return "由县级以上党委组织部门批准"
    return ""


def lacks_power(
    kind: str, kind_label: str, names_above: Sequence[str], name: str, granted_on: dt.date | None, on: dt.date
) -> str:
    """Why a body may not approve, in words; empty where it may.

    names_above: the names of the bodies it stands under. A committee below the one of a town or street only deliberates
    (发展党员工作细则 Art. 22). The committee of a county, a town or a street and a working committee have it by what they
    are, any other by a grant that is in force `on` the day.
    """
    if kind not in COMMITTEES:
        return f"{kind_label}没有审批预备党员的权限"
    if any(TOWN.search(name) for name in names_above):
        return "乡镇（街道）党委所属的基层党委没有审批预备党员的权限，只审议，报乡镇（街道）党委审批"
    if not names_above or kind == Kind.WORKING_COMMITTEE or TOWN.search(name):
        return ""
    if granted_on is None:
        return "没有登记上级授予的审批权限（文号和日期）"
    if granted_on > on:
        return f"审批权限{full_date(granted_on)}才授予"
    return ""
