"""The columns that an exported workbook of meetings may have, and its lines.

Names of people are looked up once for all meetings of a batch, and only when a column asks for them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from core.dates_zh import WEEKDAYS
from core.numbers import rate
from meetings.models import Attendance, Meeting, Resolution
from meetings.record.schema import AttendanceMark, PartnerUnitEntry
from meetings.states import THERE, AttendanceState, Kind

BATCH = 500
WITH_NAMES = frozenset(["present_names", "leave_names", "absent_names"])


MeetingNames = Mapping[str, list[str]]
"""The names of one meeting, and its decisions, by the column they stand in."""


class ExportField(NamedTuple):
    """A column of the export. `names_people`: it contains names, or text that may contain names (R-SEC-05)."""

    label: str
    value: Callable[[Meeting, MeetingNames], Any]
    names_people: bool = False


def _time(moment: Any) -> str:
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


EXPORT_FIELDS: dict[str, ExportField] = {
    "id": ExportField("会议编号", lambda m, n: str(m.uuid)),
    "code": ExportField("党组织编号", lambda m, n: m.organization.code),
    "name": ExportField("党组织全称", lambda m, n: m.organization.name),
    "short_name": ExportField("党组织", lambda m, n: m.organization.short_name),
    "parent": ExportField("上级党组织", lambda m, n: m.organization.parent.short_name if m.organization.parent else ""),
    "kinds": ExportField("会议类型", lambda m, n: "、".join(k.label for k in Kind if k in {row.kind for row in m.kinds.all()})),
    "held_on": ExportField("日期", lambda m, n: m.held_on),
    "weekday": ExportField("星期", lambda m, n: WEEKDAYS[m.held_on.weekday()]),
    "starts_at": ExportField("开始时间", lambda m, n: _time(m.starts_at)),
    "ends_at": ExportField("结束时间", lambda m, n: f"{'次日' if m.ends_next_day else ''}{_time(m.ends_at)}"),
    "theme": ExportField("主题", lambda m, n: m.theme),
    "place": ExportField("地点", lambda m, n: m.place),
    "agenda_announced_on": ExportField("议题公告日", lambda m, n: m.agenda_announced_on or ""),
    "host": ExportField("主持人", lambda m, n: m.host.name if m.host else "", names_people=True),
    "recorder": ExportField("记录人", lambda m, n: m.recorder.name if m.recorder else "", names_people=True),
    "expected": ExportField("应到", lambda m, n: m.expected),
    "present": ExportField("实到", lambda m, n: m.present),
    "on_leave": ExportField("请假", lambda m, n: m.on_leave),
    "absent": ExportField("缺席", lambda m, n: m.absent),
    "attendance": ExportField("参会率（%）", lambda m, n: float(share) if (share := rate(m.present, m.expected)) is not None else ""),
    "present_names": ExportField("到会人员", lambda m, n: "、".join(n['present_names']), names_people=True),
    "leave_names": ExportField("请假人员及原因", lambda m, n: "、".join(n['leave_names']), names_people=True),
    "absent_names": ExportField("缺席人员及原因", lambda m, n: "、".join(n['absent_names']), names_people=True),
    "guests": ExportField("列席", lambda m, n: m.guests, names_people=True),
    "partner_units": ExportField("联合单位", lambda m, n: "、".join(PartnerUnitEntry(u.name, u.number).summary for u in m.partner_units.all())),
    "minutes": ExportField("会议记录", lambda m, n: m.minutes, names_people=True),
    "decisions": ExportField("决议", lambda m, n: "\n".join(n['decisions']), names_people=True),
    "status": ExportField("状态", lambda m, n: m.get_status_display()),
    "serial": ExportField("本年第几次", lambda m, n: m.number_words),
    "submitted_at": ExportField("提交时间", lambda m, n: m.submitted_at),
    "is_late": ExportField("逾期补录", lambda m, n: "是" if m.is_late else ""),
}  # fmt: skip
USUAL_FIELDS = (
    "code", "short_name", "kinds", "held_on", "starts_at", "ends_at", "place", "theme", "host", "recorder",
    "expected", "present", "on_leave", "absent", "leave_names", "absent_names", "guests",
    "partner_units", "minutes",
)  # fmt: skip
"""The default columns: enough to import the workbook elsewhere."""


def export_lines(meetings: QuerySet[Any], fields: Sequence[str]) -> Iterator[list[Any]]:
    """One line for each meeting, in the order of the queryset; a few queries for every five hundred."""
    meetings = meetings.select_related("organization__parent", "host", "recorder").prefetch_related("kinds")
    if "partner_units" in fields:
        meetings = meetings.prefetch_related("partner_units")
    if "serial" in fields:
        meetings = meetings.prefetch_related("numbers")
    rows = meetings.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        names = _names(batch, fields)
        for meeting in batch:
            yield [EXPORT_FIELDS[each].value(meeting, names[meeting.pk]) for each in fields]


def _names(batch: Iterable[Meeting], fields: Sequence[str]) -> dict[int, dict[str, list[str]]]:
    names: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    keys = [meeting.pk for meeting in batch]
    if WITH_NAMES & set(fields):
        rows = Attendance.objects.filter(meeting_id__in=keys).order_by("meeting_id", "id")
        columns = ("meeting_id", "state", "reason_code", "member__name", "is_uncounted")
        for key, state, code, name, is_uncounted in rows.values_list(*columns):
            if state in THERE:
                names[key]["present_names"].append(f"{name}（未列入应到）" if is_uncounted else name)
            elif state != AttendanceState.EXEMPT:
                column = "leave_names" if state == AttendanceState.ON_LEAVE else "absent_names"
                names[key][column].append(f"{name}（{AttendanceMark(state, code).category}）")
    if "decisions" in fields:
        decisions = Resolution.objects.filter(item__meeting_id__in=keys).order_by("item__position")
        for decision in decisions.select_related("item__meeting").prefetch_related("item__meeting__kinds"):
            result = decision.result_words
            names[decision.item.meeting_id]["decisions"].append(
                f"{decision.text}（{result}）" if result else decision.text
            )
    return names
