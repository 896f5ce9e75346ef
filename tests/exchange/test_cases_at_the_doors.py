"""Every file as offices have them (cases/), by the form of the page and by the API: the same preview, and it can be written."""

import csv
import datetime as dt
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from exchange import actions
from exchange.models import Import
from tests.world import World

pytestmark = pytest.mark.once  # how sheets are read

FILES = sorted(Path(__file__).parent.glob("cases/*.xlsx"))
CARD = "21"
AS_TEXT = ("05", "06", "07", "09", "12", "13", "15", "16", "50", "52", "56")
"""One sheet of texts: nothing of it is lost in a file of separated values."""


def kind_of(file: Path) -> str:
    return "roster" if file.name < "40" else "organizations" if file.name < "50" else "meetings"


def upload(browser: Client, kind: str, content: bytes, name: str, *, by_page: bool) -> Any:
    """The batch of the upload; the answer where it is refused."""
    form = {"file": SimpleUploadedFile(name, content), "organization": "A-2" if kind == "meetings" else "A"}
    if kind != "meetings":
        form["kind"] = kind
    page, api = (
        ("/meetings/exchange/import/", "meeting-imports") if kind == "meetings" else ("/imports/", "imports")
    )
    answer = browser.post(page if by_page else f"/api/v1/{api}/", form)
    if answer.status_code not in (201, 302):
        return answer
    return Import.objects.order_by("pk").last()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_previewed_alike_at_both_doors(world: World, sign_in: Any, file: Path) -> None:
    kind, content = kind_of(file), file.read_bytes()
    browser = sign_in("lin" if kind == "meetings" else "shao")
    by_page = upload(browser, kind, content, file.name, by_page=True)
    by_api = upload(browser, kind, content, file.name, by_page=False)
    if file.name.startswith(CARD):
        assert (by_page.status_code, by_api.status_code) == (409, 409)
        assert "登记表" in by_api.json()["detail"]
        assert by_api.json()["detail"] in by_page.content.decode()
        return
    assert browser.get(f"/imports/{by_page.uuid}/").status_code == 200
    assert by_api.totals == by_page.totals
    assert browser.get(f"/imports/{by_page.uuid}/failed/").status_code in (200, 302)
    if by_page.to_write:
        browser.post(f"/imports/{by_page.uuid}/confirm/", {"seen": ["A-1", "A-2", "A-3"]})
        by_page.refresh_from_db()
        assert by_page.status == Import.Status.CONFIRMED
        actions.apply(batch=by_page, by=world.shao.actor)
        by_page.refresh_from_db()
        assert by_page.status == Import.Status.DONE


def as_text(content: bytes) -> str:
    """What Excel saves as CSV."""
    written = StringIO()
    for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True):
        cells = [f"{each:%Y/%m/%d}" if isinstance(each, dt.date) else each for each in row]
        csv.writer(written).writerow(cells)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("start", AS_TEXT)
def test_the_same_list_as_separated_values_is_the_same(
    world: World, sign_in: Any, start: str, encoding: str
) -> None:
    file = next(file for file in FILES if file.name.startswith(start))
    kind, content = kind_of(file), file.read_bytes()
    browser = sign_in("lin" if kind == "meetings" else "shao")
    workbook = upload(browser, kind, content, file.name, by_page=True)
    text = upload(browser, kind, as_text(content).encode(encoding), "名册.csv", by_page=True)
    assert text.totals == workbook.totals
