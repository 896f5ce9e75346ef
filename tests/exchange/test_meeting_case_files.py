"""Workbooks of meetings as other systems and offices give them (tests/exchange/cases/5…), and what becomes of them."""

from pathlib import Path
from typing import Any

import pytest

from audit.models import Job
from exchange.actions import import_workbooks
from exchange.models import Import
from exchange.selectors import import_files
from exchange.tasks import apply_import
from meetings.models import Meeting
from meetings.states import Status
from members.models import Member
from tests.exchange.workbooks import workbook
from tests.world import World, enroll

pytestmark = pytest.mark.once  # how sheets are read

CASES = Path(__file__).parent / "cases"
NAMES = [
    "林知远",
    "何秀英",
    "陈国梁",
    "许丽华",
    "蒋文斌",
    "周庆云",
    "赵德福",
    "孙玉兰",
    "沈怀民",
    "冯志强",
    "韩淑珍",
    "杨立新",
    "朱建平",
    "秦月娥",
    "尤长青",
    "吕思源",
    "张福根",
    "孔令芝",
    "严梅",
    "郑海生",
    "施小燕",
    "曹永年",
    "贺嘉宁",
    "金子涵",
    "华小满",
]


@pytest.fixture
def branch(world: World) -> World:
    """Lin's branch with the roll these workbooks are about."""
    for member, name in zip(world.members, NAMES, strict=False):
        Member.objects.filter(pk=member.pk).update(name=name)
    for name in NAMES[len(world.members) :]:
        enroll(world.branch, name)
    return world


def bring(world: World, name: str) -> Import:
    return bring_content(world, next(CASES.glob(f"{name}-*.xlsx")).read_bytes())


def bring_content(world: World, content: bytes) -> Import:
    return import_workbooks.upload(
        kind=Import.Kind.MEETINGS,
        organization=world.branch,
        content=content,
        name="会议.xlsx",
        by=world.lin.actor,
    )


def write(world: World, name: str) -> Import:
    return confirm(world, bring(world, name))


def confirm(world: World, batch: Import) -> Import:
    import_workbooks.confirm(batch=batch, by=world.lin.actor)
    apply_import(Job.objects.latest("id").pk)
    batch.refresh_from_db()
    return batch


def away(meeting: Meeting) -> dict[str, str]:
    rows = meeting.attendances.filter(state__in=("on_leave", "absent"))
    return dict(rows.values_list("member__name", "reason_code"))


@pytest.mark.parametrize(
    ("name", "new", "absences"),
    [
        ("50", 3, [{"华小满": "sick"}, {"严梅": "sick", "华小满": "personal"}, {"华小满": "sick"}]),
        ("51", 3, [{"华小满": "sick", "金子涵": "personal"}, {"华小满": "sick", "金子涵": "personal"}, {"华小满": "sick", "金子涵": "sick"}]),
        ("52", 3, [{"华小满": "sick"}] * 3),
        ("53", 1, [{"华小满": "away"}]),
        ("54", 1, [{"华小满": "sick"}]),
        ("56", 3, [{"华小满": "sick"}, {}, {"华小满": "sick"}]),
        ("57", 2, [{"华小满": "sick"}] * 2),
        ("58", 1, [{"华小满": "sick"}]),
    ],
)  # fmt: skip
def test_meetings_of_another_system_come_in(
    branch: World, name: str, new: int, absences: list[dict[str, str]]
) -> None:
    batch = write(branch, name)
    assert (batch.totals["new"], batch.totals["error"]) == (new, 0)
    meetings = list(Meeting.objects.order_by("held_on"))
    assert {meeting.status for meeting in meetings} == {Status.SUBMITTED}
    assert [away(meeting) for meeting in meetings] == absences
    assert {(meeting.starts_at.hour, meeting.starts_at.minute) for meeting in meetings} == {
        (6, 30)
    }  # 14:30 in Shanghai


def test_an_organizational_life_meeting_comes_in_with_what_it_lacks_marked(branch: World) -> None:
    """R-LIFE-02: the parts another system has not are asked for afterwards."""
    ((_sheet, _line, badge, outcome, _texts, notes, *_rest),) = import_files.read_preview(
        bring(branch, "54")
    ).lines_in("")
    assert (badge, outcome) == ("warning", "new")
    assert notes["kinds"][1].startswith("可以导入，缺的请以后补：")


def test_a_corrected_meeting_sent_again_is_shown_field_by_field_and_changes_nothing(branch: World) -> None:
    write(branch, "55a")
    same = bring(branch, "55a")
    assert (same.totals["unchanged"], same.totals["error"]) == (1, 0)
    before: Any = list(Meeting.objects.values())
    again = bring(branch, "55b")
    assert (again.totals["new"], again.totals["unchanged"], again.totals["error"]) == (0, 0, 1)
    preview = import_files.read_preview(again)
    said = {label: (cell.old, cell.state) for label, cell in preview.open_line(preview.lines_in("")[0]).said}
    assert said == {
        "请假人员": ("华小满（病假）", "error"),
        "会议记录": ("学习文件，逐人发言。", "error"),
    }
    assert list(Meeting.objects.values()) == before


TITLES = [
    "会议编号",
    "会议类型",
    "会议时间",
    "会议地点",
    "主持人",
    "记录人",
    "请假人员及原因",
    "会议主题",
    "会议内容",
    "联合单位",
]
JOINT = [
    "SYS-9",
    "主题党日",
    "2026-09-15 22:30-0:30",
    "会议室",
    "林知远",
    "何秀英",
    "因公出差请假2人:华小满、金子涵",
    "夜巡",
    "学习文件。",
]


def test_a_joint_meeting_past_midnight_comes_in_and_its_units_are_compared(branch: World) -> None:
    """R-REC-01, R-MEET-09: the units stand with how many of their people came."""
    units = "滨江社区第一党支部（18人）、望海派出所党支部12人"
    batch = confirm(branch, bring_content(branch, workbook(("会议", [TITLES, [*JOINT, units]]))))
    assert (batch.totals["new"], batch.totals["error"]) == (1, 0)
    meeting = Meeting.objects.get()
    assert list(meeting.partner_units.order_by("id").values_list("name", "number")) == [
        ("滨江社区第一党支部", 18),
        ("望海派出所党支部", 12),
    ]
    assert (meeting.ends_next_day, away(meeting)) == (
        True,
        dict.fromkeys(["华小满", "金子涵"], "business_trip"),
    )
    assert bring_content(branch, workbook(("会议", [TITLES, [*JOINT, units]]))).totals["unchanged"] == 1
    preview = import_files.read_preview(
        bring_content(branch, workbook(("会议", [TITLES, [*JOINT, units.replace("12", "13")]])))
    )
    (said,) = preview.open_line(preview.lines_in("")[0]).said
    assert (said[0], said[1].old) == ("联合单位", "望海派出所党支部（12人）、滨江社区第一党支部（18人）")


def test_a_unit_without_its_number_is_asked_for(branch: World) -> None:
    batch = bring_content(branch, workbook(("会议", [TITLES, [*JOINT, "望海派出所党支部"]])))
    preview = import_files.read_preview(batch)
    said = {label: cell.why for label, cell in preview.open_line(preview.lines_in("")[0]).said}
    assert said["联合单位"] == "望海派出所党支部到了几个人还没写，写总数就行"


@pytest.mark.parametrize("leave", ["华小满等2人因公出差", "请假3人：华小满（病假）、金子涵"])
def test_who_is_counted_away_and_not_named_keeps_the_row_out(branch: World, leave: str) -> None:
    """R-REC-02"""
    batch = bring_content(branch, workbook(("会议", [TITLES, [*JOINT[:6], leave, *JOINT[7:], ""]])))
    assert (batch.totals["new"], batch.totals["error"]) == (0, 1)
