"""Files handed out must not change while the house is restructured: media types, names, heads (see tests.contracts.golden)."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from tests.contracts.doors import Knock, browser_of, table
from tests.contracts.golden import differences
from tests.contracts.house import House, visit

pytestmark = [pytest.mark.once, pytest.mark.slow]

PAGES = {"text/html", "application/json", "text/plain", "text/javascript", "application/manifest+json"}
FORMS = ("docx", "xlsx", "pdf")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_files_handed_out_and_their_heads(house: House) -> None:
    assert not differences("files", [*files(house), *columns(house)])


def files(house: House) -> Iterator[str]:
    """Every door that answers with a file, in every form it has."""
    for door in table().values():
        who = door.first("200", "201")
        if not who or door.name == "schema":
            continue
        made = door.made(house)
        seen: set[str] = set()
        for form, args, query in forms(made):
            with visit():
                answer = call(
                    browser(house, who), door.method, reverse(door.name, args=args), query, made.content
                )
                media = answer.get("Content-Type", "")
                if answer.status_code == 200 and media.split(";")[0] not in PAGES and media not in seen:
                    yield from described(f"{door.method} {door.name} {form}".strip(), answer)
            if not form and (media not in (DOCX, XLSX) or door.method != "GET"):
                break
            seen.add(media)


def forms(made: Knock) -> Iterator[tuple[str, tuple[Any, ...], str]]:
    """(form, arguments, query): where the address names a form, each in its place; otherwise as it is knocked at, then
    each in the query, as the API takes it."""
    if set(made.args) & set(FORMS):
        for form in FORMS:
            yield form, tuple(form if arg in FORMS else arg for arg in made.args), made.query
        return
    yield "", made.args, made.query
    for form in FORMS:
        yield form, made.args, f"{made.query}&form={form}".lstrip("&")


def call(browser: Client, method: str, address: str, query: str, content: dict[str, Any]) -> Any:
    address += f"?{query}" if query else ""
    if method == "GET":
        return browser.get(address)
    if address.startswith("/api/"):
        return browser.generic(method, address, json.dumps(content, default=str), "application/json")
    return browser.post(address, content)


def browser(house: House, name: str) -> Client:
    found = browser_of(house, name)
    found.raise_request_exception = False
    return found


def described(here: str, answer: Any) -> Iterator[str]:
    """Media type and name; of a workbook the rows that stay in view, of a text the first row of each table."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    media = answer["Content-Type"]
    named = re.sub(
        r' filename="[^"]*";', "", answer.get("Content-Disposition", "")
    )  # the plain name beside it
    yield f"{here}: {media} {unquote(named)}".rstrip()
    if media == XLSX:
        for sheet in load_workbook(BytesIO(content)):
            heads = int(sheet.freeze_panes[1:]) - 1 if sheet.freeze_panes else 1
            if sheet.freeze_panes:
                says_what_it_is_and_prints(here, sheet, heads)
            for row in sheet.iter_rows(min_row=heads, max_row=heads, values_only=True):
                yield f"{here}: {sheet.title}: {' | '.join(str(cell) for cell in row if cell is not None)}"
    if media == DOCX:
        for one in Document(BytesIO(content)).tables:
            yield f"{here}: {' | '.join(dict.fromkeys(cell.text for cell in one.rows[0].cells))}".rstrip()


def says_what_it_is_and_prints(here: str, sheet: Any, heads: int) -> None:
    """Every workbook we make: head block, repeated heads, one page wide, across, a filter, a foot with page and who."""
    place, until = (sheet.cell(heads - back, 1).value for back in (2, 1))
    assert (place[:3], until[:3], "筛选：" in until) == ("单位：", "截至：", True), here
    assert sheet.print_title_rows == f"${heads}:${heads}", here
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1), here
    assert sheet.auto_filter.ref.startswith(f"A{heads}:"), here
    assert "第&P页，共&N页" in sheet.oddFooter.center.text, here
    assert sheet.oddFooter.right.text.endswith("导出"), here
    assert sheet.oddFooter.right.text[0] != "　", here  # by whom


def columns(house: House) -> Iterator[str]:
    """What may be chosen for a workbook of meetings, with the title it has when nobody writes another."""
    page = browser(house, "lin").get(reverse("meetings:exchange")).content.decode()
    for name, title in re.findall(r'name="title-(\w+)"[^>]*?value="([^"]*)"', page):
        yield f"column of a meeting: {name} {title}"
