"""A roster in: what the preview says of every row, and what of it comes to stand in the files."""

import datetime as dt

import pytest

from audit.chain import broken_links
from audit.models import Entry
from exchange.parts import ROSTER_IMPORT
from exchange.selectors import import_files
from members import actions
from members.errors import ConcernsYourself
from members.models import Member
from tests.exchange.workbooks import (
    TITLES,
    bring,
    check,
    counted,
    number,
    person,
    roster,
    states,
    workbook,
)
from tests.facts import fact_of


def test_a_new_person_is_new(world):
    checked = check(world, person("秦朗"))
    assert states(checked) == {"秦朗": ("new", {})}
    assert checked.totals == {
        "rows": 1, "new": 1, "changed": 0, "unchanged": 0, "error": 0, "warning": 0, "cells": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"identity": number()[:17] + "5"}, "identity", "校验位不对，请核对身份证"),  # R-DATA-01
        ({"identity": number()[:17]}, "identity", "应是18位，现在是17位"),
        ({"identity": number("19800231")}, "identity", "出生日期19800231不存在"),
        (
            {"identity": 1.10101199003077e17},
            "identity",
            "存成了数字，末几位已丢失。请设为文本，重填18位",
        ),
        (  # R-DATA-02: the day before the 18th birthday
            {"identity": number("19920702")},
            "joined_on",
            "入党要满18岁，最早2010-07-02",
        ),
        (  # R-DATA-03: a day short of a year
            {"full": dt.date(2011, 6, 30)},
            "full_on",
            "转正要在入党满1年之后，最早2011-07-01",
        ),
        ({"full": "无"}, "full_on", "正式党员要填转正日期"),
        ({"full": "2099-01-01"}, "full_on", "类别写正式，转正日期2099-01-01却还没有到，请核对"),
        ({"status": "预备"}, "status", "类别写预备，转正日期却是2011-07-01，请核对"),
        ({"status": "群众"}, "status", "党员类别请写正式或预备，花名册只收党员"),
        ({"joined": ""}, "joined_on", "没有入党日期"),
        ({"joined": "去年", "full": ""}, "joined_on", "“去年”不是日期，请写成2019-07-01"),
        ({"joined": "2027-01-01", "full": "2028-01-01"}, "joined_on", "2027-01-01还没有到，请核对"),
        ({"branch": "滨江社区第八党支部"}, "branch", "没有这个支部，最接近“滨江社区第二党支部”"),
        ({"branch": "云台社区第一党支部"}, "branch", "没有这个支部，最接近“滨江社区第一党支部”"),
        ({"branch": "望海街道党工委"}, "branch", "“望海街道党工委”是党工委，请写到党支部"),
        ({"sex": "難"}, "gender", "性别请写男或女"),
        ({"identity": "无"}, "identity", "没有身份证号、党员编号和出生日期，认不出是谁"),
    ],
)
def test_a_row_that_breaks_a_rule_is_kept_out_with_a_sentence(world, facts, field, sentence):
    deed, notes = states(check(world, person("秦朗", **facts)))["秦朗"]
    assert deed == "error"
    assert notes[field] == ("error", sentence)


@pytest.mark.parametrize(
    "facts",
    [
        {"identity": number("19920701")},  # 18 on the very day
        {"full": dt.date(2011, 7, 1)},  # a year to the day
        {"joined": "2010.7", "full": "2011.7"},  # months only
        {"joined": "2010-07-15", "full": "2011.7"},  # the month of the anniversary
        {"identity": number("19920715"), "joined": "2010.7", "full": "2011-07-15"},
        {"joined": dt.date(1974, 7, 1), "full": dt.date(1974, 7, 1), "identity": number("19500101")},
        {"branch": "A-2"},
        {"branch": "中共海云区滨江社区第二党支部"},
        {"branch": "滨江社区第2支部"},
        {"branch": " 滨江社区第二党支部\u00a0"},
        {"status": "预备", "joined": "2026-03-01", "full": "—"},
    ],
)
def test_what_the_rules_allow_comes_in(world, facts):
    assert states(check(world, person("秦朗", **facts)))["秦朗"][0] == "new"


def test_the_same_person_twice_in_a_file_is_refused_the_second_time(world):
    first, second = check(world, person("秦朗"), person("秦朗")).rows
    assert (first.outcome, second.outcome, second.notes["identity"].sentence) == (
        "new",
        "error",
        "与第3行重复",
    )


def test_two_names_under_one_identity_number_are_both_refused(world):
    checked = check(world, person("秦朗"), person("白桦"))
    assert [(row.outcome, row.notes["identity"].sentence) for row in checked.rows] == [
        ("error", "与第4行相同，姓名却不同，请核对"),
        ("error", "与第3行相同，姓名却不同，请核对"),
    ]


def test_a_double_on_another_sheet_is_named_with_its_sheet(world):
    checked = ROSTER_IMPORT.check_file(
        workbook(
            ("在岗", [TITLES, person("秦朗")]), ("离退休", [TITLES, person("秦朗", joined="2010-06-30")])
        ),
        world.district,
        world.wei.actor,
    )
    assert checked.rows[1].notes["identity"].sentence == "与“在岗”表第2行重复"


@pytest.mark.parametrize("word", ["未转正", "预备期"])
def test_a_preparatory_members_day_not_yet_come_is_a_blank(world, word):
    deed, notes = states(check(world, person("秦朗", status="预备党员", full=word)))["秦朗"]
    assert (deed, notes) == ("new", {})


def test_a_name_with_a_remark_in_it_is_warned_of(world):
    row = check(world, person("秦朗（女）")).rows[0]
    assert row.facts["name"] == "秦朗"
    assert row.notes["name"] == ("warning", "“秦朗（女）”只取“秦朗”作姓名，请核对", "")
    odd = check(world, person("秦朗3人")).rows[0]
    assert odd.notes["name"] == ("warning", "姓名里有数字或符号，请核对", "")


def test_a_birthday_unlike_the_identity_number_is_kept_with_a_warning(world):
    titles = [*TITLES, "出生日期"]
    content = roster([*person("秦朗"), "1980-03-17"], titles=titles)
    bring(world, content)
    member = Member.objects.get(name="秦朗")
    assert member.birth_on == dt.date(1980, 3, 17)
    assert fact_of(member, "identity") == number()
    checked = ROSTER_IMPORT.check_file(content, world.street, world.wei.actor)
    assert states(checked)["秦朗"] == (
        "unchanged",
        {"birth_on": ("warning", "与身份证里的1980-03-07不同，两个都保留")},
    )


def test_another_name_under_a_known_identity_number_is_warned_of_and_shows_both(world):
    bring(world, roster(person("秦朗")))
    deed, notes = states(check(world, person("秦郎")))["秦郎"]
    assert (deed, notes) == ("changed", {"name": ("warning", "号码相同，姓名不同。请核对是不是同一个人")})
    kept = import_files.read_preview(bring(world, roster(person("秦郎"))))
    line = kept.open_line(kept.lines_in("")[0])
    assert [(cell.old, cell.text) for cell in line.cells if cell.field == "name"] == [("秦朗", "秦郎")]


def test_a_shared_telephone_is_only_a_warning(world):
    bring(world, roster(person("秦朗")))
    checked = check(
        world,
        person("白桦", identity=number(sequence=3)),
        person("白杨", identity=number(sequence=5), phone="13900000009"),
        person("白松", identity=number(sequence=7), phone="13900000009"),
    )
    found = states(checked)
    assert found["白桦"] == ("new", {"phone": ("warning", "与秦朗的电话相同")})
    assert found["白松"] == ("new", {"phone": ("warning", "与第4行白杨的电话相同")})
    assert checked.totals["warning"] == 2


def test_the_confirmation_writes_people_sealed_with_their_membership(world):
    before = counted()
    batch = bring(world, roster(person("秦朗", identity=number(sequence=2), sex="女")))
    assert (batch.status, batch.totals["new"]) == ("done", 1)
    assert counted() == (before[0] + 1, before[1] + 1)
    member = Member.objects.get(name="秦朗")
    assert (member.pinyin, member.initials, member.gender) == ("qinlang", "ql", "2")
    assert (member.joined_on, member.full_on) == (dt.date(2010, 7, 1), dt.date(2011, 7, 1))
    assert member.birth_on == dt.date(1980, 3, 7)
    assert number(sequence=2) not in member.identity_sealed
    assert fact_of(member, "identity") == number(sequence=2)
    assert member.masked_phone == "138****0001"
    assert Member.objects.found_by("0001", world.shao.actor).get() == member
    membership = member.memberships.get()
    assert (membership.organization, membership.entry, membership.until) == (world.branch, "imported", None)
    assert membership.since == dt.date(2026, 11, 22)
    entry = Entry.objects.get(action="member.enroll", subject_id=str(member.uuid))
    assert (entry.who, entry.path) == ("韦明", world.branch.path)
    assert number(sequence=2) not in str(entry.after)
    assert broken_links() == []


def test_changes_show_old_and_new_and_blank_keeps(world):
    bring(world, roster(person("秦朗", joined="2010-09-12", full="2011-09-12")))
    checked = check(world, person("秦朗", joined="2010.9", full="2011.10", phone="13911111111", sex=""))
    row = checked.rows[0]
    assert row.outcome == "changed"
    assert {field: (note.state, note.old) for field, note in row.notes.items()} == {
        "full_on": ("warning", "2011-09-12"),  # only its month is written
        "phone": ("changed", "138****0001"),
    }
    assert row.facts["full_on"] == dt.date(2011, 10, 1)
    bring(world, roster(person("秦朗", joined="2010.9", full="2011.10", phone="13911111111", sex="")))
    member = Member.objects.get(name="秦朗")
    assert (member.full_on, member.version, member.gender) == (dt.date(2011, 10, 1), 2, "1")
    assert fact_of(member, "phone") == "13911111111"
    entry = Entry.objects.get(action="member.update", subject_id=str(member.uuid))
    assert entry.before == {"full_on": "2011-09-12", "phone": "138****0001"}
    assert entry.after == {"full_on": "2011-10-01", "phone": "139****1111"}


TURNED = {"status": "正式", "joined": "2025-09-12", "full": "2026-09-12"}
ON_PROBATION = {"status": "预备", "joined": "2025-09-12", "full": ""}


@pytest.mark.parametrize(
    ("before", "after"), [(ON_PROBATION, TURNED), (TURNED, ON_PROBATION | {"full": "（清空）"})]
)
def test_r_sec_14_nobody_becomes_a_full_member_or_ceases_to_be_one_by_a_file(world, before, after):
    bring(world, roster(person("秦朗", **before)))
    kept = Member.objects.get(name="秦朗").full_on
    (row,) = check(world, person("秦朗", phone="13911111111", **after)).rows
    assert (row.notes["full_on"].state, "这一格不导入" in row.notes["full_on"].sentence) == ("warning", True)
    bring(world, roster(person("秦朗", phone="13911111111", **after)))
    member = Member.objects.get(name="秦朗")
    assert (member.full_on, member.phone_tail != "", member.version) == (kept, True, 2)


@pytest.mark.parametrize(
    ("linked", "changes", "outcome"),
    [
        (True, {"joined": "2009-07-01"}, "error"),
        (True, {"phone": "13911111111"}, "changed"),
        (False, {"name": "韦明"}, "error"),
    ],
)
def test_r_sec_14_nobody_brings_in_themselves(world, linked, changes, outcome):
    if linked:
        bring(world, roster(person("秦朗")))
        Member.objects.filter(name="秦朗").update(user=world.wei.user)
    (row,) = check(world, person(**{"name": "秦朗"} | changes)).rows
    assert row.outcome == outcome
    if outcome == "error":
        assert row.notes["name"].sentence == ConcernsYourself.sentence


@pytest.mark.parametrize(("joined", "outcome"), [("2026-11-22", "new"), ("2026-11-23", "error")])
def test_r_sta_12_who_joined_after_the_roll_was_there_is_admitted_by_decision(world, clock, joined, outcome):
    """The roll of Lin's branch is there since the 22nd."""
    clock.move_to(dt.datetime(2026, 12, 20, 4, tzinfo=dt.UTC))
    given = {"status": "预备", "joined": joined, "full": ""}
    (row,) = check(world, person("秦朗", **given)).rows
    assert row.outcome == outcome
    before = counted()
    bring(world, roster(person("秦朗", **given)))
    assert (counted() != before) is (outcome == "new")


def test_the_word_for_erasing_erases(world):
    bring(world, roster(person("秦朗")))
    bring(world, roster(person("秦朗", phone="（清空）")))
    member = Member.objects.get(name="秦朗")
    assert (member.phone_sealed, member.phone_digest, member.phone_tail) == ("", "", "")


def test_another_branch_is_a_warning_and_nobody_is_moved(world):
    bring(world, roster(person("秦朗")))
    content = roster(person("秦朗", branch="滨江社区第三党支部", phone="13911111111"))
    row = ROSTER_IMPORT.check_file(content, world.street, world.wei.actor).rows[0]
    assert row.notes["branch"] == (
        "warning",
        "现在在“滨江社区第二党支部”，调动请走组织关系转接",
        "",
    )
    bring(world, content)
    member = Member.objects.get(name="秦朗")
    assert member.organization == world.branch
    assert member.memberships.count() == 1
    assert fact_of(member, "phone") == "13911111111"


def test_a_person_is_known_by_number_then_by_name_and_birthday_never_by_name(world):
    titles = [*TITLES, "党员编号", "出生日期"]
    bring(world, roster([*person("秦朗", identity=""), "N-1", "1980-03-07"], titles=titles))
    by_number = ROSTER_IMPORT.check_file(
        roster([*person("秦朗", identity=""), "N-1", ""], titles=titles), world.street, world.wei.actor
    )
    by_birthday = check(world, person("秦朗"))
    by_name = ROSTER_IMPORT.check_file(
        roster([*person("秦朗", identity=""), "", "1981-03-07"], titles=titles), world.street, world.wei.actor
    )
    other = ROSTER_IMPORT.check_file(
        roster([*person("秦郎", identity=""), "N-1", ""], titles=titles), world.street, world.wei.actor
    )
    assert by_number.rows[0].outcome == "unchanged"
    assert by_birthday.rows[0].outcome == "changed"
    assert by_birthday.rows[0].changes["identity"] == ("", number())
    assert by_name.rows[0].outcome == "new"
    assert other.rows[0].notes["number"].sentence == "编号N-1已是秦朗的，姓名不同，请核对"


def test_a_group_is_taken_in_and_changed_with_its_membership(world):
    titles = [*TITLES, "党小组"]
    bring(world, roster([*person("秦朗"), "第一党小组"], titles=titles), since=dt.date(2026, 11, 1))
    member = Member.objects.get(name="秦朗")
    assert member.group == world.groups[0]
    bring(world, roster([*person("秦朗"), "二组"], titles=titles))
    member.refresh_from_db()
    assert member.group == world.groups[1]
    assert list(member.memberships.values_list("group__code", "since", "until", "exit")) == [
        ("A-2-G2", dt.date(2026, 11, 22), None, ""),
        ("A-2-G1", dt.date(2026, 11, 1), dt.date(2026, 11, 21), "regrouped"),
    ]


def test_somebody_out_of_reach_is_refused_without_saying_where(world):
    bring(world, roster(person("秦朗", branch="云台社区第一党支部")), scope=world.other_street)
    row = check(world, person("秦朗"), by="shao").rows[0]
    assert row.notes["identity"] == ("error", "这个号码不能编入，请向上级党组织核对。", "")


def test_somebody_who_left_is_refused(world):
    bring(world, roster(person("秦朗")), since=dt.date(2026, 10, 1))
    actions.leave(
        member=Member.objects.get(name="秦朗"), exit="died", on=dt.date(2026, 11, 1), by=world.wei.actor
    )
    row = check(world, person("秦朗")).rows[0]
    assert (
        row.notes["identity"].sentence
        == "秦朗已于2026-11-01离开“滨江社区第二党支部”，请先在党员页办理转入或恢复"
    )


def test_a_sheet_named_as_its_branch_needs_no_branch_column(world):
    titles = ["姓名", "身份证号", "入党时间", "转正时间"]
    content = workbook(
        ("滨江社区第一党支部", [titles, ["秦朗", number(), "2010.7", "2011.7"]]),
        ("滨江社区第三党支部", [titles, ["白桦", number(sequence=3), "2010.7", "2011.7"]]),
    )
    bring(world, content)
    assert list(
        Member.objects.filter(name__in=["秦朗", "白桦"])
        .order_by("pk")
        .values_list("organization__code", flat=True)
    ) == [
        "A-1",
        "A-3",
    ]


def test_without_a_kind_and_a_date_of_conversion_only_who_may_still_be_on_probation_comes_in(world):
    checked = check(
        world,
        person("新来", identity=number(sequence=1), status=None, joined="2024-11-22", full=None, phone=None),
        person("老来", identity=number(sequence=3), status=None, joined="2024-11-21", full=None, phone=None),
        person(
            "写了", identity=number(sequence=5), status="预备", joined="2026-03-01", full=None, phone=None
        ),
    )
    assert states(checked) == {
        "新来": ("new", {"status": ("warning", "没有写类别和转正日期，按预备党员导入")}),
        "老来": (
            "error",
            {"full_on": ("error", "没有转正日期，也没有写类别。正式党员填转正日期，预备党员类别写预备")},
        ),
        "写了": ("new", {}),
    }


def _rows_under_title(title, *said):
    """Two people under a roster whose last column has this title."""
    titles = ["姓名", "公民身份号码", "入党日期", "转正日期", "所在党支部", title]
    branch = "滨江社区第二党支部"
    rows = [
        [name, number(sequence=n), "2010-07-01", "2011-07-01", branch, words]
        for n, (name, words) in enumerate(zip("甲乙", said, strict=True), start=1)
    ]
    return workbook(("花名册", [titles, *rows]))


@pytest.mark.parametrize(
    ("said", "kept"), [((1, 2), [None, None]), (("1", "12345"), ["1", "12345"]), (("D01", "2"), ["D01", "2"])]
)
def test_a_column_that_only_counts_the_rows_is_no_number_of_a_member(world, said, kept):
    checked = ROSTER_IMPORT.check_file(_rows_under_title("编号", *said), world.street, world.wei.actor)
    assert [row.facts.get("number") for row in checked.rows] == kept
