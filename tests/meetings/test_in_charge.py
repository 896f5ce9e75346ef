"""Who chaired and who recorded was there (R-REC-11)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from meetings.record.field_types import PersonReference
from meetings.rules import checks
from tests.meetings.test_checks import facts, people, stops

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("gone", "changes", "field", "sentence"),
    [
        (1, {"state": "on_leave", "reason_code": "sick"}, "host", "甲1记了病假，主持人要选到会的人。"),
        (2, {"state": "on_leave", "reason_code": "sick"}, "recorder", "甲2记了病假，记录人要选到会的人。"),
        (1, {"state": "absent", "reason_code": "unexcused"}, "host", "甲1记了无故缺席，主持人要选到会的人。"),
        (
            1,
            {"state": "on_leave", "reason_code": "other", "reason": "家里有事"},
            "host",
            "甲1记了请假，主持人要选到会的人。",
        ),
        (1, {"state": "exempt"}, "host", "甲1不列入应到，也没有记到会，主持人要选到会的人。"),
        (1, {"state": "late"}, "", ""),
        (1, {"state": "online"}, "", ""),
        (1, {"is_uncounted": True}, "", ""),  # left out of attendance, and came (R-ATT-04)
        (3, {"state": "on_leave", "reason_code": "sick"}, "", ""),
    ],
)
def test_r_rec_11_who_chairs_or_records_was_there(
    gone: int, changes: dict[str, Any], field: str, sentence: str
) -> None:
    rows = people(9, 9)
    rows[gone - 1] = replace(rows[gone - 1], **changes)
    found = [one for one in checks.findings(facts(rows)) if one.rule == "R-REC-11"]
    assert [(one.level, one.field, one.sentence) for one in found] == (
        [("stop", field, sentence)] if field else []
    )
    stood_in = facts(
        rows, host=PersonReference(UUID(int=4), "甲4"), recorder=PersonReference(UUID(int=5), "甲5")
    )
    assert "R-REC-11" not in stops(stood_in)
