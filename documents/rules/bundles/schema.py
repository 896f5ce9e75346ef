"""The format of a bundle: a validator for each column of its tables, for its record, and for its manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from branches.states import Kind as OrganizationKind
from documents.rules.bundles import FORMAT, FORMER_FORMATS, RECORD_FORMAT
from documents.rules.bundles.validate import PERSON, record_validators
from documents.rules.json_validators import (
    Validator,
    amount,
    day,
    list_of,
    moment,
    object_of,
    one_of,
    optional,
    text,
    text_by_label,
    uuid,
    whole_number,
    with_default,
    yes_or_no,
)
from documents.rules.signatures import ALGORITHM, FORMER_ALGORITHM
from life.states import PartMark
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    ExaminationEntry,
    GuestEntry,
    LecturePart,
    LifePart,
    MeetingRecord,
    PartnerUnitEntry,
    ProblemEntry,
    StatementEntry,
    WrittenOpinionEntry,
)
from meetings.states import (
    AmendmentStatus,
    AttachmentKind,
    BallotChoice,
    CheckInMethod,
    Grade,
    Kind,
    LeaveStatus,
    MakeUpMethod,
    Matter,
    Reason,
    Status,
    StepType,
)

MOST_PARTS = 100


@dataclass(frozen=True)
class BundleTable:
    """The rows of one table of a meeting, known by the table's `related_name`.

    `has_member`: a row may name a member; `needs_member`: the bundle cannot be imported without that member.
    `tells_deeds`: its rows say what named people did, which only a bundle that is believed brings.
    `without`: the status whose rows are left out. `columns`: name in the bundle → column, if they differ.
    """

    label: str
    validators: Mapping[str, Validator]
    has_member: bool = False
    needs_member: bool = False
    tells_deeds: bool = False
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
    "guest_rows": BundleTable("列席", record_validators(GuestEntry), has_member=True),
    "partner_units": BundleTable("联合单位", record_validators(PartnerUnitEntry)),
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
        tells_deeds=True,
        most=2000,
        columns={"who": "decided_who"},
    ),
    "check_ins": BundleTable(
        "签到",
        {"key": uuid, "way": one_of(CheckInMethod.values), "at": moment, "device_at": optional(moment)},
        has_member=True,
        needs_member=True,
        tells_deeds=True,
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
        tells_deeds=True,
        most=2000,
    ),
    "lecture": BundleTable(
        "主讲人",
        record_validators(LecturePart, without=["member", "hours"]) | {"hours": amount(1000)},
        has_member=True,
        most=1,
    ),
    "life_record": BundleTable("组织生活会", record_validators(LifePart), most=1),
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
    "examinations": BundleTable(
        "对照检查",
        {"position": whole_number(), **record_validators(ExaminationEntry, without=["member"])},
        has_member=True,
        needs_member=True,
    ),
    "outcomes": BundleTable(
        "会后落实", {"text": text(500), "on": day, "who": text(64), "at": moment}, tells_deeds=True
    ),
    "steps": BundleTable(
        "经过",
        {"deed": one_of(StepType.values), "comment": text(500), "who": text(64), "at": moment},
        tells_deeds=True,
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
        tells_deeds=True,
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
FOLLOW_UP: dict[str, Validator] = {
    "uuid": uuid,
    "is_done": yes_or_no,
    "note": text(300),
    "on": day,
    "who": text(64),
    "at": moment,
}
POLL: dict[str, Validator] = {
    "uuid": uuid,
    "question": text(300),
    "kind": one_of(Matter.values),
    "candidate": text(64),
    "is_secret": yes_or_no,
    "opened_at": moment,
    "closed_at": moment,
    "entitled": optional(whole_number()),
    "present": optional(whole_number()),
    "cast": optional(whole_number()),
}
APPRAISAL: dict[str, Validator] = {
    "uuid": uuid,
    "year": whole_number(),
    "ballots": optional(whole_number()),
    "over_reason": text(300),
    "closed_on": optional(day),
}
ENTRY: dict[str, Validator] = {
    "is_preparatory": yes_or_no,
    "self_text": text(500),
    "self_mark": with_default(one_of(PartMark.values, blank=True), ""),
    "mutual_text": text(500),
    "mutual_mark": with_default(one_of(PartMark.values, blank=True), ""),
    "excellent": whole_number(),
    "competent": whole_number(),
    "basic": whole_number(),
    "incompetent": whole_number(),
    "grade": one_of(Grade.values, blank=True),
    "reason": with_default(text(300), ""),
    "opinion": text(300),
    "case": text(120),
}
NUMBER: dict[str, Validator] = {
    "kind": one_of(Kind.values),
    "year": whole_number(),
    "number": whole_number(100_000),
}
COUNTS: dict[str, Validator] = dict.fromkeys(["expected", "present", "on_leave", "absent"], whole_number())
DECISION_RESULT: dict[str, Validator] = {
    "entitled": whole_number(),
    "present": whole_number(),
    "passed": yes_or_no,
}
RECORD_VALIDATOR = object_of(
    schema=one_of([RECORD_FORMAT, *FORMER_FORMATS]),
    id=uuid,
    organization=object_of(
        code=text(32), name=text(120), short_name=text(60), kind=one_of(OrganizationKind.values)
    ),
    kinds=list_of(one_of(Kind.values), 9),
    **record_validators(MeetingRecord),
    status=one_of(Status.values),
    **COUNTS,
    numbers=list_of(object_of(**NUMBER), 9, may_lack=True),
    submitted_at=optional(moment),
    roll_frozen_at=optional(moment),
    attendances=list_of(
        object_of(
            member=PERSON,
            **record_validators(AttendanceMark, without=["source"]),
            has_vote=yes_or_no,
            is_uncounted=with_default(yes_or_no, False),
            at=moment,
        )
    ),
    agenda=list_of(
        object_of(
            **record_validators(AgendaEntry),
            statements=list_of(object_of(speaker=optional(PERSON), **record_validators(StatementEntry)), 500),
            decision=optional(
                object_of(
                    **record_validators(Decision, without=["no", "abstain"]),
                    **DECISION_RESULT,
                    written_opinions=list_of(
                        object_of(**record_validators(WrittenOpinionEntry)), 500, may_lack=True
                    ),
                    no=whole_number(),
                    abstain=whole_number(),
                )
            ),
            became=list_of(object_of(meeting=optional(uuid), **FOLLOW_UP), 500, may_lack=True),
        ),
        100,
    ),
    follow_ups=list_of(
        object_of(decision=object_of(meeting=uuid, position=whole_number(), text=text(5_000)), **FOLLOW_UP),
        500,
        may_lack=True,
    ),
    polls=list_of(
        object_of(
            **POLL,
            papers=list_of(
                object_of(
                    about=optional(PERSON), choice=one_of(BallotChoice.values), count=whole_number(2000)
                ),
                5_000,
            ),
            voters=list_of(
                object_of(member=PERSON, has_voted=yes_or_no, choice=one_of(BallotChoice.values, blank=True)),
            ),
        ),
        100,
        may_lack=True,
    ),
    appraisals=list_of(
        object_of(
            **APPRAISAL,
            poll=optional(uuid),
            entries=list_of(object_of(member=PERSON, **ENTRY)),
        ),
        10,
        may_lack=True,
    ),
    **{name: part.validator for name, part in PARTS.items()},
    files=list_of(object_of(path=text(40), name=text(120), kind=one_of(AttachmentKind.values)), MOST_PARTS),
)
MANIFEST_VALIDATOR = object_of(
    schema=one_of([FORMAT]),
    meeting=uuid,
    made_at=moment,
    files=list_of(object_of(path=text(40), size=whole_number(2**40), sha256=text(64)), MOST_PARTS),
    signature=optional(
        object_of(
            algorithm=one_of([ALGORITHM, FORMER_ALGORITHM]), key=with_default(text(64), ""), value=text(128)
        )
    ),
)
