"""The branch's workbook of the year: one PDF or one Word file, made by a job for who asked for it."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from docx import Document
from pypdf import PdfReader

from audit.models import Entry, Job
from branches.errors import NotYours
from documents import actions as documents_actions
from documents import errors
from documents.contexts import year_workbook
from meetings import actions
from meetings.models import MakeUp, Meeting
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from tests.world import World

pytestmark = pytest.mark.once


def a_year(make: Any, world: World) -> list[Meeting]:
    hua = world.members[2]
    decision = Decision("走访老党员", yes=6, executor="何秀英", due_on=dt.date(2026, 12, 20))
    found = [
        make(kinds=["general"], held_on=dt.date(2026, 3, 12), agenda=[AgendaEntry("讨论走访", "", decision)]),
        make(held_on=dt.date(2026, 6, 25), marks={hua.uuid: AttendanceMark("on_leave", "sick")}),
    ]
    for meeting in found:
        actions.submit(meeting=meeting, by=world.lin.actor)
    MakeUp.objects.create(
        meeting=found[1], member=hua, way="visit", note="送学", done_on=dt.date(2026, 7, 1), who="林知远"
    )
    make(held_on=dt.date(2026, 11, 19))  # a draft stays out
    return found


def make_workbook(world: World, form: str) -> Job:
    job = start_workbook(world, form=form)
    documents_actions.make_workbook(job_id=job.pk)
    job.refresh_from_db()
    return job


def start_workbook(world: World, **facts: Any) -> Any:
    """The Word workbook of 2026 of Lin's branch, asked for by Lin unless it is said otherwise."""
    given = {"organization": world.branch, "year": 2026, "form": "docx", "by": world.lin.actor} | facts
    return documents_actions.start_workbook(**given)


def test_the_words_of_the_book_follow_from_the_years_meetings(make: Any, world: World) -> None:
    a_year(make, world)
    words = year_workbook.context(world.branch, 2026)
    assert [(one["序号"], one["日期"], one["标题"]) for one in words["会议"]] == [
        (1, "2026年3月12日", "支部党员大会会议记录"),
        (2, "2026年6月25日", "主题党日活动记录"),
    ]
    assert [one["职务"] for one in words["支委会"]] == ["书记", "组织委员", "宣传委员"]
    hua = next(row for row in words["到会统计"] if row["姓名"] == world.members[2].name)
    assert (hua["各月"][2], hua["各月"][5], hua["各月"][6]) == ("1/1", "0/1", "")
    assert [hua[name] for name in ("应到", "实到", "请假", "缺席", "补学", "参会率", "补学后覆盖率")] == [
        2, 1, 1, 0, 1, "50.0%", "100.0%",
    ]  # fmt: skip
    (task,) = words["落实"]
    assert (task["决议"], task["负责人"], task["落实"]) == ("走访老党员", "何秀英", "没有登记")
    assert len(words["名册"]) == 9
    assert [row["状态"] for row in words["计划"]] == ["已开", "已开", "记录中"]


def test_the_book_is_read_in_the_same_number_of_queries_however_much_was_held(
    make: Any, world: World
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_year(make, world)
    with CaptureQueriesContext(connection) as few:
        year_workbook.context(world.branch, 2026)
    for month in (1, 2, 4, 5, 7, 8):
        actions.submit(
            meeting=make(held_on=dt.date(2026, month, 20), minutes="另一次。" * month), by=world.lin.actor
        )
    with CaptureQueriesContext(connection) as many:
        assert year_workbook.context(world.branch, 2026)["会议数"] == 8
    assert len(many) == len(few)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_job_makes_one_file_which_its_owner_collects(
    make: Any, world: World, sign_in: Any, form: str
) -> None:
    a_year(make, world)
    job = make_workbook(world, form)
    assert (job.status, job.error, job.result_url) == ("done", "", f"/papers/files/{job.uuid}/")
    answer = sign_in("lin").get(job.result_url)
    assert answer.status_code == 200
    if form == "pdf":
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
        assert "党支部工作手册" in pages[0]
        assert "2. 2026年6月25日主题党日" in pages[1]
        said = "".join(pages)
    else:
        said = "".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    for words in (
        "一、支部基本情况",
        "1. 2026年3月12日支部党员大会会议记录",
        "决议：走访老党员",
        "十一、决议落实",
    ):
        assert words in said.replace("\n", "")
    made_, collected = (Entry.objects.get(action=one) for one in ("paper.workbook", "paper.collect"))
    assert (made_.who, made_.after) == ("林知远", {"form": form, "year": 2026, "rows": 2})
    assert collected.who == "林知远"
    others = {who: sign_in(who).get(job.result_url).status_code for who in ("he", "hua", "wei", "shen")}
    assert others == {"he": 404, "hua": 404, "wei": 404, "shen": 404}


def test_a_second_asking_while_it_is_made_gets_the_same_job(world: World) -> None:
    first = start_workbook(world)
    again = start_workbook(world)
    other = start_workbook(world, year=2025)
    assert first == again
    assert other != first


def test_who_may_not_export_or_sees_no_members_starts_none(world: World) -> None:
    for name in ("hua", "shen", "sys"):
        with pytest.raises(NotYours):
            start_workbook(world, by=getattr(world, name).actor)
    assert Job.objects.count() == 0


def test_a_committee_has_no_workbook(world: World) -> None:
    with pytest.raises(errors.NoWorkbookHere):
        documents_actions.start_workbook(
            organization=world.street, year=2026, form="docx", by=world.shao.actor
        )
    assert Job.objects.count() == 0


def test_a_book_is_thrown_away_after_its_days_and_says_so(
    world: World, sign_in: Any, clock: Any, settings: Any
) -> None:
    from branches.selectors.actors import SYSTEM

    job = make_workbook(world, "docx")
    name = f"papers/{job.uuid.hex}.docx"
    clock.shift(dt.timedelta(days=settings.PAPER_DAYS) - dt.timedelta(minutes=1))
    assert documents_actions.throw_away_papers(by=SYSTEM) == 0
    assert default_storage.exists(name)
    clock.shift(dt.timedelta(minutes=2))
    assert documents_actions.throw_away_papers(by=SYSTEM) == 1
    assert not default_storage.exists(name)
    assert documents_actions.throw_away_papers(by=SYSTEM) == 0
    assert [entry.note for entry in Entry.objects.filter(action="paper.throw_away")] == ["留了7天"]
    answer = sign_in("lin").get(job.result_url)
    assert answer.status_code == 409
    assert "只留7天" in answer.content.decode()
