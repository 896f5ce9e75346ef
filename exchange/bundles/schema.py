"""The parts of a record that are rows of one table each: what a bundle tells of them, how it must look, who is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from exchange.bundles.validate import (
    PERSON,
    Shape,
    amount,
    day,
    fields,
    many,
    maybe,
    moment,
    one_of,
    plain,
    record_shapes,
    text,
    truth,
    uuid,
    whole,
    words,
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


def person(member: Member | None) -> dict[str, str] | None:
    return {"id": str(member.uuid), "name": member.name} if member else None


@dataclass(frozen=True)
class BundleTable:
    """Rows of one table. `has_member`: a row may name a member; `needs_member`: without them it would say something else
    here, so the whole bundle cannot be taken in. `without`: the status whose rows are not told. `columns`: those that a
    bundle calls otherwise, by its word."""

    label: str
    model: type[models.Model]
    shapes: Mapping[str, Shape]
    has_member: bool = False
    needs_member: bool = False
    most: int = 500
    without: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        member: dict[str, Shape] = {"member": maybe(PERSON)} if self.has_member else {}
        return many(fields(**self.shapes, **member), self.most, may_lack=True)

    def plain_rows(self, meeting: Meeting) -> list[dict[str, Any]]:
        rows: Any = self.model._default_manager.filter(meeting=meeting).order_by("pk")
        if self.without:
            rows = rows.exclude(status=self.without)
        if self.has_member:
            rows = rows.select_related("member")
        return [
            {name: plain(getattr(row, self.columns.get(name, name))) for name in self.shapes}
            | ({"member": person(row.member)} if self.has_member else {})
            for row in rows
        ]

    def row(self, meeting: Meeting, told: Mapping[str, Any]) -> models.Model:
        """A row of its table, not saved, from what a bundle tells."""
        values = {self.columns.get(name, name): value for name, value in told.items()}
        return self.model(meeting=meeting, **values)


PARTS: dict[str, BundleTable] = {
    "guest_rows": BundleTable(
        "列席",
        Guest,
        record_shapes(GuestEntry),
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
            "decided_at": maybe(moment),
            "who": text(64),
            "comment": text(120),
            "is_late": truth,
        },
        has_member=True,
        needs_member=True,
        most=2000,
        columns={"who": "decided_who"},
    ),
    "check_ins": BundleTable(
        "签到",
        CheckIn,
        {"key": uuid, "way": one_of(CheckInMethod.values), "at": moment, "device_at": maybe(moment)},
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
        record_shapes(LecturePart, without=["member", "hours"]) | {"hours": amount(1000)},
        has_member=True,
        most=1,
    ),
    "life_record": BundleTable(
        "组织生活会",
        LifeRecord,
        record_shapes(LifePart),
        most=1,
    ),
    "problems": BundleTable(
        "问题清单",
        Problem,
        {
            "uuid": uuid,
            "position": whole(),
            **record_shapes(ProblemEntry, without=["member"]),
            "done_on": maybe(day),
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
            "before": words,
            "after": words,
            "who": text(64),
            "at": moment,
            "signed_who": text(64),
            "signed_at": maybe(moment),
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
