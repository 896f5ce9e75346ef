"""Meetings that another system exported: recognised, judged row by row, recorded and handed in like typed ones."""

import datetime as dt
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import Entry, Job
from branches.errors import NotYours
from core.workbooks.errors import NoHeader, NotAWorkbook
from exchange import errors
from exchange.actions import import_workbooks
from exchange.models import Import
from exchange.parts import MEETING_IMPORT
from exchange.selectors import import_files
from exchange.tasks import apply_import
from meetings import actions
from meetings.models import Meeting
from meetings.states import AttendanceState, Source, Status
from obligations.selectors.owed import owed_duties
from tests.exchange.workbooks import workbook
from tests.factories import at, plan_by_lin
from tests.world import World

TITLES = [
    "序号",
    "召开时间",
    "会议类别",
    "支部名称",
    "会议主题",
    "地点",
    "主持人",
    "记录员",
    "应到人数",
    "实到人数",
    "请假人员及原因",
    "主要内容",
]
SAID = "林知远主持，集体学习全会精神，讨论了滨江社区的落实办法。"


def line(**changes: Any) -> list[Any]:
    given = {
        "n": 1,
        "when": "2026年11月16日下午2:30-4:00",
        "kind": "主题党日活动",
        "branch": "滨江社区第2支部",
        "theme": "学习全会精神",
        "place": "党群服务中心",
        "host": "林知",
        "recorder": "何秀",
        "expected": "９人",
        "present": 8,
        "leave": "许国文（病假）",
        "minutes": SAID,
    } | changes
    return list(given.values())


@pytest.fixture
def ill(world: World) -> str:
    return world.members[3].name


def sheet(*rows: list[Any], titles: list[str] | None = None) -> bytes:
    return workbook(("导出", [titles or TITLES, *rows]))


def bring(world: World, content: bytes, who: str = "lin", place: Any = None) -> Import:
    return import_workbooks.upload(
        kind=Import.Kind.MEETINGS,
        organization=place or world.branch,
        content=content,
        name="会议.xlsx",
        by=getattr(world, who).actor,
    )


def write(batch: Import, world: World, who: str = "lin") -> Import:
    import_workbooks.confirm(batch=batch, by=getattr(world, who).actor)
    apply_import(Job.objects.latest("id").pk)
    batch.refresh_from_db()
    return batch


def why(batch: Import) -> list[str]:
    kept = import_files.read_preview(batch)
    lines = [kept.open_line(each) for each in kept.lines_in("error")]
    said = (cell for each in lines for cell in (*each.cells, *(cell for _, cell in each.others)))
    return [cell.why for cell in said if cell.why and cell.state == "error"]


def test_a_row_becomes_a_submitted_meeting_that_fulfils_what_is_owed(world: World, ill: str) -> None:
    batch = bring(world, sheet(line(leave=f"{ill}（病假）")))
    assert batch.totals == {"rows": 1, "new": 1, "unchanged": 0, "error": 0, "warning": 0}
    assert Meeting.objects.count() == 0
    assert write(batch, world).status == Import.Status.DONE
    meeting = Meeting.objects.get()
    assert (meeting.organization, meeting.status, meeting.theme) == (
        world.branch,
        Status.SUBMITTED,
        "学习全会精神",
    )
    assert (meeting.expected, meeting.present, meeting.on_leave, meeting.absent) == (9, 8, 1, 0)
    assert meeting.held_on == dt.date(2026, 11, 16)
    assert (meeting.starts_at.hour, meeting.ends_at.hour) == (6, 8)  # 14:30 and 16:00 in Shanghai
    assert (meeting.host, meeting.recorder) == (world.members[0], world.members[1])
    assert meeting.attendances.get(member=world.members[3]).state == AttendanceState.ON_LEAVE
    assert set(meeting.attendances.values_list("source", flat=True)) == {Source.IMPORTED}
    deeds = list(Entry.objects.order_by("id").values_list("action", flat=True))[-3:]
    assert deeds == ["meeting.record", "meeting.submit", "import.finish"]
    from core.clock import Period

    month = Period.parse("2026-11")
    found = [
        one for one in owed_duties(world.branch, month, dt.date(2026, 11, 22)) if one.rule.kind == "theme_day"
    ]
    assert [one.held for one in found if one.organization.pk == world.branch.pk] == [1]


def test_the_same_file_twice_changes_nothing(world: World, ill: str) -> None:
    content = sheet(line(leave=f"{ill}（病假）"))
    write(bring(world, content), world)
    before = list(Meeting.objects.values())
    again = bring(world, content)
    assert (again.totals["new"], again.totals["unchanged"]) == (0, 1)
    from exchange.errors import NothingToImport

    with pytest.raises(NothingToImport):
        import_workbooks.confirm(batch=again, by=world.lin.actor)
    assert list(Meeting.objects.values()) == before


def test_a_log_of_activities_is_read_by_its_own_titles(world: World, ill: str) -> None:
    titles = [
        "活动名称",
        "类别",
        "活动日期",
        "开始",
        "结束",
        "支部",
        "主持",
        "记录",
        "请假名单",
        "活动内容",
        "活动地点",
    ]
    row = [
        "学习",
        "党日活动",
        "2026.11.16",
        "14:30",
        "16:00",
        "滨江社区第2支部",
        "林知",
        "何秀",
        f"{ill}（病假）",
        SAID,
        "二楼",
    ]
    batch = bring(world, sheet(row, titles=titles))
    assert why(batch) == []
    assert batch.totals == {"rows": 1, "new": 1, "unchanged": 0, "error": 0, "warning": 0}
    write(batch, world)
    meeting = Meeting.objects.get()
    assert (meeting.theme, meeting.starts_at.hour, meeting.ends_at.hour) == ("学习", 6, 8)


def test_a_planned_meeting_is_gone_on_with(world: World, ill: str) -> None:
    plan = plan_by_lin(world, dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC))
    Meeting.objects.filter(pk=plan.pk).update(held_on=dt.date(2026, 11, 16))
    content = sheet(line(leave=f"{ill}（病假）"))
    write(bring(world, content), world)
    meeting = Meeting.objects.get()
    assert (meeting.uuid, meeting.status) == (plan.uuid, Status.SUBMITTED)
    assert bring(world, content).totals["unchanged"] == 1


def test_a_meeting_recorded_by_hand_is_not_doubled(make: Any, world: World, ill: str) -> None:
    make(held_on=dt.date(2026, 11, 16), theme="另一个主题", uuid=uuid4())
    batch = bring(world, sheet(line(leave=f"{ill}（病假）")))
    assert (batch.totals["new"], batch.totals["error"]) == (0, 1)
    assert why(batch) == ["这一天已经记过主题党日，没有再记。确实是另一次，请直接在系统里记"]


def test_a_number_of_a_plan_called_off_here_is_said_at_once(world: World, ill: str) -> None:
    day = dt.date(2026, 11, 25)
    plan = plan_by_lin(world, at(day))
    actions.cancel(meeting=plan, by=world.lin.actor)
    row = [*line(leave=f"{ill}（病假）"), str(plan.uuid)]
    batch = bring(world, sheet(row, titles=[*TITLES, "活动编号"]))
    assert (batch.totals["new"], why(batch)) == (
        0,
        ["这个编号的会议在这里已经取消；确实开过的，把编号留空再导入"],
    )


def test_the_other_systems_number_makes_it_the_same_meeting(world: World, ill: str) -> None:
    titles = [*TITLES, "活动编号"]
    write(bring(world, sheet([*line(leave=f"{ill}（病假）"), "X-1"], titles=titles)), world)
    renamed = sheet([*line(leave=f"{ill}（病假）", theme="改了题目"), "X-1"], titles=titles)
    batch = bring(world, renamed)
    assert (batch.totals["new"], why(batch)) == (0, ["与这里记的不同，没有改。要改，请在系统里更正"])
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"branch": "云台社区第一党支部"}, "您的范围内没有“云台社区第一党支部”"),
        ({"kind": "茶话会"}, "不认识“茶话会”这种会，请写支部党员大会、支委会、党小组会、党课、主题党日等"),
        ({"when": "2026年11月"}, "只写了月份，请写到日，如2026-11-16"),
        ({"when": "2026-12-16 14:30"}, "12月16日还没到，会开过再记录；现在可以先计划。"),
        ({"when": "2027-11-16 14:30"}, "2027年11月16日还没到，会开过再记录；现在可以先计划。"),
        ({"host": "刘生人"}, "支部里没有“刘生人”，或者不止一位"),
        ({"leave": "刘生人（病假）"}, "刘生人不在当天的应到名单上"),
        ({"expected": 10}, "表里写10人，当天名单应到9人，请核对"),
        ({"present": 9}, "表里写9人，照请假和缺席算实到8人，请核对"),
        ({"minutes": ""}, "会议记录还没写，至少写明发言要点和结果"),
        ({"theme": ""}, "主题还没写"),
        ({"kind": "党小组会"}, "滨江社区第二党支部不开党小组会。党小组会由党小组来记，请选党小组。"),
    ],
)
def test_a_row_that_cannot_come_in_says_why(
    world: World, ill: str, changes: dict[str, Any], sentence: str
) -> None:
    batch = bring(world, sheet(line(**({"leave": f"{ill}（病假）"} | changes))))
    assert (batch.totals["new"], batch.totals["error"]) == (0, 1)
    assert any(sentence in said for said in why(batch)), why(batch)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("2026-11-16", "没有写几点，按09:00至10:30记"),
        ("2026-11-16 14:30", "没有写几点结束，按90分钟记"),
    ],
)
def test_a_time_that_is_assumed_is_said_whole(world: World, ill: str, when: str, sentence: str) -> None:
    checked = MEETING_IMPORT.check_file(sheet(line(leave=f"{ill}（病假）", when=when)), None, world.lin.actor)
    assert checked.rows[0].notes["when"].sentence == sentence


def test_a_plan_that_was_exported_with_the_rest_is_left_out_with_a_word(world: World) -> None:
    batch = bring(world, sheet(line(when="2026-12-16 14:30", expected=0, present=0, leave="", minutes="")))
    assert batch.totals == {"rows": 1, "new": 0, "unchanged": 1, "error": 0, "warning": 1}
    kept = import_files.read_preview(batch)
    (opened,) = [kept.open_line(each) for each in kept.lines_in("unchanged")]
    assert "2026-12-16" in str(opened)
    assert why(batch) == []


def test_absence_without_a_reason_is_refused(world: World, ill: str) -> None:
    """R-REC-04"""
    batch = bring(world, sheet(line(leave=ill)))
    assert f"{ill}没到，请写上原因，如{ill}（病假）" in why(batch)[0]


def test_who_is_named_nowhere_is_asked_for(world: World) -> None:
    titles = ["日期", "会议类型", "主题", "地点", "主持人", "记录人", "参会人员", "会议记录"]
    there = "、".join(member.name for member in world.members[:8])
    row = ["2026.11.16", "党课", "学习党章", "二楼", "林知", "何秀", there, SAID]
    batch = bring(world, sheet(row, titles=titles))
    assert why(batch) == [f"{world.members[8].name}没有写到会，也没有写请假或缺席"]
    row[6] = f"9人：{there}、{world.members[8].name}"
    assert bring(world, sheet(row, titles=titles)).totals["new"] == 1


def test_good_rows_come_in_and_the_failed_ones_go_back(world: World, ill: str) -> None:
    good, bad = (
        line(leave=f"{ill}（病假）"),
        line(n=2, theme="第二次", when="2026-11-17", host="刘生人", expected="", present="", leave=""),
    )
    batch = write(bring(world, sheet(good, bad)), world)
    assert (batch.totals["new"], batch.totals["error"]) == (1, 1)
    assert Meeting.objects.get().theme == "学习全会精神"
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(import_files.failed_rows_workbook(batch))).active.iter_rows()
    ]
    assert rows[0][:4] == ["原来的行号", "原因", "序号", "召开时间"]
    assert len(rows) == 2
    assert "支部里没有“刘生人”" in rows[1][1]
    assert rows[1][6] == "第二次"


def test_a_workbook_without_the_header_or_with_too_many_rows_is_refused(world: World, settings: Any) -> None:
    with pytest.raises(NotAWorkbook):
        bring(world, b"nothing")
    with pytest.raises(NoHeader, match="会议类型"):
        bring(world, workbook(("x", [["姓名", "电话"], ["林", "1"]])))
    settings.MEETING_IMPORT_MOST_ROWS = 1
    with pytest.raises(errors.TooManyRows, match="2行，一次最多1行"):
        bring(world, sheet(line(), line(n=2)))
    assert Import.objects.count() == 0


@pytest.mark.parametrize("who", ["hua", "shen", "sys", "sec", "aud"])
def test_only_who_records_there_brings_in(world: World, who: str) -> None:
    with pytest.raises(NotYours):
        bring(world, sheet(line()), who)
    assert Import.objects.count() == 0


def test_the_pages_lead_from_the_file_to_the_meetings(world: World, ill: str, sign_in: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = sign_in("lin")
    content = sheet(line(leave=f"{ill}（病假）"))
    answer = browser.post("/meetings/exchange/import/", {"file": SimpleUploadedFile("会议.xlsx", content)})
    batch = Import.objects.get()
    assert answer.url == f"/imports/{batch.uuid}/"
    page = browser.get(answer.url).content.decode()
    assert "导入1次" in page
    assert "学习全会精神" in page
    assert "14:30至16:00" in page
    assert browser.post(f"{answer.url}confirm/").url == answer.url
    apply_import(Job.objects.latest("id").pk)
    assert "已写入1次会议" in browser.get(answer.url).content.decode()
    assert sign_in("wei").get(answer.url).status_code == 200
    for who in ("hua", "shen", "sys"):
        assert sign_in(who).get(answer.url).status_code == 404
    assert sign_in("hua").get("/meetings/exchange/").status_code == 403


def test_rosters_and_meetings_stand_in_lists_of_their_own(world: World, sign_in: Any) -> None:
    bring(world, sheet(line()))
    assert Import.objects.visible_to(world.shao.actor).of_people().count() == 0
    assert Import.objects.visible_to(world.shao.actor).of_meetings().count() == 1
    assert Import.objects.visible_to(world.shen.actor).count() == 0


def test_an_office_brings_in_for_the_branches_below_it(world: World, ill: str) -> None:
    titles = ["日期", "会议类型", "支部名称", "主题", "地点", "主持人", "记录人", "会议记录"]
    rows = [
        ["2026-11-16", "党课", branch.name, "学习党章", "二楼", *names, SAID]
        for branch, names in (
            (world.branch, ["林知", "何秀"]),
            (world.branches[0], ["吴a1", "郑a1"]),
            (world.other_branches[0], ["吴b1", "郑b1"]),
        )
    ]
    batch = write(bring(world, sheet(*rows, titles=titles), "shao", world.street), world, "shao")
    assert (batch.totals["new"], batch.totals["error"]) == (2, 1)
    assert why(batch) == ["您的范围内没有“中共海云区云台社区第一党支部”"]
    kept = Meeting.objects.order_by("organization__path")
    assert [meeting.organization.code for meeting in kept] == ["A-1", "A-2"]
    written = Entry.objects.filter(action__in=["meeting.record", "meeting.submit"]).order_by("path", "id")
    assert [(one.path, one.who, one.action) for one in written] == [
        (branch.path, "邵兰", deed)
        for branch in world.branches[:2]
        for deed in ("meeting.record", "meeting.submit")
    ]


def test_the_check_asks_as_often_for_thirty_rows_as_for_three(world: World, ill: str) -> None:
    def queries_for(count: int) -> int:
        rows = [
            line(
                when=f"2026-{n % 10 + 1:02}-{n % 27 + 1:02} 14:30",
                theme=f"第{n}次",
                expected="",
                present="",
                leave=f"{ill}（病假）",
            )
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries_for:
            checked = MEETING_IMPORT.check_file(sheet(*rows), world.branch, world.lin.actor)
        assert [row.outcome for row in checked.rows] == ["new"] * count
        return len(queries_for)

    Meeting.objects.create(
        organization=world.branch,
        held_on=dt.date(2026, 3, 3),
        starts_at=dt.datetime(2026, 3, 3, 6, tzinfo=dt.UTC),
    )
    assert [queries_for(3), queries_for(30)] == [11, 11]
