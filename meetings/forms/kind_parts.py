"""The fields of a lecture and of an organizational-life meeting, in numbered names like the agenda's."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from meetings.forms.agenda import at_their_numbers
from meetings.selectors.kind_parts import LIFE_FIELDS, LecturePart, LifePart, ProblemLine
from meetings.states import Kind, LecturerLevel
from members.models import Member

PROBLEM_PARTS = ("uuid", "member", "text", "measure", "owner", "due_on")
MOST_PROBLEMS = 60
MOST_HOURS = Decimal(24)


def parts_in(data: MultiValueDict, people: Mapping[UUID, str]) -> dict[str, Any]:
    """`lecture` and `life` as typed, by the names of Content; None for a part the form did not have."""
    kinds = data.getlist("kinds")
    rows = _problem_rows(data) if Kind.LIFE in kinds else []
    named = {row["member"] for row in rows} | {data.get("lecture-member", "")}
    found = _members({uuid for text in named if (uuid := uuid_in(text)) in people and uuid})
    return {
        "lecture": _lecture(data, found) if Kind.LECTURE in kinds else None,
        "life": life_in(data, rows, found) if Kind.LIFE in kinds else None,
    }


def life_part(data: MultiValueDict, people: Mapping[UUID, str]) -> LifePart:
    """The organizational-life part alone, for the page it is prepared on."""
    rows = _problem_rows(data)
    found = _members({uuid for row in rows if (uuid := uuid_in(row["member"])) in people and uuid})
    return life_in(data, rows, found) or LifePart()


def _members(uuids: set[UUID]) -> dict[UUID, Member]:
    return {member.uuid: member for member in Member.objects.filter(uuid__in=uuids)} if uuids else {}


def _lecture(data: MultiValueDict, found: Mapping[UUID, Member]) -> LecturePart | None:
    if not any(name.startswith("lecture-") for name in data):
        return None
    level = data.get("lecture-level", "")
    uuid = uuid_in(data.get("lecture-member", ""))
    return LecturePart(
        lecturer=data.get("lecture-lecturer", "").strip()[:64],
        member=found.get(uuid) if uuid else None,
        level=level if level in LecturerLevel.values else LecturerLevel.SECRETARY,
        material=data.get("lecture-material", "").strip()[:300],
        hours=hours_in(data.get("lecture-hours", "")),
    )


def life_in(
    data: MultiValueDict, rows: list[dict[str, str]], found: Mapping[UUID, Member]
) -> LifePart | None:
    if not any(name.startswith("life-") for name in data):
        return None
    lines = []
    for row in rows:
        who = uuid_in(row["member"])
        lines.append(
            ProblemLine(
                text=(row["text"] or row["measure"])[:500],
                member=found.get(who) if who else None,
                measure=row["measure"][:500],
                owner=row["owner"][:64],
                due_on=day_in(row["due_on"]),
                uuid=uuid_in(row["uuid"]),
            )
        )
    said = {name: data.get(f"life-{name}", "").strip()[:20_000] for name in LIFE_FIELDS}
    return LifePart(**said, problems=tuple(lines))


def _problem_rows(data: MultiValueDict) -> list[dict[str, str]]:
    """The lines of the problem list that say something, in their order."""
    return list(_problems_by_number(data).values())


def _problems_by_number(data: MultiValueDict) -> dict[int, dict[str, str]]:
    numbers = sorted(
        {
            int(parts[1])
            for name in data
            if len(parts := name.split("-")) == 3 and parts[0] == "life" and parts[1].isdecimal()
        }
    )
    rows = {
        number: {part: data.get(f"life-{number}-{part}", "").strip() for part in PROBLEM_PARTS}
        for number in numbers
    }
    said = [(number, row) for number, row in rows.items() if row["text"] or row["measure"]]
    return dict(said[:MOST_PROBLEMS])


def life_in_place(data: MultiValueDict, life: LifePart | None) -> LifePart | None:
    """The part as it was read, for what is said of the page as it stands: each problem at its line's number."""
    if life is None:
        return None
    lines = dict(zip(_problems_by_number(data), life.problems, strict=True))
    return replace(life, problems=at_their_numbers(lines, ProblemLine(""), MOST_PROBLEMS))


def fields_of(lecture: LecturePart | None, life: LifePart | None) -> dict[str, Any]:
    """The recording page's fields as the record has them."""
    fields: dict[str, Any] = {}
    if lecture:
        fields |= {
            "lecture-lecturer": lecture.lecturer if not lecture.member else "",
            "lecture-member": lecture.member.uuid if lecture.member else "",
            "lecture-level": lecture.level,
            "lecture-material": lecture.material,
            "lecture-hours": "" if lecture.hours is None else f"{lecture.hours.normalize():f}",
        }
    if life:
        fields |= {f"life-{name}": getattr(life, name) for name in LIFE_FIELDS}
        for number, line in enumerate(life.problems):
            fields |= {
                f"life-{number}-uuid": line.uuid or "",
                f"life-{number}-member": line.member.uuid if line.member else "",
                f"life-{number}-text": line.text,
                f"life-{number}-measure": line.measure,
                f"life-{number}-owner": line.owner,
                f"life-{number}-due_on": line.due_on or "",
            }
    return fields


def rows_shown(data: MultiValueDict, spare: int) -> list[tuple[int, dict[str, str]]]:
    """The lines of the problem list where they were typed, and some empty ones; numbered from 0."""
    blank = dict.fromkeys(PROBLEM_PARTS, "")
    rows = at_their_numbers(_problems_by_number(data), blank, MOST_PROBLEMS)
    return list(enumerate([*rows, *(blank for _ in range(spare))]))


def uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def day_in(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def hours_in(text: str) -> Decimal | None:
    """Whole and half hours; anything else counts as not said, so that the length decides."""
    try:
        hours = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS or hours % Decimal("0.5"):
        return None
    return hours
