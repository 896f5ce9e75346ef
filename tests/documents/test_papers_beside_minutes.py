"""Notice, resolution, ballots, reports and forms: what they say, by which edition, who signs, and who may have them
(domain.md §16; R-DEV-34, R-PAP-03, R-PAP-05)."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from docx import Document

from audit.models import Entry
from branches.errors import NotYours
from documents import actions, errors
from documents.states import OF_APPRAISAL, OF_MEETING, OF_ORGANIZATION, PaperKind
from life.models import Appraisal, AppraisalEntry
from meetings.models import Meeting, Problem
from meetings.record.field_types import PersonReference
from meetings.record.schema import AgendaEntry, Decision, LifePart, ProblemEntry
from tests.factories import make_resolution, plan_by_lin
from tests.world import World

pytestmark = pytest.mark.once
COMING = dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC)


def text_of(made: tuple[str, bytes]) -> str:
    found = Document(io.BytesIO(made[1])).element.body.iter("{*}t")
    return re.sub(r"\s", "", "".join(text.text or "" for text in found))


def paper_of(meeting: Meeting, kind: PaperKind, by: Any) -> str:
    return text_of(actions.export_meeting_paper(meeting=meeting, kind=kind, by=by))


BEFORE, AFTER = (
    dt.date(2026, 5, 10),
    dt.date(2026, 5, 11),
)  # the last day of the edition of 2014, the first of 2026's


@pytest.mark.parametrize(
    ("matter", "title", "day", "voted", "approved"),
    [
        ("admission", "接收赵一同志为中共预备党员", BEFORE, "（2014年）第二十一条", "（2014年）第二十三条"),
        (
            "admission",
            "接收赵一同志为中共预备党员",
            AFTER,
            "（2026年修订）第二十条",
            "（2026年修订）第二十二条",
        ),
        ("conversion", "赵一同志转为中共正式党员", BEFORE, "（2014年）第二十一条、第三十三条", "第三十四条"),
        ("conversion", "赵一同志转为中共正式党员", AFTER, "（2026年修订）第二十条、第三十二条", "第三十三条"),
        ("extension", "延长赵一同志预备期", AFTER, "（2026年修订）第二十条、第三十二条", "第三十一条"),
        ("cancellation", "取消赵一同志预备党员资格", AFTER, "第二十条、第三十二条", "第三十一条"),
        ("disposal", "对赵一同志作出组织处置", AFTER, "《支部工作条例》第十一条", ""),
    ],
)
@pytest.mark.parametrize("passed", [True, False])
def test_a_resolution_has_its_elements_by_the_edition_of_its_day(
    world: World, matter: str, title: str, day: dt.date, voted: str, approved: str, passed: bool
) -> None:
    """R-DEV-34: conduct, who was there, result, date, and the secretary's signature."""
    vote = make_resolution(world.branch, matter, "赵一", held_on=day, passed=passed)
    said = paper_of(vote.item.meeting, PaperKind.RESOLUTION, world.lin.actor)
    assert (f"关于{title}的决议" if passed else f"关于讨论{title}的决议（未通过）") in said
    assert ("主要表现：＿＿" in said) is (matter != "disposal")
    yes, outcome = ("赞成7票，反对1票", "通过") if passed else ("赞成2票，反对6票", "未通过")
    assert f"无记名投票。应到会有表决权的党员8人，实到会8人，{yes}，弃权0票，{outcome}。" in said
    assert f"{voted}）。" in said
    assert (f"{approved}，报上级党委审批" in said) is (passed and bool(approved))
    assert said.endswith(f"党支部书记（签名）：{day.year}年{day.month}月{day.day}日")


@pytest.mark.parametrize(("status", "is_signed"), [("held", False), ("returned", False), ("confirmed", True)])
def test_what_is_not_handed_in_is_a_draft_without_signature(
    world: World, status: str, is_signed: bool
) -> None:
    meeting = make_resolution(world.branch, "admission", "赵一", status=status).item.meeting
    for kind in (PaperKind.RESOLUTION, PaperKind.TALLY):
        assert ("初稿" in paper_of(meeting, kind, world.lin.actor)) is not is_signed
    assert ("书记（签名）" in paper_of(meeting, PaperKind.RESOLUTION, world.lin.actor)) is is_signed


def test_each_person_voted_on_has_a_paper_of_their_own(make: Any, world: World) -> None:
    """R-DEV-13, and where the district lets conversions be voted on by hand, no ballot is printed for them."""
    rows = [
        AgendaEntry(f"讨论{who}", "", Decision("同意", kind=kind, form="secret", candidate=who, yes=7))
        for kind, who in (("admission", "赵一"), ("conversion", "钱二"))
    ]
    meeting = make(kinds=["general"], agenda=[*rows, AgendaEntry("计划", "", Decision("走访", yes=7))])
    said = paper_of(meeting, PaperKind.BALLOT, world.lin.actor)
    assert said.count("表决票") == 2
    assert re.findall("弃权(赵一|钱二)", said) == ["赵一", "钱二"]
    assert "走访" not in paper_of(meeting, PaperKind.RESOLUTION, world.lin.actor)


@pytest.mark.parametrize(("is_needed", "papers"), [(True, 1), (False, 0)])
def test_a_conversion_voted_on_by_hand_has_no_ballot_where_the_district_allows_it(
    world: World, settings: Any, is_needed: bool, papers: int
) -> None:
    settings.CONVERSION_SECRET = is_needed
    vote = make_resolution(world.branch, "conversion", "钱二")
    type(vote).objects.filter(pk=vote.pk).update(form="hands")
    offered = world.lin.actor
    if papers:
        assert "钱二" in paper_of(vote.item.meeting, PaperKind.BALLOT, offered)
        return
    with pytest.raises(errors.NothingForPaper, match="没有用无记名投票表决的事项"):
        paper_of(vote.item.meeting, PaperKind.BALLOT, offered)


def test_a_notice_says_when_where_and_what_and_leaves_blank_what_no_row_holds(world: World) -> None:
    meeting = plan_by_lin(world, COMING, kinds=["committee"], theme="研究发展对象")
    said = paper_of(meeting, PaperKind.NOTICE, world.lin.actor)
    for words in (
        "关于召开支委会的通知",
        "各支部委员：",
        "2026年11月25日（星期三）14:30",
        "地点：＿＿",
        "研究发展对象",
    ):
        assert words in said
    assert said.endswith("中共海云区滨江社区第二党支部年月日")
    Meeting.objects.filter(pk=meeting.pk).update(agenda_announced_on=dt.date(2026, 11, 20), place="二楼")
    said = paper_of(meeting, PaperKind.NOTICE, world.lin.actor)
    assert "地点：二楼" in said
    assert said.endswith("2026年11月20日")


@pytest.mark.parametrize("kind", [kind for kind in OF_MEETING if kind != PaperKind.BALLOT])
def test_a_paper_without_its_facts_is_refused(make: Any, world: World, kind: PaperKind) -> None:
    before = Entry.objects.count()
    with pytest.raises(errors.NothingForPaper):
        paper_of(make(kinds=["lecture"]), kind, world.lin.actor)
    assert Entry.objects.filter(action="paper.export").count() == 0
    assert Entry.objects.count() >= before


def test_the_report_upwards_tells_facts_and_not_what_people_said(make: Any, world: World) -> None:
    """Texts of criticism and a member's own problems stay in the branch (domain.md §17)."""
    life = LifePart(
        study="学习党章",
        talks="谈到家事",
        opinions="食堂意见",
        criticism="某某脾气急",
        problems=(
            ProblemEntry("学习不够", measure="每月一学", owner="林知远", due_on=dt.date(2026, 12, 31)),
            ProblemEntry("脾气急躁", member=PersonReference.to(world.members[2])),
        ),
    )
    meeting = make(kinds=["life"], life=life)
    said = paper_of(meeting, PaperKind.LIFE_REPORT, world.lin.actor)
    assert "查摆问题2个，其中支部的1个，党员个人的1个" in said
    assert "学习不够。措施：每月一学。责任人：林知远" in said
    assert "应到9人，实到9人" in said
    for private in ("脾气", "家事", "食堂"):
        assert private not in said
    assert ("初稿" in said, "签名" in said) == (True, False)
    Meeting.objects.filter(pk=meeting.pk).update(status="confirmed", submitted_at=meeting.starts_at)
    Problem.objects.filter(meeting=meeting, position=1).update(done_on=dt.date(2026, 11, 21))
    said = paper_of(meeting, PaperKind.LIFE_REPORT, world.lin.actor)
    assert "已整改1个，正在整改1个" in said
    assert "党支部书记（签名）：" in said


@pytest.fixture
def appraisal(world: World) -> Appraisal:
    row = Appraisal.objects.create(organization=world.branch, year=2026, stage="conclusion")
    AppraisalEntry.objects.bulk_create(
        AppraisalEntry(
            appraisal=row,
            member=one,
            is_preparatory=one.full_on is None,
            self_text=f"{one.name}自评",
            excellent=5 if one.full_on else 0,
            competent=2 if one.full_on else 0,
            grade="competent" if one.full_on else "",
        )
        for one in world.members
    )
    return row


def test_the_appraisal_has_a_form_for_each_and_grades_only_once_closed(
    world: World, appraisal: Appraisal
) -> None:
    def appraisal_paper(kind: PaperKind) -> str:
        return text_of(actions.export_appraisal_paper(appraisal=appraisal, kind=kind, by=world.lin.actor))

    said = appraisal_paper(PaperKind.APPRAISAL)
    assert said.count("2026年度民主评议党员登记表") == len(world.members)
    assert said.count("优秀5票，合格2票，基本合格0票，不合格0票") == 8
    assert ("评定等次合格" in said, said.count("预备党员，不定等次"), "书记（签名）" in said) == (
        False,
        1,
        False,
    )
    Appraisal.objects.filter(pk=appraisal.pk).update(stage="closed", closed_on=dt.date(2026, 11, 21))
    appraisal.refresh_from_db()
    said = appraisal_paper(PaperKind.APPRAISAL)
    assert (said.count("评定等次合格"), said.count("党支部书记（签名）：2026年11月21日")) == (8, 9)
    sheet = appraisal_paper(PaperKind.GRADING)
    assert [one.name in sheet for one in world.members] == [one.full_on is not None for one in world.members]


def test_the_forms_of_an_appraisal_stay_in_the_branch(world: World, appraisal: Appraisal) -> None:
    for kind in OF_APPRAISAL:
        with pytest.raises(NotYours):
            actions.export_appraisal_paper(appraisal=appraisal, kind=kind, by=world.wei.actor)
    assert not Entry.objects.filter(action="paper.export").exists()


def test_the_papers_of_an_election_hold_the_term_and_leave_the_count_blank(world: World) -> None:
    def branch_paper(kind: PaperKind) -> str:
        return text_of(actions.export_branch_paper(organization=world.branch, kind=kind, by=world.lin.actor))

    said = branch_paper(PaperKind.REQUEST)
    assert "共有党员9名，其中正式党员8名" in said
    assert "按照《支部工作条例》第二十一条" in said
    assert "第2届" in said
    result = branch_paper(PaperKind.RESULT)
    assert f"书记{world.members[0].name}得赞成票＿＿＿票" in result
    assert "应到会有选举权的党员人" in result
    assert "不少于5个工作日" in branch_paper(PaperKind.PUBLICITY)
    assert "《发展党员工作细则》（2026年修订）第十三条" in branch_paper(PaperKind.PUBLICITY)
    assert branch_paper(PaperKind.ELECTION).count("（另选）") == 2


@pytest.mark.parametrize("kind", OF_ORGANIZATION)
def test_a_body_above_has_no_branch_papers(world: World, kind: PaperKind) -> None:
    with pytest.raises(errors.NothingForPaper, match="请选一个党支部"):
        actions.export_branch_paper(organization=world.street, kind=kind, by=world.wei.actor)


def test_pages_offer_what_can_be_made_there(world: World, sign_in: Any, appraisal: Appraisal) -> None:
    lin = sign_in("lin")
    planned = plan_by_lin(world, COMING, kinds=["general"])
    held = make_resolution(world.branch, "admission", "赵一").item.meeting
    for address, kinds in (
        (f"/meetings/{planned.uuid}/", {"notice", "ballot"}),
        (f"/meetings/{held.uuid}/", {"resolution", "ballot", "tally"}),
    ):
        page = lin.get(address).content.decode()
        links = re.findall(rf'href="({address}papers/(\w+)/\w+/)"', page)
        assert {kind for _, kind in links} == kinds
        assert {lin.get(link).status_code for link, _ in links} == {200}
    for address, pattern, count in (
        (f"/life/appraisals/{appraisal.uuid}/", r'href="(/papers/appraisals/[^"]+)"', 4),
        ("/papers/?organization=A-2", r'href="(/papers/forms/[^"]+)"', 8),
    ):
        links = re.findall(pattern, lin.get(address).content.decode())
        assert len(links) == count
        assert {lin.get(link).status_code for link in links} == {200}
    assert lin.get(f"/meetings/{held.uuid}/papers/minutes/pdf/").status_code == 404
    assert lin.get(f"/meetings/{held.uuid}/papers/tally/exe/").status_code == 404
    assert sign_in("shen").get(f"/meetings/{held.uuid}/papers/tally/docx/").status_code == 404
