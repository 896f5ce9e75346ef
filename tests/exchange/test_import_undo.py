"""An import is taken back as one deed: what nobody has used goes, what somebody has used stays, and says why."""

import datetime as dt

import pytest

from audit.chain import broken_links
from audit.models import Entry
from branches.errors import NotYours
from branches.models import Change, Organization, Term
from branches.selectors.actors import SYSTEM
from core import clock
from core.errors import Gone
from exchange import actions as exchange
from exchange import errors
from exchange.actions import import_workbooks
from exchange.models import Import, ImportedRow
from exchange.selectors.import_undo import plan_undo
from meetings.models import Meeting, Step
from members import actions as members
from members.models import Member, Membership, Post
from obligations.models import FrozenMonth
from tests.exchange.workbooks import (
    TITLES,
    counted,
    import_workbook,
    number,
    person,
    roster,
    two_people,
    workbook,
)

MEETING_TITLES = [
    "召开时间",
    "会议类别",
    "支部名称",
    "会议主题",
    "地点",
    "主持人",
    "记录员",
    "请假人员及原因",
    "主要内容",
]
ORGANIZATIONS = [
    "党组织代码",
    "党组织全称",
    "简称",
    "类别",
    "上级党组织",
    "成立日期",
    "主题党日固定日",
    "联合单位名单",
    "正式党员数",
]


def tables():
    """Every member, membership and organization as it is stored, without when and how often it was written."""
    beside = {"version", "updated_at"}
    return [
        [
            {name: value for name, value in row.items() if name not in beside}
            for row in model.objects.order_by("pk").values()
        ]
        for model in (Member, Membership, Organization, Change, Meeting)
    ]


def test_people_who_came_with_it_go_and_others_are_what_they_were(world):
    import_workbook(world, roster([*person("秦朗"), "高中"], titles=[*TITLES, "学历"]))
    before = tables()
    batch = import_workbook(
        world,
        roster(
            [*person("秦朗", phone="13911112222"), "大学"],
            [*person("白桦", identity=number(sequence=3)), ""],
            titles=[*TITLES, "学历"],
        ),
    )
    assert (batch.totals["new"], batch.totals["changed"]) == (1, 1)
    plan = exchange.take_back_import(batch=batch, by=world.shao.actor)
    assert ([one.name for one in plan.made], [one.name for one, _ in plan.changed]) == (["白桦"], ["秦朗"])
    assert tables() == before
    batch.refresh_from_db()
    assert (batch.status, batch.taken_back_by) == ("taken_back", world.shao.actor.user)
    assert batch.totals["taken_back"] == 2
    actions = list(Entry.objects.order_by("-pk").values_list("action", "who")[:3])
    assert [action for action, _who in actions] == ["import.take_back", *["member.take_back_import"] * 2]
    assert broken_links() == []
    assert ImportedRow.objects.filter(batch=batch).count() == 0


def test_once_only_and_the_file_can_be_brought_again(world):
    content = two_people(world)
    batch = import_workbook(world, content)
    exchange.take_back_import(batch=batch, by=world.wei.actor)
    stale = Import.objects.get(pk=batch.pk)
    with pytest.raises(Gone):
        exchange.take_back_import(batch=stale, by=world.wei.actor)
    assert import_workbook(world, content).totals["new"] == 2


def test_a_former_group_is_had_back(world):
    group = world.groups[0]
    import_workbook(world, roster([*person("秦朗"), ""], titles=[*TITLES, "党小组"]))
    Membership.objects.filter(member__name="秦朗").update(since=dt.date(2026, 1, 1))
    before = tables()
    batch = import_workbook(world, roster([*person("秦朗"), group.short_name], titles=[*TITLES, "党小组"]))
    assert batch.totals["changed"] == 1
    assert Membership.objects.filter(member__name="秦朗").count() == 2
    exchange.take_back_import(batch=batch, by=world.wei.actor)
    assert tables() == before


@pytest.mark.parametrize("use", ["updated", "left", "attended", "post", "frozen"])
def test_who_was_used_stays_and_says_why(world, use):
    batch = import_workbook(world, two_people(world))
    qin = Member.objects.select_related("organization").get(name="秦朗")
    lin = world.lin.actor
    if use == "updated":
        members.update(member=qin, education="大学", by=lin)
    if use == "left":
        members.leave(member=qin, exit="died", on=clock.today(), by=world.shao.actor)
    if use == "attended":
        from meetings.models import Attendance
        from tests.factories import at, plan_by_lin

        Attendance.objects.create(meeting=plan_by_lin(world, at(dt.date(2026, 11, 28))), member=qin)
    if use == "post":
        term = Term.objects.filter(organization=qin.organization, until=None).get()
        post = {"organization": qin.organization, "title": "discipline", "since": clock.today()}
        Post.objects.create(term=term, member=qin, **post)
    if use == "frozen":
        FrozenMonth.objects.create(path=world.street.path, month=clock.today().replace(day=1))
    why = {
        "updated": "导入以后又改过",
        "left": "导入以后又改过",
        "attended": "已经用到：到会",
        "post": "已经用到：党内职务",
        "frozen": "已经计入2026年11月的月报",
    }[use]
    plan = plan_undo(batch)
    assert ("秦朗", why) in plan.stays
    if use == "frozen":
        with pytest.raises(errors.ImportUsed):
            exchange.take_back_import(batch=batch, by=world.wei.actor)
        assert Member.objects.filter(name__in=["秦朗", "白桦"]).count() == 2
        return
    exchange.take_back_import(batch=batch, by=world.wei.actor)
    assert not Member.objects.filter(name="白桦").exists()
    assert Member.objects.filter(name="秦朗").exists()
    batch.refresh_from_db()
    assert (batch.totals["taken_back"], batch.totals["stayed"]) == (1, 1)


def test_a_number_that_is_anothers_by_now_is_not_given_back(world):
    import_workbook(world, roster(person("秦朗")))
    batch = import_workbook(world, roster(person("秦朗", phone="13911112222")))
    row = ImportedRow.objects.get(batch=batch)
    Member.objects.filter(pk=world.members[5].pk).update(identity_digest="f" * 64)
    row.before |= {"identity_digest": "f" * 64}
    row.save()
    assert plan_undo(batch).stays == [("秦朗", "原来的公民身份号码已经编给别人")]


@pytest.mark.parametrize(("days", "may"), [(3, True), (4, False)])
def test_the_days_are_a_setting(world, settings, clock, days, may):
    settings.IMPORT_UNDO_DAYS = 4
    batch = import_workbook(world, two_people(world))
    clock.shift(dt.timedelta(days=days))
    assert (batch.undo_until is not None) == may
    if may:
        exchange.take_back_import(batch=batch, by=world.wei.actor)
    else:
        with pytest.raises(errors.UndoTooLate, match="4天"):
            exchange.take_back_import(batch=batch, by=world.wei.actor)
        assert Member.objects.filter(name="秦朗").exists()
        exchange.throw_away_imports(by=SYSTEM)
        assert ImportedRow.objects.count() == 0


def test_only_who_may_import_there(world):
    batch = import_workbook(world, two_people(world), place=world.street)
    before = counted()
    for who in ("lin", "he", "hua"):
        with pytest.raises(NotYours):
            exchange.take_back_import(batch=batch, by=getattr(world, who).actor)
    assert counted() == before


GENERAL_BRANCH = [
    [
        "B-7",
        "中共望海街道测试总支部委员会",
        "测试总支",
        "党总支",
        "望海街道党工委",
        "2020.3",
        None,
        None,
        None,
    ],
    [
        "B-7-1",
        "中共望海街道测试第一支部委员会",
        "测试第一支部",
        "党支部",
        "测试总支",
        "2020.3",
        25,
        None,
        3,
    ],
]


def organizations(*lines):
    return workbook(("党组织", [["党组织一览表"], ORGANIZATIONS, *lines]))


def test_organizations_go_children_first_and_never_give_up_their_places(world):
    before = tables()
    lines = GENERAL_BRANCH
    batch = import_workbook(world, organizations(*lines), kind="organizations", place=world.district)
    assert batch.totals["new"] == 2, batch.totals
    old = Organization.objects.get(code="B-7").path
    exchange.take_back_import(batch=batch, by=world.wei.actor)
    assert tables() == before
    again = import_workbook(world, organizations(*lines), kind="organizations", place=world.district)
    assert again.totals["new"] == 2
    assert Organization.objects.get(code="B-7").path > old


def test_what_stands_above_one_in_use_stays(world):
    lines = [
        *GENERAL_BRANCH,
        [
            "B-7-2",
            "中共望海街道测试第二支部委员会",
            "测试第二支部",
            "党支部",
            "测试总支",
            "2020.3",
            25,
            None,
            3,
        ],
    ]
    batch = import_workbook(world, organizations(*lines), kind="organizations", place=world.district)
    used = Organization.objects.get(code="B-7-1")
    Membership.objects.filter(member=world.members[5]).update(until=clock.today())
    Membership.objects.create(member=world.members[5], organization=used, since=clock.today())
    plan = plan_undo(batch)
    assert [one.code for one in plan.made] == ["B-7-2"]
    assert {why for _name, why in plan.stays} == {"下面还有党组织", "已经用到：组织关系"}
    exchange.take_back_import(batch=batch, by=world.wei.actor)
    assert Organization.objects.filter(code__startswith="B-7").count() == 2


def test_names_and_facts_of_organizations_come_back(world):
    before = tables()
    name = world.branch.name
    line = [
        world.branch.code,
        f"{name[:-2]}改名支部委员会"[-40:],
        "改了名的支部",
        None,
        None,
        None,
        7,
        None,
        None,
    ]
    batch = import_workbook(world, organizations(line), kind="organizations", place=world.district)
    assert batch.totals["changed"] == 1, batch.totals
    assert Change.objects.filter(deed="renamed").count() == 1
    exchange.take_back_import(batch=batch, by=world.wei.actor)
    assert tables() == before


def meetings(world):
    when, said = "2026年11月16日下午2:30-4:00", "林知远主持，集体学习全会精神，讨论了滨江社区的落实办法。"
    host, recorder, ill = (world.members[n].name for n in (0, 1, 3))
    line = [
        when,
        "主题党日",
        world.branch.short_name,
        "学习全会精神",
        "党群服务中心",
        host,
        recorder,
        f"{ill}（病假）",
        said,
    ]
    content = workbook(("会议", [MEETING_TITLES, line]))
    batch = import_workbooks.upload(
        kind="meetings", organization=world.branch, content=content, name="会议.xlsx", by=world.lin.actor
    )
    import_workbooks.confirm(batch=batch, by=world.lin.actor)
    import_workbooks.apply(batch=Import.objects.get(pk=batch.pk), by=world.lin.actor)
    return Import.objects.select_related("organization").get(pk=batch.pk)


@pytest.mark.parametrize("use", ["", "confirmed", "returned", "frozen"])
def test_meetings_go_until_somebody_reviewed_them(world, use):
    from meetings import actions

    batch = meetings(world)
    assert batch.totals["new"] == 1
    meeting = Meeting.objects.get()
    if use == "confirmed":
        actions.confirm(meeting=meeting, by=world.shao.actor)
    if use == "returned":
        actions.return_for_revision(meeting=meeting, comment="请补照片说明", by=world.shao.actor)
    if use == "frozen":
        FrozenMonth.objects.create(path=world.district.path, month=dt.date(2026, 11, 1))
    if not use:
        exchange.take_back_import(batch=batch, by=world.lin.actor)
        assert (Meeting.objects.count(), Step.objects.count()) == (0, 0)
        assert Entry.objects.filter(action="meeting.take_back_import").count() == 1
        assert meetings(world).totals["new"] == 1
        return
    why = {"confirmed": "现在是审核通过", "returned": "现在是退回修改", "frozen": "已经计入2026年11月的月报"}
    with pytest.raises(errors.ImportUsed, match=why[use]):
        exchange.take_back_import(batch=batch, by=world.lin.actor)
    assert Meeting.objects.count() == 1


def test_a_record_of_a_plan_stays(world):
    from tests.factories import at, plan_by_lin

    plan = plan_by_lin(world, at(dt.date(2026, 11, 28), 14), theme="学习全会精神")
    Meeting.objects.filter(pk=plan.pk).update(
        held_on=dt.date(2026, 11, 16), starts_at=at(dt.date(2026, 11, 16), 14)
    )
    batch = meetings(world)
    assert [why for _name, why in plan_undo(batch).stays] == ["接着原来的计划记的，要改请退回"]
