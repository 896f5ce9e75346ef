"""Meetings as a workbook under the columns another system wants."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.models import Entry
from branches.actions import move
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import NotPermitted
from core.workbooks.columns import plain_title
from exchange import actions, errors
from exchange import actions as exchange
from exchange.errors import (
    ApprovedByTheSame,
    ExportGone,
    NobodyToExport,
    ReasonMissing,
    SecondPersonNeeded,
)
from exchange.models import ColumnMap, Export
from exchange.rules.meetings.columns import MEETINGS
from exchange.selectors.meetings.export_columns import EXPORT_FIELDS, USUAL_FIELDS
from meetings.models import Meeting
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from tests.hand import table_of
from tests.world import World

CHOSEN = [("theme", "题目"), ("held_on", "开会日期"), ("expected", "应参加"), ("leave_names", "请假")]
PLAIN = CHOSEN[:3]


def read(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).active
    return [list(row) for row in table_of(sheet)]


def export(world: World, who: str = "lin", columns: Any = CHOSEN, **facts: Any) -> list[list[Any]]:
    given = {"meetings": Meeting.objects.all(), "filters": {}, "reason": ""} | facts
    return read(actions.export_meetings(columns=columns, by=getattr(world, who).actor, **given))


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    return make(
        theme="=1+1", marks={world.members[3].uuid: AttendanceMark(reason_code="sick", state="on_leave")}
    )


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
    rows = export(world, columns=[(field, "") for field in EXPORT_FIELDS])
    assert rows[0] == [one.label for one in EXPORT_FIELDS.values()]
    told = dict(zip(EXPORT_FIELDS, rows[1], strict=True))
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


def test_every_column_that_can_name_somebody_is_marked(make: Any, world: World) -> None:
    host, recorder, away, absent = (world.members[n] for n in (0, 1, 3, 4))
    away_mark, absent_mark = (
        AttendanceMark(reason_code="sick", state="on_leave"),
        AttendanceMark(reason_code="unexcused", state="absent"),
    )
    make(
        kinds=["general"],
        guests=f"{host.name}列席",
        minutes=f"{host.name}发言",
        agenda=[AgendaEntry("接收", "", Decision(f"接收{recorder.name}", yes=6, ends_with_vote=True))],
        marks={away.uuid: away_mark, absent.uuid: absent_mark},
    )
    told = dict(
        zip(EXPORT_FIELDS, export(world, columns=[(field, "") for field in EXPORT_FIELDS])[1], strict=True)
    )
    names = [member.name for member in world.members]
    naming = {field for field, cell in told.items() if any(name in str(cell) for name in names)}
    assert naming == {field for field, one in EXPORT_FIELDS.items() if one.names_people}


@pytest.mark.parametrize(
    ("columns", "reason", "error"),
    [
        (PLAIN, "", errors.ReasonForExport),
        (PLAIN, "报区委组织部", None),
        (CHOSEN, "", SecondPersonNeeded),
        (CHOSEN, "报区委组织部", SecondPersonNeeded),
    ],
)
def test_501_need_a_reason_and_with_names_a_second_person(
    make: Any, world: World, settings: Any, columns: Any, reason: str, error: Any
) -> None:
    """R-SEC-05; the setting stands for the 500."""
    settings.EXPORT_REASON_ROWS = 1
    make()
    assert len(export(world, columns=columns)) == 2
    make(held_on=dt.date(2026, 11, 12))
    if error is None:
        assert len(export(world, columns=columns, reason=reason)) == 3
        assert Entry.objects.latest("id").note == reason
        return
    with pytest.raises(error) as refused:
        export(world, columns=columns, reason=reason)
    assert (refused.value.rule, refused.value.sentence[:8]) == ("R-SEC-05", "要导出2次会议，")
    assert Entry.objects.filter(action="meeting.export_list").count() == 1


def ask_for_export(world: World, columns: Any = CHOSEN, **facts: Any) -> Export:
    given = {"meetings": Meeting.objects.all(), "filters": {"below": "A"}, "reason": "报区委组织部"} | facts
    return actions.request_meeting_export(columns=columns, by=world.shao.actor, **given)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"columns": [("secret", "")]}, errors.NoColumns),
        ({"meetings": Meeting.objects.none()}, NobodyToExport),
    ],
)
def test_what_cannot_be_asked_for(meeting: Meeting, world: World, facts: Any, error: Any) -> None:
    with pytest.raises(error):
        ask_for_export(world, **facts)
    assert (Export.objects.count(), Entry.objects.filter(action="export.ask").count()) == (0, 0)


def test_what_another_approved_is_made_marked_of_what_is_still_in_reach(
    make: Any, world: World, clock: Any
) -> None:
    away = {world.members[3].uuid: AttendanceMark(reason_code="sick", state="on_leave")}
    make(marks=away)
    other = world.branches[0].members.order_by("id")
    make(organization=world.branches[0], by=SYSTEM, host=other[0], recorder=other[1], theme="走了的")
    export = ask_for_export(world)
    make(held_on=dt.date(2026, 11, 12), theme="后来的")
    assert (export.kind, export.rows, export.organization) == ("meetings", 2, world.street)
    for by, error in ((world.shao, ApprovedByTheSame), (world.lin, NotYours), (world.shen, NotYours)):
        with pytest.raises(error):
            exchange.approve_export(export=export, by=by.actor)
    assert Export.objects.get().status == Export.Status.ASKED
    assert [one.pk for one in Export.objects.waiting_for(world.wei.actor)] == [export.pk]

    exchange.approve_export(export=export, by=world.wei.actor)
    move(
        organization=world.branches[0],
        parent=world.other_street,
        effective_on=dt.date(2026, 11, 22),
        by=SYSTEM,
    )
    exchange.make_export(job_id=export.job_id)
    export = Export.objects.get()
    with pytest.raises(NotPermitted):
        exchange.collect_export(export=export, by=world.wei.actor)
    name, content = exchange.collect_export(export=export, by=world.shao.actor)
    assert name == f"会议记录{export.number}.xlsx"
    sheet = load_workbook(BytesIO(content)).active
    mark = f"导出申请{export.number}　邵兰申请　{world.wei.user.name}批准　2026年11月22日"
    for where in (sheet["A1"].value, sheet.oddHeader.center.text, sheet.oddFooter.center.text):
        assert where.startswith(mark)
    assert read(content) == [
        ["题目", "开会日期", "应参加", "请假"],
        ["学习条例", dt.datetime(2026, 11, 20), 9, f"{world.members[3].name}（病假）"],
    ]
    steps = ["export.ask", "export.approve", "export.make", "meeting.export_list"]
    left = Entry.objects.filter(action__in=steps).order_by("pk")
    assert [entry.action for entry in left] == steps
    assert (left[3].who, left[3].note, left[3].after["columns"]) == (
        "邵兰",
        "报区委组织部",
        ["题目", "开会日期", "应参加", "请假"],
    )

    clock.move_to(export.kept_until + dt.timedelta(seconds=1))
    assert exchange.throw_away_exports(by=SYSTEM) == 1
    with pytest.raises(ExportGone):
        exchange.collect_export(export=export, by=world.shao.actor)


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
        assert len(export(world, columns=[(field, "") for field in EXPORT_FIELDS])) == 11


def test_columns_are_kept_by_name_and_replaced(world: World) -> None:
    by = world.lin.actor
    first = actions.save_column_map(organization=world.branch, name=" 报组织部 ", columns=CHOSEN, by=by)
    assert (first.name, first.columns[0]) == ("报组织部", ["theme", "题目"])
    actions.save_column_map(organization=world.branch, name="报组织部", columns=[("place", "")], by=by)
    assert ColumnMap.objects.get().columns == [["place", "地点"]]
    actions.delete_column_map(columns=ColumnMap.objects.get(), by=by)
    assert ColumnMap.objects.count() == 0
    assert [entry.action for entry in Entry.objects.order_by("-id")[:3]] == [
        "columns.drop",
        "columns.map",
        "columns.map",
    ]


def test_who_may_not_export_keeps_no_columns(world: World) -> None:
    for who in ("hua", "shen", "sys"):
        with pytest.raises(NotYours):
            actions.save_column_map(
                organization=world.branch, name="报组织部", columns=CHOSEN, by=getattr(world, who).actor
            )
    with pytest.raises(errors.NameNeeded):
        actions.save_column_map(organization=world.branch, name="x", columns=CHOSEN, by=world.lin.actor)
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


def test_a_large_export_with_names_is_asked_for_on_the_page_and_in_the_api(
    meeting: Meeting, sign_in: Any, settings: Any
) -> None:
    settings.EXPORT_REASON_ROWS = 0
    lin, he = sign_in("lin"), sign_in("he")
    ticked = FORM | {"then": "export", "column-host": "on"}
    refused = lin.post("/meetings/exchange/export/", ticked)
    assert (refused.status_code, "超过0次会议要写明理由" in refused.content.decode()) == (409, True)
    narrowed = {"kind": "theme_day", "held_from": "2026-01-01"}
    answer = lin.post("/meetings/exchange/export/", ticked | narrowed | {"reason": "报区委组织部"})
    assert (answer.status_code, answer.url) == (302, "/members/exports/")
    page = he.get("/members/exports/").content.decode()
    assert "会议记录　滨江社区第二党支部　1次会议" in page
    assert "<dt>筛选</dt><dd>及其下级 滨江社区第二党支部、从 2026-01-01、类型 主题党日</dd>" in page
    assert "<dt>列</dt><dd>开会日期、题目、主持人</dd>" in page
    assert "批准</button>" in page

    door, sent = "/api/v1/meeting-exports/", {"below": "A-2", "reason": "报区委组织部"}
    refused = lin.post(door, sent, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "second_person_needed")
    made = lin.post(f"{door}ask/", sent, "application/json")
    assert (made.status_code, made.json()["kind"], made.json()["rows"]) == (201, "meetings", 1)
    assert made.json()["filters"] == {"below": "A-2"}
    approved = he.post(f"/api/v1/exports/{made.json()['id']}/approve/", {}, "application/json")
    assert approved.json()["status"] == "approved"
    listed = lin.get("/api/v1/exports/").json()["results"]
    assert [(one["kind"], one["status"]) for one in listed] == [
        ("meetings", "approved"),
        ("meetings", "asked"),
    ]


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
    labels = [EXPORT_FIELDS[field].label for field in USUAL_FIELDS]
    assert [label for label in labels if plain_title(label) not in MEETINGS.fields_by_title] == []
