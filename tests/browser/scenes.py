"""The pictures of the guides that take more than opening an address: who, on which screen, doing what.

Each scene returns the part of the page worth a picture, or None for the whole window. Those that write leave the
demonstration as a reader of the guide would: a draft here, an upload waiting to be confirmed there.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from playwright.sync_api import Locator, Page

PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Scene:
    name: str
    account: str
    width: int
    play: Callable[[Page], Locator | None]


def why_missing(page: Page) -> Locator | None:
    """The sheet that asks for the reason, over the roster."""
    _record_theme_day(page)
    page.locator("[data-roster] .seat-box").nth(9).tap()
    page.locator("dialog.sheet[open]").wait_for()
    return None


def three_missing(page: Page) -> Locator | None:
    """The roster with two on leave and one absent."""
    _record_theme_day(page)
    for seat, reason in ((9, "病假"), (11, "公差出差"), (20, "无故缺席")):
        page.locator("[data-roster] .seat-box").nth(seat).tap()
        page.locator("dialog.sheet[open] .chip", has_text=reason).tap()
    return _section(page, "roster-title")


def checks(page: Page) -> Locator | None:
    """What stands in the way of sending, beside what is fine."""
    _record_theme_day(page)
    return page.locator("[data-checks]")


def vote(page: Page) -> Locator | None:
    """A decision with its tally."""
    page.goto("/meetings/record/?kinds=general")
    page.fill("#agenda-0-title", "讨论预备党员转正")
    page.locator("[data-decided] summary").first.tap()
    page.fill("#agenda-0-decision", "同意按期转为正式党员。")
    page.fill("#agenda-0-yes", "20")
    page.fill("#agenda-0-no", "2")
    page.fill("#agenda-0-abstain", "2")
    return _section(page, "agenda-title")


def returned(page: Page) -> Locator | None:
    """A record that came back, opened to be mended."""
    page.goto("/meetings/?status=returned")
    page.goto(page.locator("main tbody a").first.get_attribute("href") or "/")
    page.goto(page.locator(".actionbar a", has_text="改好再交").get_attribute("href") or "/")
    return None


def large_type(page: Page) -> Locator | None:
    page.goto("/")
    page.locator(".topbar .tool", has_text="大字").tap()
    page.locator("html[data-type=large]").wait_for()
    return None


def group_record(page: Page) -> Locator | None:
    """A group's meeting: the group is chosen first, then its own kinds and roll."""
    page.goto("/meetings/record/?kinds=group")
    return _section(page, "kind-title")


def review(page: Page) -> Locator | None:
    """A record waiting for confirmation, with its two buttons."""
    page.goto("/meetings/?status=submitted")
    page.goto(page.locator("main tbody a").first.get_attribute("href") or "/")
    return None


def preview(page: Page) -> Locator | None:
    """A roster as it really comes, checked cell by cell."""
    branch = "鑫源服饰党支部"
    rows: list[list[str | int]] = [
        [f"{branch}党员名册"],
        ["序号", "姓 名", "性别", "身份证号码", "入党时间", "转正时间", "联系电话", "所在党支部"],
        [
            1,
            "陈思远",
            "男",
            _numbered("35020319850312001"),
            "2010.7",
            "2011年7月",
            "１３８００００１２３４",
            branch,
        ],
        [2, "林晓燕", "女", _numbered("35020319900101002"), "2019-07-01", "202007", "13800005678", branch],
        [3, "黄志明", "男", "350203199001010039", "2019-07-01", "2020-07-01", "13800005679", branch],
        [4, "吴佳敏", "女", _numbered("35020320100101006"), "2020-07-01", "", "1380000567", "没有这个支部"],
    ]
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    written = io.BytesIO()
    book.save(written)
    page.goto("/imports/")
    page.set_input_files(
        "[type=file]",
        {
            "name": "党员名册.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": written.getvalue(),
        },
    )
    page.get_by_role("button", name="上传核对").click()
    page.get_by_role("heading", name="核对花名册").wait_for(timeout=PATIENCE_MS)
    page.locator(".actionbar").wait_for(timeout=PATIENCE_MS)
    return None


def rows_behind(page: Page) -> Locator | None:
    """What stands behind a number of the dashboard: here, who did not hold what."""
    page.goto("/dashboard/")
    page.goto(page.locator("main a.figure-cell").nth(2).get_attribute("href") or "/")
    return None


def change(page: Page) -> Locator | None:
    page.goto("/organizations/DEMO-01-09/change/rename/")
    return None


def waive(page: Page) -> Locator | None:
    page.goto("/rules/waive/DEMO-01-10/")
    return page.locator("main")


def mandates(page: Page) -> Locator | None:
    page.goto("/organizations/mandates/")
    return None


SCENES = [
    Scene("record-why", "secretary", 390, why_missing),
    Scene("record-missing", "secretary", 390, three_missing),
    Scene("record-checks", "secretary", 390, checks),
    Scene("record-vote", "secretary", 390, vote),
    Scene("record-group", "secretary", 390, group_record),
    Scene("record-returned", "secretary", 390, returned),
    Scene("desk-large", "secretary", 390, large_type),
    Scene("review", "street", 1280, review),
    Scene("import-preview", "street", 1280, preview),
    Scene("dashboard-rows", "street", 1280, rows_behind),
    Scene("organization-change", "street", 1280, change),
    Scene("waive", "reviewer", 1280, waive),
    Scene("mandates", "security", 1280, mandates),
]


def _record_theme_day(page: Page) -> None:
    page.goto("/meetings/record/?kinds=theme_day")


def _section(page: Page, title: str) -> Locator:
    return page.locator(f"section[aria-labelledby={title}]")


def _numbered(first_17: str) -> str:
    """With the check digit of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_17, weights, strict=True))
    return first_17 + "10X98765432"[total % 11]
