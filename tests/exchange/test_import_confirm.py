"""From upload to result: nothing before the confirmation, nothing half, nothing twice, failures handed back."""

from io import BytesIO

import pytest
from django.db import IntegrityError, connection
from openpyxl import load_workbook

from audit.chain import broken_links
from audit.models import Entry, Job
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from exchange import actions as exchange_actions
from exchange.actions import store_roster
from exchange.models import Import
from exchange.selectors import import_files
from members import actions
from members.models import Member
from tests.exchange.workbooks import TITLES, bring, counted, number, person, roster, upload, workbook
from tests.facts import fact_of


def test_nothing_is_written_before_the_confirmation(world):
    before = counted()
    batch = upload(world, roster(person("秦朗")))
    assert (batch.status, batch.totals["new"]) == ("previewed", 1)
    assert counted() == before


def test_the_upload_is_kept_sealed(world):
    content = roster(person("秦朗"))
    batch = upload(world, content)
    storage = batch.file.storage
    assert b"PK" not in storage.sealed_bytes(batch.file.name)[:100]
    assert import_files.uploaded_content(batch) == content
    assert number().encode() not in storage.sealed_bytes(import_files.preview_name(batch))


def test_the_same_file_twice_changes_nothing(world):
    content = roster(
        [*person("秦朗"), ""],
        [*person("白桦", identity="", phone=""), "1975.3"],
        titles=[*TITLES, "出生年月"],
    )
    bring(world, content)
    before = counted(), list(Member.objects.order_by("pk").values())
    batch = upload(world, content)
    assert (batch.totals["unchanged"], batch.totals["new"], batch.totals["changed"]) == (2, 0, 0)
    Import.objects.filter(pk=batch.pk).update(status="confirmed")
    exchange_actions.apply(batch=batch, by=world.wei.actor)
    assert (counted(), list(Member.objects.order_by("pk").values())) == before


def test_an_import_done_is_not_done_again(world):
    batch = bring(world, roster(person("秦朗")))
    before = counted()
    assert exchange_actions.apply(batch=batch, by=world.wei.actor).status == "done"
    assert counted() == before


def test_it_says_how_far_it_is(world, monkeypatch):
    monkeypatch.setattr(store_roster, "PROGRESS_ROWS", 2)
    bring(world, roster(person("秦朗"), person("白桦", identity=number(sequence=4))))
    people = [person(name, identity=number(sequence=2 * n)) for n, name in enumerate("甲乙丙", 3)]
    batch = upload(world, roster(*people, person("秦朗", phone="13900000008")))
    Import.objects.filter(pk=batch.pk).update(status="confirmed")
    said = []
    exchange_actions.apply(
        batch=batch, progress=lambda done, total: said.append((done, total)), by=world.wei.actor
    )
    assert said == [(0, 4), (0, 4), (2, 4), (3, 4), (4, 4)]


def test_nothing_is_half_written_when_the_database_refuses_a_row(world):
    before = counted(), Entry.objects.count()
    people = [
        [*person(name, identity=number(sequence=2 * n)), schooling]
        for n, (name, schooling) in enumerate([("秦朗", "高中"), ("白桦", "初中"), ("白杨", "高中")], 1)
    ]
    content = roster(*people, titles=[*TITLES, "学历"])
    batch = upload(world, content)
    Import.objects.filter(pk=batch.pk).update(status="confirmed")
    let_nobody_share_an_education()
    with pytest.raises(IntegrityError):
        exchange_actions.apply(batch=batch, by=world.wei.actor)
    batch.refresh_from_db()
    assert batch.status == "failed"
    assert (counted(), Entry.objects.count()) == (before[0], before[1] + 1)  # the upload's own entry
    assert broken_links() == []


def let_nobody_share_an_education() -> None:
    """A rule of the database that the checks know nothing of: the third of three breaks it."""
    connection.check_constraints()  # what is deferred so far would forbid the index
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNIQUE INDEX nobody_shares ON members_member (education) WHERE education <> ''"
        )


def test_the_failed_rows_come_back_as_a_workbook_that_can_be_mended_and_sent_again(world):
    wrong = number()[:17] + "5"
    content = roster(
        person("秦朗", identity=wrong, phone="+8613800000002"), person("白桦", identity=number(sequence=3))
    )
    batch = bring(world, content)
    assert (batch.totals["new"], batch.totals["error"]) == (1, 1)
    failed = import_files.failed_rows_workbook(batch)
    book = load_workbook(BytesIO(failed))
    page = book["花名册"]
    assert [cell.value for cell in page[1]] == ["原来的行号", "原因", *TITLES]
    assert page.max_row == 2
    assert page["B2"].value == "校验位不对，请核对身份证"
    assert (page["F2"].value, page["F2"].data_type) == (wrong, "s")
    page["F2"] = number()
    mended = BytesIO()
    book.save(mended)
    again = bring(world, mended.getvalue())
    assert again.totals["new"] == 1
    assert fact_of(Member.objects.get(name="秦朗"), "identity") == number()
    assert Member.objects.get(name="秦朗").masked_phone == "138****0002"


def test_failed_rows_without_a_branch_column_come_in_again_where_they_belong(world):
    titles = ["姓名", "公民身份号码", "入党日期", "转正日期", "备注"]
    row = ["秦朗", number()[:17] + "5", "2010-07-01", "2011-07-01", "_x000B_老党员"]
    batch = bring(world, workbook(("Sheet1", [titles, row])), scope=world.branches[0])
    book = load_workbook(BytesIO(import_files.failed_rows_workbook(batch)))
    assert [cell.value for cell in book["Sheet1"][1]] == ["原来的行号", "原因", *titles]
    book["Sheet1"]["D2"] = number()
    mended = BytesIO()
    book.save(mended)
    assert bring(world, mended.getvalue(), scope=world.branches[0]).totals["new"] == 1
    kept = Member.objects.get(name="秦朗")
    assert (kept.organization_id, kept.note) == (world.branches[0].pk, "老党员")


def test_whoever_takes_the_failed_rows_away_is_written_down(world, sign_in):
    batch = bring(world, roster(person("秦朗", identity="1")))
    assert sign_in("shao").get(f"/imports/{batch.uuid}/failed/")["Content-Type"].endswith("sheet")
    entry = Entry.objects.filter(action="import.collect_failed").get()
    assert (entry.who, entry.path, entry.after) == ("邵兰", world.street.path, {"kind": "roster", "rows": 1})


def test_many_failed_rows_go_to_who_uploaded_them_only(world, sign_in, settings):
    settings.EXPORT_REASON_ROWS = 1
    batch = bring(world, roster(person("秦朗", identity="1"), person("白桦", identity="2")))
    page = sign_in("shao").get(f"/imports/{batch.uuid}/failed/", follow=True)
    assert "错误行有2行，超过1行，只给上传的人下载。请“韦明”来下载" in page.content.decode()
    assert not Entry.objects.filter(action="import.collect_failed").exists()
    assert sign_in("wei").get(f"/imports/{batch.uuid}/failed/")["Content-Type"].endswith("sheet")


def test_the_preview_shows_no_kept_address(world):
    member = world.members[3]
    actions.update(member=member, address="望海路18号", identity=number(), by=world.lin.actor)
    sent = [*person(member.name, branch="A-2"), "云台路20号"]
    batch = upload(world, roster(sent, titles=[*TITLES, "家庭住址"]), by="shao")
    kept = import_files.read_preview(batch)
    said = [cell for line in kept.lines_in("changed") for label, cell in kept.open_line(line).others]
    assert not any("路" in cell.old + cell.text for cell in said)
    assert ("已登记", "新的住址") in [(cell.old, cell.text) for cell in said]


def test_an_identity_number_that_lost_its_end_does_not_come_back_as_text(world):
    batch = bring(world, roster(person("秦朗", identity=float(number()[:17] + "0"))))
    failed = import_files.failed_rows_workbook(batch)
    assert load_workbook(BytesIO(failed))["花名册"]["F2"].data_type == "n"
    again = bring(world, failed)
    assert (again.totals["new"], again.totals["error"], again.columns["ignored"]) == (0, 1, [])
    assert not Member.objects.filter(name="秦朗").exists()


def test_a_confirmation_is_taken_once_and_said_again_by_the_same_person_changes_nothing(world):
    batch = upload(world, roster(person("秦朗")))
    exchange_actions.confirm(batch=batch, by=world.wei.actor)
    exchange_actions.confirm(batch=batch, by=world.wei.actor)
    assert Job.objects.count() == 1
    with pytest.raises(Gone):
        exchange_actions.confirm(batch=batch, by=SYSTEM)
    assert Job.objects.count() == 1


def test_a_file_without_anything_new_is_not_confirmed(world):
    content = roster(person("秦朗", identity="1"))
    batch = upload(world, content)
    with pytest.raises(Exception, match="没有要写入的行"):
        exchange_actions.confirm(batch=batch, by=world.wei.actor)
    assert Import.objects.get().status == "previewed"


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shen", "sys", "sec", "aud"])
def test_only_offices_import(world, who):
    with pytest.raises(NotYours):
        upload(world, roster(person("秦朗")), by=who, scope=world.branch)
    assert Import.objects.count() == 0


def test_a_street_imports_its_own_and_shen_sees_nothing(world):
    bring(world, roster(person("秦朗")), by="shao")
    with pytest.raises(NotYours):
        bring(world, roster(person("白桦", identity=number(sequence=3))), by="shao", scope=world.other_street)
    assert Import.objects.visible_to(world.shao.actor).count() == 1
    assert Import.objects.visible_to(world.wei.actor).count() == 1
    assert Import.objects.visible_to(world.shen.actor).count() == 0
    assert Member.objects.visible_to(world.shen.actor).filter(name="秦朗").count() == 0
