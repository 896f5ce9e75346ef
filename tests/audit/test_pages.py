"""The audit administrator's page and the jobs: who sees them, what the filters leave, what an export writes down."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from openpyxl import load_workbook

from audit import jobs
from audit.chain import record
from audit.models import Entry, Job
from tests.hand import table_of

pytestmark = pytest.mark.once


def texts(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("name", ["lin", "he", "hua", "shao", "wei", "shen", "sys", "sec"])
def test_only_the_audit_administrator_reads_the_audit(sign_in: Any, name: str) -> None:
    browser = sign_in(name)
    assert browser.get("/audit/").status_code == 403
    before = Entry.objects.filter(action="audit.export").count()
    assert browser.post("/audit/export/").status_code == 403
    assert browser.post("/audit/verify/").status_code == 403
    assert (Entry.objects.filter(action="audit.export").count(), Job.objects.count()) == (before, 0)


def test_a_refusal_is_written_down_with_the_door(world: Any, sign_in: Any) -> None:
    sign_in("lin").get("/audit/", headers={"X-Request-ID": "request-0002"})
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.user, entry.path) == ("access.refused", world.lin.user, world.branch.path)
    assert entry.after == {"method": "GET", "address": "/audit/"}
    assert (entry.request_id, entry.note) == ("request-0002", "审计记录只有审计管理员能看。")


def test_old_and_new_stand_beside_each_other_in_the_tables_own_words(world: Any, sign_in: Any) -> None:
    record(
        "organization.describe",
        by=world.wei.actor,
        subject=world.branch,
        where=world.branch,
        before={"activity_day": 25, "unit_kind": "community"},
        after={"activity_day": 20, "unit_kind": "community"},
    )
    page = texts(sign_in("aud").get("/audit/?action=organization.describe"))
    assert '主题党日固定日 <span class="cell-old">25</span> → 20' in page
    assert "单位类别" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=林知远", 1),
        ("who=lin", 1),
        ("who=沈", 0),
        ("action=organization.rename", 1),
        ("subject=滨江社区第二", 1),
        ("place=滨江社区第二", 1),
        ("place={path}", 1),
        ("place=00010002", 0),
        ("since=2026-11-22&until=2026-11-22", 1),
        ("since=2026-11-23", 0),
        ("until=2026-11-21", 0),
        ("request_id=request-0003", 1),
        ("request_id=request", 0),
    ],
)
def test_each_filter_leaves_exactly_its_rows(world: Any, sign_in: Any, query: str, found: int) -> None:
    by = world.lin.actor
    by.request_id = "request-0003"
    record("organization.rename", by=by, subject=world.branch, where=world.branch)
    rows = sign_in("aud").get("/audit/?" + query.format(path=world.branch.path)).context["rows"]
    assert [entry.action for entry, _ in rows].count("organization.rename") == found


def test_a_day_that_is_none_is_said_beside_the_field(sign_in: Any) -> None:
    answer = sign_in("aud").get("/audit/?since=2026-13-45")
    assert answer.context["rows"] == []
    assert "id_since_error" in texts(answer)


def test_pages_of_fifty_meet_without_a_gap(world: Any, sign_in: Any) -> None:
    for number in range(120):
        record("organization.rename", by=world.wei.actor, note=str(number))
    browser, seen, address = sign_in("aud"), [], "/audit/?action=organization.rename"
    for length in (50, 50, 20):
        page = browser.get(address).context["page"]
        assert len(page.rows) == length
        seen += [entry.note for entry in page.rows]
        address = page.older
    assert seen == [str(number) for number in reversed(range(120))]
    assert address is None
    back = browser.get(page.newer).context["page"]
    assert [entry.note for entry in back.rows] == [str(number) for number in reversed(range(20, 70))]


def test_an_auditor_of_one_street_does_not_read_the_other(world: Any, sign_in: Any) -> None:
    from tests.world import person

    world.people["streetaud"] = person("streetaud", "街道审计", world.street, "audit_administrator")
    here = record("organization.rename", by=world.wei.actor, where=world.branch)
    there = record("organization.rename", by=world.wei.actor, where=world.other_branches[0])
    rows = sign_in("streetaud").get("/audit/").context["page"].rows
    assert here in rows
    assert there not in rows


def test_an_export_holds_the_filtered_rows_as_text_and_is_written_down(world: Any, sign_in: Any) -> None:
    record("organization.rename", by=world.wei.actor, where=world.branch, note="=1+1")
    answer = sign_in("aud").post("/audit/export/?action=organization.rename", {"reason": "季度检查"})
    sheet = load_workbook(BytesIO(answer.content)).active
    _, row = table_of(sheet)
    assert (row[1:3], row[9]) == (("韦明", "党组织更名"), "'=1+1")
    assert sheet["A3"].value.endswith("筛选：何事：党组织更名")
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after) == (
        "audit.export",
        {"rows": 1, "filters": {"action": "organization.rename"}, "reason": "季度检查"},
    )


def test_a_large_export_needs_a_reason(world: Any, sign_in: Any, settings: Any) -> None:
    settings.EXPORT_REASON_ROWS = 2
    for _ in range(3):
        record("organization.rename", by=world.wei.actor)
    browser = sign_in("aud")
    refused = browser.post("/audit/export/?action=organization.rename", {"reason": " "}, follow=True)
    assert refused.content.decode().count('id="reason_error"') == 1
    assert not Entry.objects.filter(action="audit.export").exists()
    browser.post("/audit/export/?action=organization.rename", {"reason": "年终检查"})
    assert Entry.objects.get(action="audit.export").after["rows"] == 3


def test_a_verification_says_when_and_how_many(world: Any, sign_in: Any) -> None:
    from audit.tasks import verify_chain

    browser = sign_in("aud")
    count = Entry.objects.count()
    answer = browser.post("/audit/verify/")
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uuid}/"
    verify_chain(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("done", "/audit/")
    assert Entry.objects.get(action="audit.verify").after == {"count": count + 1, "wrong": 0, "first": []}
    assert f"核对了{count + 1}条。" in texts(browser.get("/audit/"))


def test_the_command_exits_with_the_list_when_the_chain_is_broken(real_commits: Any, capsys: Any) -> None:
    from django.db import connection

    from audit.sql import triggers
    from branches.selectors.actors import SYSTEM

    record("test.deed", by=SYSTEM)
    call_command("verify_audit")
    triggers.remove(connection)
    Entry.objects.update(note="changed")
    with pytest.raises(SystemExit) as ending:
        call_command("verify_audit")
    triggers.install(connection)
    assert ending.value.code == 1
    assert f"entry {Entry.objects.get().pk}: its content was changed" in capsys.readouterr().err


def start(world: Any, name: str) -> Job:
    return jobs.start("audit.tasks.verify_chain", "为街道核对", params={}, by=getattr(world, name).actor)


def test_a_job_is_its_owners(world: Any, sign_in: Any) -> None:
    job = start(world, "shao")
    assert "为街道核对" in texts(sign_in("shao").get("/jobs/"))
    for name in ("lin", "wei", "aud", "shen"):
        assert "为街道核对" not in texts(sign_in(name).get("/jobs/"))
        assert sign_in(name).get(f"/jobs/{job.uuid}/").status_code == 404


def test_the_system_administrator_sees_that_a_job_runs_not_what_about(world: Any, sign_in: Any) -> None:
    job = start(world, "shao")
    Job.objects.update(result_url="/secret/", error="内容", status="done")
    for address in ("/jobs/", f"/jobs/{job.uuid}/"):
        page = texts(sign_in("sys").get(address))
        assert "核对审计链" in page
        assert "邵兰" in page
        assert "为街道核对" not in page
        assert "/secret/" not in page
        assert "内容" not in page.split("<main")[1].replace("跳到正文", "")


def test_a_running_job_shows_how_far_it_is_and_asks_again(world: Any, sign_in: Any) -> None:
    job = start(world, "shao")
    jobs.claim(job.pk)
    jobs.beat(job, 837, 1239)
    part = texts(sign_in("shao").get(f"/jobs/{job.uuid}/", headers={"HX-Request": "true"}))
    assert "837/1,239" in part
    assert f'hx-get="/jobs/{job.uuid}/"' in part
    assert "<html" not in part


def test_the_audit_is_kept_at_least_half_a_year_because_nothing_deletes_it() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["verify-chain-nightly"]["task"] == "audit.tasks.verify_chain_nightly"


def test_every_action_written_down_in_the_house_has_a_word() -> None:
    import ast
    from pathlib import Path

    from audit.selectors.entry_words import action_labels, grouped

    used = set()
    for app in ("accounts", "audit", "branches", "members", "meetings", "reports"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in {"record", "entry", "note"} and isinstance(first, ast.Constant):
                    used.add(first.value)
    assert {action for action in used if isinstance(action, str)} - set(action_labels()) == set()
    offered = [action for _group, deeds in grouped() for action, _word in deeds]
    assert sorted(offered) == sorted(action_labels())


def test_entries_of_a_day_are_found_by_local_date(world: Any, sign_in: Any, clock: Any) -> None:
    clock.move_to(dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC))  # 00:30 on the 23rd in Shanghai
    record("organization.rename", by=world.wei.actor)
    rows = sign_in("aud").get("/audit/?since=2026-11-23&action=organization.rename").context["rows"]
    assert len(rows) == 1


def test_keys_and_values_are_written_in_words(world):
    from audit.selectors import entry_words

    entry = Entry(
        subject="members.member",
        before={"organization": "甲支部"},
        after={"organization": "乙支部", "from_path": "00010002", "entry": "imported", "form": "docx"},
    )
    assert [tuple(change) for change in entry_words.changes(entry)][-2:] == [
        ("进入方式", "", "花名册导入"),
        ("格式", "", "Word"),
    ]
    assert "from_path" not in str(entry_words.changes(entry))
    started = Entry(
        subject="audit.job", after={"task": "reports.tasks.draw_up_reports", "params": {"month": "2026-10"}}
    )
    assert [change.new for change in entry_words.changes(started)] == ["生成月报", "月份：2026-10"]
