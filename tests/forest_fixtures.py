"""A small uneven tree: branches directly under the district, under a street, and under a general branch in it."""

from dataclasses import dataclass
from typing import Any

import pytest

from branches.models import Organization
from tests.hand import place


@dataclass
class Forest:
    district: Organization
    street: Organization
    general: Organization  # 党总支 in the street
    near: Organization  # branch directly under the district
    mid: Organization  # branch directly under the street
    deep: Organization  # branch under the general branch
    groups: list[Organization]  # of `mid`


@pytest.fixture
def forest(db: Any, clock: Any) -> Forest:
    district = place("D", "committee")
    street = place("S", "working_committee", district)
    near = place("N", "branch", district)
    general = place("G", "general_branch", street)
    mid = place("M", "joint_branch", street)
    deep = place("P", "branch", general)
    groups = [place(f"M-{n}", "group", mid) for n in (1, 2)]
    return Forest(district, street, general, near, mid, deep, groups)
