"""Reads the numbered rows of a posted year plan and shows them again as typed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils import timezone

from branches.models import Organization
from core.dates_zh import weekday
from core.parsing import parse_day, parse_number, parse_time, parse_uuid
from meetings.states import Kind, kinds_held
from planning.actions.plan_whole_year import MOST_ROWS, PlanRow
from planning.rules.meeting_proposal import MeetingProposal

MOST_AIMS = 5000


@dataclass(frozen=True)
class PlanFormRow:
    """One row of the page: a proposal, or what the user typed over it."""

    number: int
    uuid: str
    organization: Organization
    kinds: tuple[str, ...]
    on: str
    starts: str
    place: str
    theme: str
    is_kept: bool = True
    hint: str = ""
    fault: str = ""

    @classmethod
    def of(cls, number: int, proposal: MeetingProposal) -> "PlanFormRow":
        return cls(
            number,
            str(proposal.uuid),
            proposal.organization,
            proposal.kinds,
            f"{proposal.on:%Y-%m-%d}",
            f"{proposal.starts:%H:%M}",
            proposal.place,
            proposal.theme,
        )

    @property
    def name(self) -> str:
        return "、".join(kind.label for kind in Kind if kind in self.kinds) or "没有选类型"

    @property
    def day(self) -> dt.date | None:
        return parse_day(self.on)

    @property
    def weekday(self) -> str:
        return weekday(self.day) if self.day else ""

    @property
    def month(self) -> int:
        return self.day.month if self.day else 1

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        may = kinds_held(self.organization.kind, self.organization.special_provision)
        offered = [kind for kind in Kind if kind in may and kind not in (Kind.TALK, Kind.OTHER)]
        return [(kind.value, kind.label, kind.value in self.kinds) for kind in offered]

    def row(self) -> PlanRow | str:
        """The row for the action, or the sentence that says what cannot be read."""
        day, starts = self.day, parse_time(self.starts)
        uuid = parse_uuid(self.uuid)
        if uuid is None:
            return "这一行的编号不对，请刷新页面再计划。"
        if day is None:
            return "日期写成2027-03-16这样。"
        if starts is None:
            return "开始时间写成14:30这样。"
        if len(self.theme) > 200:
            return f"主题最多200个字，现在{len(self.theme)}个字。"
        if len(self.place) > 120:
            return f"地点最多120个字，现在{len(self.place)}个字。"
        starts_at = timezone.make_aware(dt.datetime.combine(day, starts))
        return PlanRow(uuid, self.organization, self.kinds, day, starts_at, self.theme, self.place)


def posted_rows(data: QueryDict, places: Mapping[str, Organization]) -> list[PlanFormRow]:
    """The posted rows, without those of organizations outside `places`."""
    rows = []
    for number in data.getlist("row")[: MOST_ROWS + 1]:
        organization = places.get(data.get(f"{number}-organization", ""))
        if organization is None or parse_number(number) is None:
            continue
        rows.append(
            PlanFormRow(
                number=int(number[:6]),
                uuid=data.get(f"{number}-uuid", ""),
                organization=organization,
                kinds=tuple(kind for kind in Kind.values if kind in data.getlist(f"{number}-kinds")),
                on=data.get(f"{number}-on", ""),
                starts=data.get(f"{number}-starts", ""),
                place=data.get(f"{number}-place", "").strip(),
                theme=data.get(f"{number}-theme", "").strip(),
                is_kept=f"{number}-keep" in data,
            )
        )
    return rows


def unreadable_rows(lines: Sequence[PlanFormRow]) -> dict[int, str]:
    """Number of the row → what cannot be read, for those that are kept."""
    read = {line.number: line.row() for line in lines if line.is_kept}
    return {number: row for number, row in read.items() if isinstance(row, str)}


def regroup_rows(
    lines: Sequence[PlanFormRow], before: Sequence[MeetingProposal], after: Sequence[MeetingProposal]
) -> list[PlanFormRow]:
    """The proposals after meetings were combined or separated (`after`), with what was typed over those `before`.

    A meeting changed by hand stays a row of its own even if `after` combines it with another."""
    typed = {line.uuid: line for line in lines}
    was = {str(proposal.uuid): (proposal, PlanFormRow.of(0, proposal)) for proposal in before}
    rows = []
    for number, proposal in enumerate(after):
        line, proposed = typed.pop(str(proposal.uuid), None), PlanFormRow.of(number, proposal)
        if line is not None:
            is_own = str(proposal.uuid) in was and set(line.kinds) != set(was[str(proposal.uuid)][1].kinds)
            kinds = line.kinds if is_own else proposed.kinds
            proposed = replace(line, number=number, kinds=kinds)
        rows.append(proposed)
    for uuid, line in typed.items():
        began, first = was.get(uuid, (None, line))
        if began is not None and _typed_values(first) == _typed_values(line):
            continue
        for at, other in enumerate(rows if began is not None else ()):
            new = set(other.kinds) - set(was[other.uuid][1].kinds) if other.uuid in was else set()
            same = other.organization == line.organization and new & set(line.kinds)
            if same and other.day and began is not None and other.day in began.period:
                kinds = tuple(kind for kind in other.kinds if kind not in line.kinds)
                rows[at] = replace(other, kinds=kinds)
                break
        rows.append(replace(line, number=len(rows)))
    return rows


def _typed_values(line: PlanFormRow) -> tuple[object, ...]:
    return frozenset(line.kinds), line.on, line.starts, line.place, line.theme, line.is_kept
