"""Settings that decide about exports, imports and finished files: who may have how much, and for how long."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from branches.selectors.actors import SYSTEM
from documents import actions as meeting_actions
from documents.contexts import decision_papers
from drafts import actions as drafts
from exchange import actions, errors
from exchange.actions import import_workbooks
from exchange.models import Export, Import
from members.actions import update
from members.errors import IdentityUnclear, TooManyRefusals
from members.models import Member
from members.personal_data import sealing
from procedures.models import MemberDecision
from tests.contracts.house import roster
from tests.exchange.workbooks import number
from tests.localities.table import row
from tests.world import World

REASON = {"reason": "年度统计核对"}
A_MINUTE = dt.timedelta(minutes=1)


@row("EXPORT_REASON_ROWS", 8)
def export_reason_rows(world: World, page_text: Any) -> None:
    """Nine members are one too many for one person."""
    assert "超过8人" in page_text("lin", "/members/")
    assert "超过8人要写明理由" in page_text("lin", "/members/export/", reason="")
    people = Member.objects.visible_to(world.lin.actor)
    with pytest.raises(errors.SecondPersonNeeded) as refusal:
        actions.export_roster(people=people, filters={}, by=world.lin.actor, reason="年度统计核对")
    assert "超过8人要由另一个人批准" in refusal.value.sentence
    assert "超过8次会议要写" in page_text("lin", "/meetings/exchange/")
    assert "超过8条" in page_text("aud", "/audit/")


@row("EXPORT_MOST_ROWS", 8)
def export_most_rows(world: World, page_text: Any, settings: Any) -> None:
    settings.EXPORT_REASON_ROWS = 8
    assert "一次最多8人" in page_text("lin", "/members/export/", **REASON)
    assert not Export.objects.exists()


@row("EXPORT_KEPT_DAYS", 1)
def export_kept_days(world: World, page_text: Any, settings: Any, clock: Any) -> None:
    settings.EXPORT_REASON_ROWS = 8
    page_text("lin", "/members/export/", **REASON)
    export = actions.approve_export(export=Export.objects.get(), by=world.shao.actor)
    assert export.job_id
    actions.make_export(job_id=export.job_id)
    assert "留到11月23日" in page_text("lin", "/members/exports/")
    clock.shift(dt.timedelta(days=1) + A_MINUTE)
    with pytest.raises(errors.ExportGone) as refusal:
        actions.collect_export(export=Export.objects.get(), by=world.lin.actor)
    assert "1天" in refusal.value.sentence


@row("IMPORT_KEPT_DAYS", 2)
def import_kept_days(world: World, page_text: Any, clock: Any) -> None:
    file = SimpleUploadedFile("花名册.xlsx", roster())
    assert "文件留到11月24日" in page_text("shao", "/imports/", file=file, kind="roster")
    clock.shift(dt.timedelta(days=3))
    assert actions.throw_away_imports(by=SYSTEM) == 1
    assert "2天" in page_text("shao", f"/imports/{Import.objects.get().uuid}/confirm/", keep="1")


@row("IMPORT_UNDO_DAYS", 2)
def import_undo_days(world: World, page_text: Any, clock: Any) -> None:
    batch = import_workbooks.import_at_once(
        kind="roster", organization=world.street, content=roster(), name="名册.xlsx"
    )
    assert "撤销这次导入" in page_text("shao", f"/imports/{batch.uuid}/")
    clock.shift(dt.timedelta(days=2))
    assert "撤销这次导入" not in page_text("shao", f"/imports/{batch.uuid}/")
    assert "导入满2天" in page_text("shao", f"/imports/{batch.uuid}/take-back/")


@row("PAPER_DAYS", 2)
def paper_days(world: World, page_text: Any, clock: Any) -> None:
    job = meeting_actions.start_workbook(
        organization=world.branch, year=2026, form="docx", by=world.lin.actor
    )
    meeting_actions.make_workbook(job_id=job.pk)
    job.refresh_from_db()
    clock.shift(dt.timedelta(days=2) + A_MINUTE)
    assert meeting_actions.throw_away_papers(by=SYSTEM) == 1
    assert "只留2天" in page_text("lin", job.result_url)


@row("BIN_DAYS", 2)
def bin_days(world: World, page_text: Any, clock: Any) -> None:
    """R-REC-13: had back to the last minute, and gone after it."""
    draft = drafts.keep(uuid=uuid4(), organization=world.branch, fields={}, theme="学习", by=world.lin.actor)
    drafts.throw_away(draft=draft, by=world.lin.actor)
    assert "还能找回2天" in page_text("lin", "/bin/")
    clock.shift(dt.timedelta(days=2) - A_MINUTE)
    assert drafts.empty_bin(by=SYSTEM) == 0
    assert "还能找回1天" in page_text("lin", "/bin/")
    clock.shift(A_MINUTE)
    assert "没有删掉的" in page_text("lin", "/bin/")
    assert drafts.empty_bin(by=SYSTEM) == 1


@row("LETTER_VALID_DAYS", 45)
def letter_valid_days(world: World) -> None:
    letter = MemberDecision(
        kind="transferred_out",
        status="approved",
        organization=world.branch,
        name="钱进",
        decided_on=dt.date(2026, 11, 22),
    )
    words = decision_papers.transfer(letter)["份"][0]["行"]
    assert "45天，到2027年1月6日。" in [each["内容"] for each in words]


@row("LOOK_UPS_AN_HOUR", 1)
def look_ups_an_hour(world: World, page_text: Any) -> None:
    assert "没有这个号码" in page_text("lin", "/members/look-up/", number="13900000009")
    assert "一小时最多1次" in page_text("lin", "/members/look-up/", number="13900000008")


@row("IDENTITY_REFUSALS_A_DAY", 1)
def identity_refusals_a_day(world: World) -> None:
    member = world.other_branches[0].members.first()
    Member.objects.filter(pk=member.pk).update(**sealing.identity_columns(number(), member.uuid))
    for refused in (IdentityUnclear, TooManyRefusals):
        with pytest.raises(refused):
            update(member=world.members[3], identity=number(), by=world.lin.actor)
