"""The tables of a meeting that a bundle contains row by row, with a validator for each column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from exchange.bundles.validate import (
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
    to_plain,
    uuid,
    whole_number,
    yes_or_no,
)
from meetings.models import (
    Amendment,
    CheckIn,
    Guest,
    Leave,
    Lecture,
    LifeRecord,
    MakeUp,
    Meeting,
    Outcome,
    Problem,
    Step,
)
from meetings.record.schema import GuestEntry, LecturePart, LifePart, ProblemEntry
from meetings.states import CheckInMethod, LeaveStatus, MakeUpMethod, Reason
from members.models import Member


def person_data(member: Member | None) -> dict[str, str] | None:
    return {"id": str(member.uuid), "name": member.name} if member else None


@dataclass(frozen=True)
class BundleTable:
    """The rows of one table.

    `has_member`: a row may name a member; `needs_member`: the bundle cannot be imported without that member.
    `without`: the status whose rows are left out. `columns`: name in the bundle → column, if they differ.
    """

    label: str
    model: type[models.Model]
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

    def serialize_rows(self, meeting: Meeting) -> list[dict[str, Any]]:
        rows: Any = self.model._default_manager.filter(meeting=meeting).order_by("pk")
        if self.without:
            rows = rows.exclude(status=self.without)
        if self.has_member:
            rows = rows.select_related("member")
        return [
            {name: to_plain(getattr(row, self.columns.get(name, name))) for name in self.validators}
            | ({"member": person_data(row.member)} if self.has_member else {})
            for row in rows
        ]

    def build_row(self, meeting: Meeting, columns: Mapping[str, Any]) -> models.Model:
        """An unsaved row of the table from its columns in a bundle."""
        values = {self.columns.get(name, name): value for name, value in columns.items()}
        return self.model(meeting=meeting, **values)


PARTS: dict[str, BundleTable] = {
    "guest_rows": BundleTable(
        "列席",
        Guest,
        record_validators(GuestEntry),
        has_member=True,
    ),
    "leaves": BundleTable(
        "请假",
        Leave,
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
        CheckIn,
        {"key": uuid, "way": one_of(CheckInMethod.values), "at": moment, "device_at": optional(moment)},
        has_member=True,
        needs_member=True,
        most=2000,
    ),
    "make_ups": BundleTable(
        "补学",
        MakeUp,
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
        Lecture,
        record_validators(LecturePart, without=["member", "hours"]) | {"hours": amount(1000)},
        has_member=True,
        most=1,
    ),
    "life_record": BundleTable(
        "组织生活会",
        LifeRecord,
        record_validators(LifePart),
        most=1,
    ),
    "problems": BundleTable(
        "问题清单",
        Problem,
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
    "outcomes": BundleTable(
        "会后落实", Outcome, {"text": text(500), "on": day, "who": text(64), "at": moment}
    ),
    "steps": BundleTable(
        "经过",
        Step,
        {"deed": one_of(Step.Deed.values), "comment": text(500), "who": text(64), "at": moment},
    ),
    "amendments": BundleTable(
        "更正",
        Amendment,
        {
            "status": one_of([Amendment.Status.SIGNED, Amendment.Status.REFUSED]),
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
        without=Amendment.Status.PROPOSED,
        columns={
            "who": "asked_who",
            "at": "asked_at",
            "signed_who": "decided_who",
            "signed_at": "decided_at",
        },
    ),
}
