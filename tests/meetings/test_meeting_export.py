"""Meetings as a workbook under the columns another system wants."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.models import Entry
from branches.errors import NotYours
from meetings import actions, errors
from meetings.content import Mark
from meetings.exchange.offered import OFFERED, USUAL
from meetings.models import ColumnMap, Meeting
from tests.world import World

CHOSEN = [("theme", "题目"), ("held_on", "开会日期"), ("expected", "应参加"), ("leave_names", "请假")]


def read(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def export(world: World, who: str = "lin", columns: Any = CHOSEN, **facts: Any) -> list[list[Any]]:
    given = {"meetings": Meeting.objects.all(), "filters": {}, "reason": ""} | facts
    return read(actions.export_meetings(columns=columns, by=getattr(world, who).actor, **given))


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    return make(theme="=1+1", marks={world.members[3].uuid: Mark(reason_code="sick", state="on_leave")})


def test_columns_stand_in_the_order_and_under_the_titles_asked_for(meeting: Meeting, world: World) -> None:
    name = world.members[3].name
    assert export(world) == [
        ["题目", "开会日期", "应参加", "请假"],
        ["'=1+1", dt.datetime(2026, 11, 20), 9, f"{name}（病假）"],
    ]
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after["rows"], entry.after["列"]) == (
        "meeting.export_list",
        1,
        "题目、开会日期、应参加、请假",
    )


def test_every_fact_offered_has_a_value(meeting: Meeting, world: World) -> None:
    rows = export(world, columns=[(field, "") for field in OFFERED])
    assert rows[0] == [one.label for one in OFFERED.values()]
    told = dict(zip(OFFERED, rows[1], strict=True))
    assert (told["code"], told["kinds"], told["weekday"], told["present"], told["attendance"]) == (
        "A-2",
        "主题党日",
        "五",
        8,
        88.9,
    )
    assert len(told["present_names"].split("、")) == 8


def test_unknown_columns_are_left_out_and_none_at_all_is_refused(meeting: Meeting, world: World) -> None:
    assert export(world, columns=[("secret", "x"), ("theme", "")])[0] == ["主题"]
    with pytest.raises(errors.NoColumns):
        export(world, columns=[("secret", "x")])


def test_more_than_500_need_a_reason(meeting: Meeting, world: World, settings: Any) -> None:
    settings.EXPORT_REASON_ROWS = 0
    with pytest.raises(errors.ReasonForExport) as refused:
        export(world)
    assert (refused.value.rule, refused.value.fields.keys()) == ("R-SEC-05", {"reason"})
    assert len(export(world, reason="报区委组织部")) == 2
    assert Entry.objects.latest("id").note == "报区委组织部"
    settings.EXPORT_REASON_ROWS = 1
    assert len(export(world)) == 2


def test_only_meetings_within_reach_go_out(meeting: Meeting, world: World) -> None:
    assert len(export(world, "wei")) == 2
    assert len(export(world, "shen")) == 1
    for who in ("hua", "sys", "sec", "aud"):
        with pytest.raises(NotYours):
            export(world, who)


def test_the_queries_do_not_grow_with_the_meetings(
    make: Any, world: World, django_assert_max_num_queries: Any
) -> None:
    for day in range(2, 12):
        make(held_on=dt.date(2026, 11, day))
    with django_assert_max_num_queries(16):
        assert len(export(world, columns=[(field, "") for field in OFFERED])) == 11


def test_columns_are_kept_by_name_and_replaced(world: World) -> None:
    by = world.lin.actor
    first = actions.map_columns(organization=world.branch, name=" 报组织部 ", columns=CHOSEN, by=by)
    assert (first.name, first.columns[0]) == ("报组织部", ["theme", "题目"])
    actions.map_columns(organization=world.branch, name="报组织部", columns=[("place", "")], by=by)
    assert ColumnMap.objects.get().columns == [["place", "地点"]]
    actions.drop_columns(columns=ColumnMap.objects.get(), by=by)
    assert ColumnMap.objects.count() == 0
    assert [entry.action for entry in Entry.objects.order_by("-id")[:3]] == [
        "columns.drop",
        "columns.map",
        "columns.map",
    ]


def test_who_may_not_export_keeps_no_columns(world: World) -> None:
    for who in ("hua", "shen", "sys"):
        with pytest.raises(NotYours):
            actions.map_columns(
                organization=world.branch, name="报组织部", columns=CHOSEN, by=getattr(world, who).actor
            )
    with pytest.raises(errors.NameNeeded):
        actions.map_columns(organization=world.branch, name="x", columns=CHOSEN, by=world.lin.actor)
    assert ColumnMap.objects.count() == 0


FORM = {f"column-{field}": "on" for field in ("theme", "held_on")} | {
    "title-theme": "题目",
    "order-theme": "2",
    "title-held_on": "开会日期",
    "order-held_on": "1",
}


def test_the_page_hands_out_what_is_ticked(meeting: Meeting, sign_in: Any) -> None:
    answer = sign_in("lin").post("/meetings/exchange/export/", FORM | {"then": "export"})
    assert answer.status_code == 200
    assert read(answer.content) == [["开会日期", "题目"], [dt.datetime(2026, 11, 20), "'=1+1"]]
    asked = FORM | {"then": "export", "held_from": "2026-11-21"}
    assert len(read(sign_in("lin").post("/meetings/exchange/export/", asked).content)) == 1
    assert len(read(sign_in("shen").post("/meetings/exchange/export/", FORM).content)) == 1


def test_the_page_keeps_the_columns_and_shows_them_again(sign_in: Any) -> None:
    browser = sign_in("lin")
    answer = browser.post("/meetings/exchange/export/", FORM | {"then": "keep", "name": "报组织部"})
    kept = ColumnMap.objects.get()
    assert answer.url == f"/meetings/exchange/?columns={kept.uuid}"
    page = browser.get(answer.url).content.decode()
    assert page.index('value="开会日期"') < page.index('value="题目"') < page.index('id="column-place"')
    assert browser.post(f"/meetings/exchange/columns/{kept.uuid}/remove/").status_code == 302
    assert ColumnMap.objects.count() == 0


def test_a_page_without_columns_says_so(sign_in: Any) -> None:
    answer = sign_in("lin").post("/meetings/exchange/export/", {"then": "export"})
    assert answer.status_code == 409
    assert "至少选一列" in answer.content.decode()


def test_the_usual_columns_come_in_again(meeting: Meeting, world: World) -> None:
    from meetings.exchange import columns as known
    from members.imports.columns import known as titles
    from members.imports.columns import plain

    names = titles(known.MEETINGS)
    missing = [OFFERED[field].label for field in USUAL if plain(OFFERED[field].label) not in names]
    assert missing == []
