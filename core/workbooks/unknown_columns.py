"""Says what a column under an unknown title looks like by what stands in it: identity numbers, dates, branches, telephones."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from core.workbooks import cells
from core.workbooks.columns import PASSED_OVER, WorkbookSheet

IDENTITY, DATE, BRANCH, PHONE = "身份证号", "日期", "党组织", "电话"
SAMPLE, LONGEST = 200, 120
MOST = 0.6
"""Of what stands in a column: so much must look alike."""
IDENTITY_SHAPE = re.compile(r"\d{17}[\dXx]|\d{15}")
BRANCH_SHAPE = re.compile(r".{2,}(?:支部|总支|党委|党工委|党组|支部委员会|总支部委员会|委员会)$")
PHONE_SHAPE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")


def looks_of_unknown(sheet: WorkbookSheet) -> dict[str, str]:
    """Title → look, for the columns of a sheet that no field is read from and that look like something."""
    used = set(sheet.at.values())
    found = {}
    for place, title in enumerate(sheet.titles):
        if not title or place in used or title in PASSED_OVER or place in sheet.groups:
            continue
        if look := look_of(row[place] for _line, row, _band in sheet.rows[:SAMPLE] if place < len(row)):
            found[title] = look
    return found


def look_of(raws: Iterable[Any]) -> str:
    """What most of these cells look like; "" when they look like nothing in particular."""
    shapes = [
        _shape(raw) for raw in raws if raw not in ("", None) and not cells.is_blank(cells.read_text(raw))
    ]
    for look in (IDENTITY, BRANCH, PHONE, DATE):
        if shapes and shapes.count(look) >= MOST * len(shapes):
            return look
    return ""


def _shape(raw: Any) -> str:
    if isinstance(raw, dt.date):
        return DATE
    written = cells.read_text(raw)[:LONGEST].replace(" ", "")
    if IDENTITY_SHAPE.fullmatch(written):
        return IDENTITY
    if PHONE_SHAPE.fullmatch(written):
        return PHONE
    if BRANCH_SHAPE.fullmatch(written):
        return BRANCH
    if not isinstance(raw, str) or len(written) < 6:
        return ""
    try:
        cells.read_day(written)
    except cells.Unreadable:
        return ""
    return DATE
