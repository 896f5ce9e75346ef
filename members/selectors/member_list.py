"""Members as rows of lists, numbers masked: for the page, the API and the export."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from branches.access.reach import Reach
from branches.access.roles import Capability
from core import clock
from members.personal_data import sealing
from members.rules import membership
from members.states import ETHNICITIES, Gender

COLUMNS = (
    "pk", "uuid", "name", "pinyin", "gender", "birth_on", "identity_sealed", "phone_sealed", "joined_on", "full_on", "left_on",
    "organization__code", "organization__short_name", "organization__path", "group__code", "group__short_name",
    "version",
)  # fmt: skip
PRIVATE = (
    "number", "ethnicity", "education", "native_place", "workplace", "occupation", "applied_on", "is_mobile", "note",
)  # fmt: skip


def member_rows(people: QuerySet[Any], *, private: bool = False) -> Any:
    """A queryset of dicts; `member_data` turns each into what every reader may see."""
    return people.values(*COLUMNS, *(PRIVATE if private else ()))


def status_of(full_on: dt.date | None, today: dt.date) -> str:
    return "full" if full_on and full_on <= today else "preparatory"


def member_data(row: dict[str, Any], today: dt.date | None = None) -> dict[str, Any]:
    """A row as the API gives it to everybody who may see the member."""
    return {
        "id": row["uuid"],
        "name": row["name"],
        "gender": row["gender"],
        "birth_year": row["birth_on"].year if row["birth_on"] else None,
        "organization": row["organization__code"],
        "group": row["group__code"],
        "status": status_of(row["full_on"], today or clock.today()),
        "joined_on": row["joined_on"],
        "full_on": row["full_on"],
        "left_on": row["left_on"],
        "identity": sealing.mask_identity(_fact(row, "identity")),
        "phone": sealing.mask_phone(_fact(row, "phone")),
        "version": row["version"],
    }


def _fact(row: dict[str, Any], field: str) -> str:
    return sealing.open_fact_or_mark(field, row[f"{field}_sealed"], row["uuid"])


def private_data(row: dict[str, Any], reach: Reach) -> dict[str, Any]:
    """The private fields; all None unless the reach has VIEW_PRIVATE at the member's branch."""
    may = reach.covers(Capability.VIEW_PRIVATE, row["organization__path"])
    warnings = membership.warnings(row["birth_on"], row["joined_on"], row["full_on"])
    return {name: row[name] if may else None for name in ("birth_on", *PRIVATE)} | {
        "warnings": warnings if may else None
    }


EXPORT_HEADS = [
    "姓名", "性别", "民族", "出生日期", "公民身份号码", "学历", "工作单位及职务", "人员类别", "党员类别", "申请入党日期",
    "入党日期", "转正日期", "所在党支部", "党小组", "联系电话", "党员编号", "籍贯", "是否流动党员", "备注",
]  # fmt: skip


def export_line(row: dict[str, Any], reach: Reach, *, full: bool, today: dt.date) -> list[Any]:
    """A line under EXPORT_HEADS that can be imported again; numbers in full only with VIEW_PRIVATE at the branch."""
    may = reach.covers(Capability.VIEW_PRIVATE, row["organization__path"])
    number, phone = _fact(row, "identity"), _fact(row, "phone")
    if not (full and may):
        number, phone = sealing.mask_identity(number), sealing.mask_phone(phone)
    rest = {name: row[name] if may else None for name in PRIVATE}
    return [
        row["name"],
        Gender(row["gender"]).label,
        ETHNICITIES.get(rest["ethnicity"] or 0, ""),
        row["birth_on"] if may else (row["birth_on"].year if row["birth_on"] else ""),
        number,
        rest["education"],
        rest["workplace"],
        rest["occupation"],
        "正式" if status_of(row["full_on"], today) == "full" else "预备",
        rest["applied_on"],
        row["joined_on"],
        row["full_on"],
        row["organization__short_name"],
        row["group__short_name"],
        phone,
        rest["number"],
        rest["native_place"],
        {True: "是", False: "否", None: ""}[rest["is_mobile"]],
        rest["note"],
    ]
