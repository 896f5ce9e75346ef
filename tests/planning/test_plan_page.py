"""The page of a year's plan: what is typed, kept and planned."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from meetings.models import Meeting
from planning.models import YearPlan

pytestmark = pytest.mark.once

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = dt.date(2026, 11, 22)


def test_the_page_opens_at_the_current_month_and_folds_up_those_before(world: Any, sign_in: Any) -> None:
    page = sign_in("lin").get("/plans/").content.decode()
    folded = page[page.index("data-print-open") : page.index("</details>", page.index('id="month-10"'))]
    assert "1月至10月" in folded
    assert re.findall(r'id="month-(\d+)"', folded) == [str(month) for month in range(1, 11)]
    assert 'id="month-11"' not in folded
    assert "data-print-open" not in sign_in("lin").get("/plans/?year=2025").content.decode()


def test_a_line_typed_into_a_month_that_is_over_unfolds_it_and_is_named(world: Any, sign_in: Any) -> None:
    typed = {
        "row": "0",
        "0-uuid": str(uuid4()),
        "0-organization": "A-2-G1",
        "0-kinds": "group",
        "0-on": "2026-07-01",
        "0-starts": "14:30",
        "0-keep": "on",
    }
    answer = sign_in("lin").post("/plans/?organization=A-2&year=2026", typed)
    page = answer.content.decode()
    assert (answer.status_code, Meeting.objects.count()) == (409, 0)
    assert "data-print-open open" in page
    assert "7月1日党小组会（第一党小组）：7月1日已经过了" in page


def typed(page: Any) -> dict[str, Any]:
    """The page's form as a browser would send it."""
    data: dict[str, Any] = {"row": [], "aims": "今年抓好学习"}
    for line in page.context["lines"]:
        n = line.number
        data["row"].append(str(n))
        data |= {
            f"{n}-uuid": line.uuid,
            f"{n}-organization": line.organization.code,
            f"{n}-on": line.on,
            f"{n}-starts": line.starts,
            f"{n}-kinds": list(line.kinds),
            f"{n}-theme": "",
            f"{n}-place": line.place,
            f"{n}-keep": "on",
        }
    return data


def test_the_page_plans_what_is_ticked_as_it_was_changed(world: Any, sign_in: Any) -> None:
    lin = sign_in("lin")
    page = lin.get("/plans/?year=2027")
    assert "2027年放假安排还没公布，按周一至周五排，公布后请再看一遍" in page.content.decode()
    data = typed(page)
    del data["0-keep"]
    data |= {"1-on": "2027-01-20", "1-theme": "学习党章"}
    answer = lin.post("/plans/?organization=A-2&year=2027", data)
    assert (answer.status_code, answer["Location"]) == (302, "/plans/?organization=A-2&year=2027")
    assert Meeting.objects.count() == len(data["row"]) - 1
    assert Meeting.objects.get(theme="学习党章").held_on == dt.date(2027, 1, 20)
    assert YearPlan.objects.get().aims == "今年抓好学习"
    lin.post("/plans/?organization=A-2&year=2027", data)
    assert Meeting.objects.count() == len(data["row"]) - 1


def test_putting_them_together_or_apart_keeps_what_was_typed(world: Any, sign_in: Any) -> None:
    lin, address = sign_in("lin"), "/plans/?organization=A-2&year=2027"
    page = lin.get(address)
    carrier = next(line for line in page.context["lines"] if set(line.kinds) == {"theme_day", "general"})
    data = typed(page) | {f"{carrier.number}-theme": "学习党章", "then": "regroup"}
    del data["0-keep"]
    shown = lin.post(f"{address}&apart=1", data)
    lines = {line.uuid: line for line in shown.context["lines"]}
    assert (shown.status_code, Meeting.objects.count(), shown.context["aims"]) == (200, 0, "今年抓好学习")
    assert len(lines) == len(page.context["lines"]) + 9
    assert (lines[carrier.uuid].theme, lines[carrier.uuid].kinds) == ("学习党章", ("theme_day",))
    assert [line.is_kept for line in lines.values()].count(False) == 1
    assert "data-unsaved" in shown.content.decode()

    general = next(
        line for line in lines.values() if line.kinds == ("general",) and line.day.month == carrier.day.month
    )
    own = lines[carrier.uuid].number
    data = typed(shown) | {
        f"{own}-theme": "学习党章",
        f"{general.number}-theme": "选举支委会",
        "then": "regroup",
    }
    again = {line.uuid: line for line in lin.post(address, data).context["lines"]}
    assert (again[general.uuid].theme, again[general.uuid].kinds) == ("选举支委会", ("general",))
    assert (again[carrier.uuid].theme, again[carrier.uuid].kinds) == ("学习党章", ("theme_day",))
    assert len(again) == len(page.context["lines"]) + 1
    assert sorted(line.number for line in again.values()) == list(range(len(again)))


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"3-on": "31. Februar"}, 400, "日期写成2027-03-16这样。"),
        ({"3-starts": "夜里"}, 400, "开始时间写成14:30这样。"),
        ({"3-theme": "长" * 201}, 400, "主题最多200个字，现在201个字。"),
        ({"3-kinds": []}, 409, "选一种会议类型。"),
        ({"3-on": "2026-01-05"}, 409, "日期要在2027年里。"),
    ],
)
def test_a_row_that_cannot_stand_is_said_beside_it_and_nothing_is_planned(
    world: Any, sign_in: Any, change: Any, status: int, word: str
) -> None:
    lin = sign_in("lin")
    data = typed(lin.get("/plans/?year=2027")) | change
    answer = lin.post("/plans/?organization=A-2&year=2027", data)
    assert answer.status_code == status
    assert word in answer.content.decode()
    assert "今年抓好学习" in answer.content.decode()
    assert (Meeting.objects.count(), YearPlan.objects.count()) == (0, 0)
