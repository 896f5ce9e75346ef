"""The tables of a meeting that a bundle contains row by row, with a validator for each column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.rules.bundles.validate import (
    PERSON,
    Validator,
    amount,
    day,
    list_of,
    moment,
    object_of,
    one_of,
    optional,
    record_validators,
    text,
    text_by_label,
    uuid,
    whole_number,
    yes_or_no,
)
from meetings.record.schema import GuestEntry, LecturePart, LifePart, ProblemEntry
from meetings.states import AmendmentStatus, CheckInMethod, LeaveStatus, MakeUpMethod, Reason, StepType


@dataclass(frozen=True)
class BundleTable:
    """The rows of one table of a meeting, known by the table's `related_name`.

    `has_member`: a row may name a member; `needs_member`: the bundle cannot be imported without that member.
    `without`: the status whose rows are left out. `columns`: name in the bundle → column, if they differ.
    """

    label: str
    validators: Mapping[str, Validator]
    has_member: bool = False
    needs_member: bool = False
    most: int = 500
    without: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def validator(self) -> Validator:
        member: dict[str, Validator] = {"member": optional(PERSON)} if self.has_member else {}
        return list_of(object_of(**self.validators, **member), self.most, may_lack=True)

    def column_values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {self.columns.get(name, name): value for name, value in row.items()}


PARTS: dict[str, BundleTable] = {
    "guest_rows": BundleTable(
        "列席",
        record_validators(GuestEntry),
        has_member=True,
    ),
    "leaves": BundleTable(
        "请假",
        {
            "uuid": uuid,
            "reason_code": one_of(Reason.values),
            "reason": text(120),
            "status": one_of(LeaveStatus.values),
            "asked_at": moment,
            "decided_at": optional(moment),
            "who": text(64),
            "comment": text(120),
            "is_late": yes_or_no,
        },
        has_member=True,
        needs_member=True,
        most=2000,
        columns={"who": "decided_who"},
    ),
    "check_ins": BundleTable(
        "签到",
        {"key": uuid, "way": one_of(CheckInMethod.values), "at": moment, "device_at": optional(moment)},
        has_member=True,
        needs_member=True,
        most=2000,
    ),
    "make_ups": BundleTable(
        "补学",
        {
            "way": one_of(MakeUpMethod.values),
            "note": text(300),
            "done_on": day,
            "who": text(64),
            "at": moment,
        },
        has_member=True,
        needs_member=True,
        most=2000,
    ),
    "lecture": BundleTable(
        "主讲人",
        record_validators(LecturePart, without=["member", "hours"]) | {"hours": amount(1000)},
        has_member=True,
        most=1,
    ),
    "life_record": BundleTable(
        "组织生活会",
        record_validators(LifePart),
        most=1,
    ),
    "problems": BundleTable(
        "问题清单",
        {
            "uuid": uuid,
            "position": whole_number(),
            **record_validators(ProblemEntry, without=["member"]),
            "done_on": optional(day),
            "done_note": text(300),
        },
        has_member=True,
        needs_member=True,
    ),
    "outcomes": BundleTable("会后落实", {"text": text(500), "on": day, "who": text(64), "at": moment}),
    "steps": BundleTable(
        "经过",
        {"deed": one_of(StepType.values), "comment": text(500), "who": text(64), "at": moment},
    ),
    "amendments": BundleTable(
        "更正",
        {
            "status": one_of([AmendmentStatus.SIGNED, AmendmentStatus.REFUSED]),
            "reason": text(300),
            "before": text_by_label,
            "after": text_by_label,
            "who": text(64),
            "at": moment,
            "signed_who": text(64),
            "signed_at": optional(moment),
            "comment": text(300),
        },
        most=200,
        without=AmendmentStatus.PROPOSED,
        columns={
            "who": "asked_who",
            "at": "asked_at",
            "signed_who": "decided_who",
            "signed_at": "decided_at",
        },
    ),
}
