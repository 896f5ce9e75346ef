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
    content = next(CASES.glob(f"{name}-*.xlsx")).read_bytes()
    return import_workbooks.upload(
        kind=Import.Kind.MEETINGS,
        organization=world.branch,
        content=content,
        name="会议.xlsx",
        by=world.lin.actor,
    )


def write(world: World, name: str) -> Import:
    batch = bring(world, name)
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
