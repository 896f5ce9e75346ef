"""R-SEC-05: a large roster takes a reason, a second person, a mark on every page and an entry for each step."""

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from openpyxl import load_workbook

from audit.models import Entry
from branches.errors import NotYours
from branches.models import Mandate
from core.errors import NotPermitted
from exchange import actions as exchange_actions
from exchange import errors
from exchange.actions import large_exports
from exchange.models import Export, Import
from exchange.selectors import import_files
from exchange.tasks import throw_away_old_files
from members import actions
from members.models import Member
from tests.contracts.house import roster
from tests.exchange.workbooks import upload
from tests.hand import table_of
from tests.world import World, enroll

Status = Export.Status


def ask(world: World, who: str = "lin", **facts: Any) -> Export:
    by = getattr(world, who).actor
    given = {"chosen": Member.objects.visible_to(by).present(), "filters": {}, "reason": "年度统计核对"}
    return exchange_actions.request_export(kind=Export.Kind.ROSTER, **(given | facts), by=by)


def make_approved_export(world: World, **facts: Any) -> Export:
    export = exchange_actions.approve_export(export=ask(world, **facts), by=world.shao.actor)
    exchange_actions.make_export(job_id=export.job_id)
    return Export.objects.get(pk=export.pk)


@pytest.mark.parametrize(("people", "alone"), [(9, True), (10, False)])
def test_more_than_the_setting_is_never_handed_out_by_one_person(
    world: World, settings: Any, people: int, alone: bool
) -> None:
    settings.EXPORT_REASON_ROWS = 9
    for n in range(people - 9):
        enroll(world.branch, f"新党员{n}")
    given = {"people": Member.objects.visible_to(world.lin.actor), "filters": {}, "by": world.lin.actor}
    if alone:
        assert len(exchange_actions.export_roster(**given)) == 9
        return
    with pytest.raises(errors.SecondPersonNeeded) as refusal:
        exchange_actions.export_roster(**given, reason="年度统计核对")
    assert refusal.value.sentence.startswith("要导出10人，超过9人要由另一个人批准")
    assert not Entry.objects.filter(action="member.export").exists()


def test_r_sec_05_counts_a_person_not_a_request(world: World, settings: Any, clock: Any) -> None:
    """Finding 8: six lists of 499 are 2,994 people."""
    settings.EXPORT_REASON_ROWS = 12
    people = Member.objects.visible_to(world.lin.actor)
    group = people.filter(group=world.groups[0])
    given = {"people": people, "filters": {"q": ""}, "by": world.lin.actor}
    part = {"people": group, "filters": {"group": "1"}, "by": world.lin.actor}
    assert group.count() == 5
    for _again in range(3):
        assert len(exchange_actions.export_roster(**part)) == 5
    with pytest.raises(errors.SecondPersonNeeded, match=r"^要导出14人，超过12人"):
        exchange_actions.export_roster(**given)
    assert Entry.objects.filter(action="member.export").count() == 3
    clock.shift(dt.timedelta(days=1, seconds=1))
    assert len(exchange_actions.export_roster(**given)) == 9


def test_what_is_asked_for_is_frozen_with_its_reason_and_scope(world: World) -> None:
    export = ask(world, full=True)
    enroll(world.branch, "后来的人")
    assert (export.rows, export.organization, export.status) == (9, world.branch, Status.ASKED)
    assert sorted(export.keys) == sorted(member.pk for member in world.members)
    everybody = ask(world, "wei")
    assert (everybody.organization, everybody.rows) == (world.district, 30)
    entry = Entry.objects.filter(action="export.ask").earliest("id")
    assert (entry.note, entry.after["rows"], entry.after["full"]) == ("年度统计核对", 9, True)


@pytest.mark.parametrize(
    ("who", "facts", "error"),
    [
        ("lin", {"reason": " "}, errors.ReasonMissing),
        ("lin", {"chosen": Member.objects.none()}, errors.NobodyToExport),
        ("hua", {}, NotYours),
    ],
)
def test_what_cannot_be_asked_for(world: World, who: str, facts: Any, error: Any) -> None:
    with pytest.raises(error):
        ask(world, who, **facts)
    assert (Export.objects.count(), Entry.objects.filter(action="export.ask").count()) == (0, 0)


@pytest.mark.parametrize(
    ("who", "full", "error"),
    [
        ("he", False, None),
        ("he", True, NotYours),  # may not see the numbers himself
        ("shao", True, None),
        ("wei", True, None),
        ("lin", False, errors.ApprovedByTheSame),
        ("hua", False, NotYours),
        ("shen", False, NotYours),
    ],
)
def test_another_who_could_export_the_same_approves(world: World, who: str, full: bool, error: Any) -> None:
    export, by = ask(world, full=full), getattr(world, who).actor
    assert Export.objects.waiting_for(by).exists() is (error is None)
    if error is None:
        exchange_actions.approve_export(export=export, by=by)
        kept = Export.objects.get()
        assert (kept.status, kept.decided_who, kept.job is not None) == (Status.APPROVED, by.name, True)
        assert not Export.objects.waiting_for(by).exists()
        with pytest.raises(errors.ExportDecided):
            exchange_actions.refuse_export(export=kept, comment="改主意了", by=world.wei.actor)
        return
    with pytest.raises(error):
        exchange_actions.approve_export(export=export, by=by)
    assert (Export.objects.get().status, Export.objects.get().job) == (Status.ASKED, None)


def test_no_is_said_with_a_reason_and_nothing_is_made(world: World) -> None:
    export = ask(world)
    with pytest.raises(errors.CommentMissing):
        exchange_actions.refuse_export(export=export, comment=" ", by=world.he.actor)
    exchange_actions.refuse_export(export=export, comment="范围太大", by=world.he.actor)
    kept = Export.objects.get()
    assert (kept.status, kept.comment, kept.job) == (Status.REFUSED, "范围太大", None)
    with pytest.raises(errors.NotMadeYet):
        exchange_actions.collect_export(export=kept, by=world.lin.actor)


def test_every_page_says_whose_it_is(world: World) -> None:
    export = make_approved_export(world)
    name, content = exchange_actions.collect_export(export=export, by=world.lin.actor)
    sheet = load_workbook(BytesIO(content)).active
    mark = f"导出申请{export.number}　林知远申请　邵兰批准　2026年11月22日"
    assert sheet["A1"].value.startswith(mark)
    assert sheet.oddHeader.center.text.startswith(mark)
    assert sheet.oddFooter.center.text.startswith(mark)
    assert (sheet["A5"].value, sheet.freeze_panes, len(table_of(sheet))) == ("姓名", "A6", 1 + 9)
    assert name == f"党员名册{export.number}.xlsx"
    steps = ["export.ask", "export.approve", "export.make", "member.export"]
    left = Entry.objects.filter(action__in=steps).order_by("pk")
    assert [entry.action for entry in left] == steps
    assert (left[3].who, left[3].note) == ("林知远", "年度统计核对")
    assert (
        b"PK" not in default_storage.sealed_bytes(large_exports.file_path(export))[:100]
    )  # sealed where it lies


def test_who_has_left_the_reach_since_is_not_in_it(world: World) -> None:
    export = ask(world)
    actions.transfer(
        member=world.members[5],
        organization=world.other_branches[0],
        on=dt.date(2026, 11, 21),
        document="第0012345号",
        by=world.wei.actor,
    )
    export = exchange_actions.approve_export(export=export, by=world.shao.actor)
    exchange_actions.make_export(job_id=export.job_id)
    _, content = exchange_actions.collect_export(export=Export.objects.get(), by=world.lin.actor)
    assert len(table_of(load_workbook(BytesIO(content)).active)) == 1 + 8


def test_whoever_may_see_no_numbers_any_more_does_not_fetch_them(world: World) -> None:
    export = make_approved_export(world, full=True)
    Mandate.objects.filter(user=world.lin.user).update(role="committee_member")
    with pytest.raises(NotYours):
        exchange_actions.collect_export(export=export, by=world.lin.actor)
    with pytest.raises(NotYours):
        ask(world, full=True)
    assert not Entry.objects.filter(action="member.export").exists()


@pytest.mark.parametrize(("hours", "gone"), [(71, False), (73, True)])
def test_the_file_is_the_askers_for_some_days_and_then_nobodys(
    world: World, clock: Any, hours: int, gone: bool
) -> None:
    export = make_approved_export(world)
    for other in (world.shao, world.he, world.wei):
        with pytest.raises(NotPermitted):
            exchange_actions.collect_export(export=export, by=other.actor)
    clock.move_to(export.kept_until + dt.timedelta(hours=hours - 72))
    assert throw_away_old_files() == gone
    assert default_storage.exists(large_exports.file_path(export)) is not gone
    assert Entry.objects.filter(action="export.throw_away").count() == gone
    if gone:
        with pytest.raises(errors.ExportGone):
            exchange_actions.collect_export(export=export, by=world.lin.actor)
        assert throw_away_old_files() == 0
    else:
        assert exchange_actions.collect_export(export=export, by=world.lin.actor)


def test_from_the_roster_to_the_file_without_a_script(
    world: World,
    sign_in: Callable[[str], Client],
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.EXPORT_REASON_ROWS = 8
    lin, shao = sign_in("lin"), sign_in("shao")
    assert "超过8人" in lin.get("/members/").content.decode()
    refused = lin.post("/members/export/", follow=True)  # without a reason
    assert re.search(r'id="reason_error"[^>]*>.*?超过8人要写明理由', refused.content.decode(), re.S)
    assert not Export.objects.exists()
    answer = lin.post("/members/export/?organization=A-2", {"reason": "年度统计核对"}, follow=True)
    assert "等另一位能导出这个范围的人批准" in answer.content.decode()
    export = Export.objects.get()
    assert export.filters == {"organization": "A-2"}
    narrowed = "<dt>筛选</dt><dd>这个党支部 滨江社区第二党支部</dd>"
    assert narrowed in shao.get("/members/exports/").content.decode()
    decide = f"/members/exports/{export.uuid}/decide/"
    page = lin.post(decide, {"move": "approve"}, follow=True).content.decode()
    assert "自己申请的不能自己批准" in page
    assert "批准</button>" not in page
    assert "批准</button>" in shao.get("/members/exports/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        shao.post(decide, {"move": "approve"})
    exchange_actions.make_export(job_id=Export.objects.get().job_id)
    assert "取文件" in lin.get("/members/exports/").content.decode()
    assert "取文件" not in shao.get("/members/exports/").content.decode()
    response = lin.get(f"/members/exports/{export.uuid}/file/")
    assert (response.status_code, response.content[:2]) == (200, b"PK")
    assert sign_in("shen").get(f"/members/exports/{export.uuid}/file/").status_code == 404
    assert "滨江社区第二党支部" not in sign_in("shen").get("/members/exports/").content.decode()


@pytest.mark.parametrize(("days", "gone"), [(30, False), (31, True)])
def test_an_uploaded_workbook_is_kept_so_many_days(world: World, clock: Any, days: int, gone: bool) -> None:
    batch = upload(world, roster(), by="shao")
    assert batch.kept_until == dt.date(2026, 12, 22)
    clock.move_to(batch.uploaded_at + dt.timedelta(days=days))
    assert throw_away_old_files() == gone
    batch = Import.objects.get()
    assert batch.file.storage.exists(batch.file.name) is not gone
    assert batch.file.storage.exists(import_files.preview_name(batch)) is not gone
    assert Entry.objects.filter(action="import.throw_away").count() == gone
    if gone:
        with pytest.raises(errors.ImportGone):
            exchange_actions.confirm(batch=batch, by=world.shao.actor)
        assert Import.objects.get().status == Import.Status.PREVIEWED


def test_what_a_job_is_still_writing_is_not_thrown_away(world: World, clock: Any) -> None:
    batch = upload(world, roster(), by="shao")
    exchange_actions.confirm(batch=batch, by=world.shao.actor)
    clock.move_to(batch.uploaded_at + dt.timedelta(days=60))
    assert throw_away_old_files() == 0
    assert Import.objects.get().thrown_at is None


def test_only_the_system_throws_away(world: World) -> None:
    for deed in (exchange_actions.throw_away_exports, exchange_actions.throw_away_imports):
        with pytest.raises(NotPermitted):
            deed(by=world.wei.actor)
