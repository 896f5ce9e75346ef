"""Organizations in: any order, parents by name or code, both commands."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from exchange import actions as exchange_actions
from exchange.models import Import
from exchange.parts import ORGANIZATION_IMPORT
from exchange.selectors import import_files
from members.models import Member
from tests.exchange.workbooks import TITLES, number, person, roster, workbook

HEADS = [
    "党组织代码",
    "党组织全称",
    "简称",
    "类别",
    "单位类别",
    "上级党组织",
    "成立日期",
    "主题党日固定日",
    "正式党员数",
]


def line(code, name, kind, parent="望海街道党工委", **facts):
    given = {"short": None, "unit": "社区", "since": "2020.3", "day": 25, "full": None} | facts
    return [
        code,
        name,
        given["short"],
        kind,
        given["unit"],
        parent,
        given["since"],
        given["day"],
        given["full"],
    ]


def listed(*lines):
    return workbook(("党组织", [["党组织一览表"], HEADS, *lines]))


def check(world, *lines, by="wei"):
    return ORGANIZATION_IMPORT.check_file(listed(*lines), world.district, getattr(world, by).actor)


def bring(world, *lines, by="wei"):
    actor = getattr(world, by).actor
    batch = exchange_actions.upload(
        kind="organizations",
        organization=world.district,
        content=listed(*lines),
        name="党组织.xlsx",
        by=actor,
    )
    Import.objects.filter(pk=batch.pk).update(status="confirmed")
    return exchange_actions.apply(batch=batch, by=actor)


def test_a_code_in_full_width_letters_and_hyphens_is_the_same_code(world):
    checked = check(world, line("Ａ－９", "中共海云区青屿社区委员会", "党委"))
    assert [(row.outcome, row.facts["code"]) for row in checked.rows] == [("new", "A-9")]


def test_children_may_stand_before_their_parents(world):
    batch = bring(
        world,
        line("A-9-1", "中共海云区青屿社区第一支部委员会", "党支部", "A-9", short="青屿第一党支部"),
        line("A-9", "中共海云区青屿社区委员会", "党委"),
        line("A-9-1-G1", "第一党小组", "党小组", "青屿第一党支部", day="无"),
    )
    assert batch.totals["new"] == 3
    branch = Organization.objects.get(code="A-9-1")
    assert (branch.parent.code, branch.parent.parent.code, branch.activity_day) == ("A-9", "A", 25)
    assert (branch.unit_kind, branch.established_on) == ("community", dt.date(2020, 3, 1))
    assert Organization.objects.get(code="A-9").short_name == "海云区青屿社区委员会"
    assert Organization.objects.get(code="A-9-1-G1").parent == branch
    again = check(
        world,
        line("A-9-1", "中共海云区青屿社区第一支部委员会", "党支部", "A-9", short="青屿第一党支部"),
        line("A-9", "中共海云区青屿社区委员会", "党委"),
    )
    assert [row.outcome for row in again.rows] == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        (
            {"kind": "俱乐部"},
            "kind",
            "没有“俱乐部”这个类别，请写党委、党工委、党总支、党支部、联合党支部、临时党支部或党小组",
        ),
        (
            {"unit": "商场"},
            "unit_kind",
            "没有“商场”这个单位类别，请写社区、村、机关、街道机关、事业单位、国企、非公企业、社会组织、学校、离退休或流动党员",
        ),
        ({"parent": "没有的党委"}, "parent", "您的范围内和这个文件里都没有这个上级党组织"),
        ({"parent": "滨江社区第一党支部"}, "parent", "党支部不能设在党支部下面"),
        ({"since": "—"}, "established_on", "没有成立日期"),
        ({"since": "2027-01-01"}, "established_on", "2027-01-01还没有到，请核对"),
        ({"day": 32}, "activity_day", "主题党日固定日请写1到31的一个整数，如16"),
        ({"code": ""}, "code", "没有编号"),
        ({"code": "A 9"}, "code", "编号只能由字母、数字、点和短横组成，最多32个字"),
        (
            {"full": 2},
            "full_members",
            "成立党支部至少要有3名正式党员，现在是2名。可以和邻近单位成立联合党支部。《支部工作条例》第四条",
        ),
    ],
)
def test_a_line_that_breaks_a_rule_is_kept_out_with_a_sentence(world, facts, field, sentence):
    given = {"code": "A-9", "name": "中共海云区青屿社区支部委员会", "kind": "党支部"} | facts
    row = check(world, line(given.pop("code"), given.pop("name"), given.pop("kind"), **given)).rows[0]
    assert row.outcome == "error"
    assert (row.notes[field].state, row.notes[field].sentence) == ("error", sentence)


@pytest.mark.parametrize(
    "facts",
    [{"unit": "社区（居委会）"}, {"unit": "社会团体"}, {"kind": "党支部（网格）"}, {"parent": "a"}],
)
def test_a_line_is_taken_as_the_field_writes_it(world, facts):
    given = {"kind": "党支部"} | facts
    row = check(world, line("A-9", "中共海云区青屿社区支部委员会", given.pop("kind"), **given)).rows[0]
    assert (row.outcome, row.notes) == ("new", {})


@pytest.mark.parametrize(
    ("full", "sentence"),
    [
        (None, "请填正式党员数，成立联合党支部至少要有3名正式党员。《支部工作条例》第四条"),
        (2, "联合党支部的各单位合起来至少要有3名正式党员，现在是2名。《支部工作条例》第五条"),
        (3, None),
    ],
)
def test_r_org_01_a_joint_branch_declares_its_units_together(world, full, sentence):
    facts = {} if full is None else {"full": full}
    row = check(world, line("A-9", "中共海云区楼宇联合支部委员会", "联合党支部", **facts)).rows[0]
    assert row.notes["full_members"].sentence == sentence if sentence else "full_members" not in row.notes
    assert row.outcome == ("error" if sentence else "new")


def test_a_double_on_another_sheet_is_named_with_its_sheet(world):
    row = line("A-9", "中共海云区青屿社区支部委员会", "党支部")
    content = workbook(("街道", [HEADS, row]), ("社区", [HEADS, row]))
    checked = ORGANIZATION_IMPORT.check_file(content, world.district, world.wei.actor)
    assert checked.rows[1].notes["code"].sentence == "与“街道”表第2行重复"


def test_a_circle_is_refused(world):
    checked = check(
        world,
        line("A-8", "中共海云区甲委员会", "党委", "A-9"),
        line("A-9", "中共海云区乙委员会", "党委", "A-8"),
    )
    assert {row.notes["parent"].sentence for row in checked.rows} == {"上级和下级互相指着，请核对"}


def test_a_name_unlike_its_seal_is_a_warning(world):
    row = check(world, line("A-9", "青屿社区党支部", "党支部")).rows[0]
    assert (row.outcome, row.notes["name"].state) == ("new", "warning")


def test_names_and_days_are_corrected_and_parents_left(world):
    batch = bring(
        world,
        line("A-1", "中共海云区滨江第一支部委员会", "党支部", "云台街道党工委", since="2015-03-01", day=10),
    )
    place = Organization.objects.get(code="A-1")
    assert batch.totals["changed"] == 1
    assert (place.name, place.activity_day, place.parent.code) == ("中共海云区滨江第一支部委员会", 10, "A")
    assert place.changes.filter(deed="renamed").count() == 1


def test_only_who_keeps_the_tree_imports_it(world):
    for who in ("lin", "hua", "sys", "shen"):
        with pytest.raises(NotYours):
            bring(world, line("A-9", "中共海云区青屿社区支部委员会", "党支部"), by=who)
    with pytest.raises(NotYours):
        bring(world, line("A-9", "中共海云区青屿社区支部委员会", "党支部"), by="shao")
    assert not Organization.objects.filter(code="A-9").exists()


def test_the_commands_bring_in_a_whole_district_and_its_roster(db, clock, tmp_path):
    tree, people = tmp_path / "党组织.xlsx", tmp_path / "花名册.xlsx"
    tree.write_bytes(
        listed(
            line("D-1-1", "中共海云区滨江社区第二支部委员会", "党支部", "D-1", short="滨江社区第二党支部"),
            line("D-1", "中共海云区望海街道工作委员会", "党工委", "D", short="望海街道党工委"),
            line("D", "中共海云区委员会", "党委", None, unit="机关", short="区委"),
            line("D-2", "中共海云区云台街道工作委员会", "党工委", "查无此处"),
        )
    )
    people.write_bytes(roster(person("秦朗"), person("白桦", identity=number()[:-1])))
    out = StringIO()
    call_command("import_organizations", str(tree), stdout=out)
    assert out.getvalue().splitlines()[0] == "共4行，新增3行，更新0行，不变0行，警告0行，错误1行。"
    call_command("import_roster", str(people), "--organization", "D", "--dry-run", stdout=out)
    assert Member.objects.count() == 0
    call_command("import_roster", str(people), "--organization", "D", stdout=out)
    assert out.getvalue().splitlines()[2] == "共2行，新增1行，更新0行，不变0行，警告0行，错误1行。"
    assert Member.objects.get().organization.code == "D-1-1"
    failed = load_workbook(tmp_path / "花名册-错误行.xlsx").active
    assert [cell.value for cell in failed[1]] == ["原来的行号", "原因", *TITLES]
    assert failed["B2"].value == "应是18位，现在是17位"
    assert (tmp_path / "党组织-错误行.xlsx").exists()


@pytest.mark.parametrize("name", ["没有.xlsx", "空.xlsx"])
def test_a_file_that_cannot_be_read_stops_the_command(db, tmp_path, name):
    (tmp_path / "空.xlsx").write_bytes(b"nothing")
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_organizations", str(tmp_path / name))


def test_an_organization_out_of_reach_keeps_its_code(world):
    actions_scope = world.street
    batch = exchange_actions.upload(
        kind="organizations",
        organization=actions_scope,
        content=listed(line("B-1", "中共海云区别处支部委员会", "党支部")),
        name="党组织.xlsx",
        by=world.shao.actor,
    )
    assert batch.totals["error"] == 1
    assert import_files.read_preview(batch).failed[0][3] == "这个编号已经用过，而且不在您的范围内"
    assert SYSTEM.user is None
