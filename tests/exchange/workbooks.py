"""Real xlsx files for the tests, and identity numbers that are right."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from branches.models import Organization
from exchange import actions
from exchange.models import Import
from exchange.parts import ROSTER_IMPORT
from members.models import Member, Membership
from members.personal_data.identity import check_digit

TITLES = [
    "序号",
    "姓名",
    "性别",
    "公民身份号码",
    "党员类别",
    "入党日期",
    "转正日期",
    "所在党支部",
    "联系电话",
]


def number(born: str = "19800307", sequence: int = 1, area: str = "990101") -> str:
    """A right identity number; an odd sequence is a man's."""
    first17 = f"{area}{born}{sequence:03d}"
    return first17 + check_digit(first17)


def workbook(
    *sheets: tuple[str, Sequence[Sequence[Any]]],
    merged: dict[str, list[str]] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """An xlsx file of (title, rows); `merged` names ranges to merge on a sheet, `hidden` sheets nobody sees."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        for cells in (merged or {}).get(title, []):
            page.merge_cells(cells)
        if title in hidden:
            page.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def person(name: str, **facts: Any) -> list[Any]:
    """A row under TITLES."""
    given = {
        "sex": "男",
        "identity": number(),
        "status": "正式",
        "joined": dt.date(2010, 7, 1),
        "full": dt.date(2011, 7, 1),
        "branch": "滨江社区第二党支部",
        "phone": "13800000001",
    } | facts
    return [
        "1",
        name,
        *[given[key] for key in ("sex", "identity", "status", "joined", "full", "branch", "phone")],
    ]


def roster(*people: list[Any], titles: Sequence[str] = TITLES) -> bytes:
    return workbook(("花名册", [["望海街道党员花名册"], titles, *people]))


def states(checked):
    """name → (outcome, {field: (state, sentence)})"""
    return {
        row.facts.get("name", ""): (
            row.outcome,
            {field: (note.state, note.sentence) for field, note in row.notes.items()},
        )
        for row in checked.rows
    }


def check(world, *people, by="wei", scope=None):
    actor = getattr(world, by).actor
    return ROSTER_IMPORT.check_file(roster(*people), scope or world.street, actor)


def upload(world, content, by="wei", scope=None):
    """A roster sent in for the street, checked and not confirmed."""
    actor = getattr(world, by).actor
    return actions.upload(
        kind="roster", organization=scope or world.street, content=content, name="花名册.xlsx", by=actor
    )


def bring(world, content, by="wei", scope=None, since=None):
    batch = upload(world, content, by, scope)
    Import.objects.filter(pk=batch.pk).update(status="confirmed", **({"since": since} if since else {}))
    return actions.apply(batch=batch, by=getattr(world, by).actor)


def counted():
    return Member.objects.count(), Membership.objects.count()


def import_workbook(world, content, kind="roster", who="wei", place=None):
    by = getattr(world, who).actor
    batch = actions.upload(
        kind=kind, organization=place or world.street, content=content, name="名册.xlsx", by=by
    )
    actions.confirm(batch=batch, by=by, seen=[o.code for o in Organization.objects.all()])
    done = actions.apply(batch=Import.objects.get(pk=batch.pk), by=by)
    return Import.objects.select_related("organization").get(pk=done.pk)


def two_people(world, **changes):
    first, second = person("秦朗"), person("白桦", identity=number(sequence=3), phone="13900000003")
    return roster(first, second, **changes)
