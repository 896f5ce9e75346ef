"""批复, 介绍信, 党员登记表, 全程纪实表, 整改报告: what they say is what the rows hold, in Word and in print."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from branches.errors import NotYours
from documents import actions, errors
from documents.contexts.decision_papers import TITLES
from documents.states import OF_DECISION, OF_MEMBER, PaperKind
from meetings.models import Meeting, Resolution
from meetings.record.field_types import PersonReference
from meetings.record.schema import LifePart, ProblemEntry
from members.models import Member
from procedures.models import MemberDecision
from procedures.states import DecisionKind
from tests.factories import make_resolution
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # what papers say
HELD, DECIDED = dt.date(2026, 11, 20), dt.date(2026, 11, 21)
NUMBER, BODY = "海街工委〔2026〕12号", "望海街道党工委"
FORMS = ("docx", "pdf")


def text_of(made: tuple[str, bytes]) -> str:
    name, content = made
    if name.endswith(".pdf"):
        said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        said = "".join(text.text or "" for text in Document(io.BytesIO(content)).element.body.iter("{*}t"))
    return re.sub(r"\s", "", re.sub(r"— \d+ —", "", said))


def decided(world: World, kind: str, member: Member, matter: str = "", **facts: Any) -> MemberDecision:
    """An approved decision with its papers, without the deed."""
    resolution = make_resolution(world.branch, matter, member.name, held_on=HELD) if matter else None
    given = {
        "status": "approved",
        "organization": world.branch,
        "member": member,
        "name": member.name,
        "resolution": resolution,
        "document": NUMBER,
        "decided_on": DECIDED,
        "body": BODY,
        "asked_by": world.lin.user,
        "asked_who": "林知远",
        "decided_by": world.shao.user,
        "decided_who": "邵兰",
    }
    return MemberDecision.objects.create(kind=kind, **(given | facts))


def paper_of(decision: MemberDecision, kind: PaperKind, by: Any, form: str = "docx") -> str:
    return text_of(actions.export_decision_paper(decision=decision, kind=kind, form=form, by=by))


@pytest.mark.parametrize("form", FORMS)
def test_the_answer_to_an_admission_says_vote_number_body_and_probation(world: World, form: str) -> None:
    probationary = world.members[-1]
    Member.objects.filter(pk=probationary.pk).update(joined_on=HELD)
    probationary.refresh_from_db()
    said = paper_of(
        decided(world, "admitted", probationary, "admission"), PaperKind.REPLY, world.lin.actor, form
    )
    vote = Resolution.objects.get()
    name = probationary.name
    assert said.startswith(f"{NUMBER}关于同意接收{name}同志为中共预备党员的批复{world.branch.name}：")
    assert f"应到会有表决权的党员{vote.entitled}人，实到会{vote.present}人，赞成{vote.yes}票" in said
    assert "按照《发展党员工作细则》（2026年修订）第二十条、第二十二条，" in said
    assert "预备期从2026年11月20日算起，到2027年11月20日期满" in said  # R-DEV-17
    assert said.endswith(f"此复。{BODY}2026年11月21日")


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        (DecisionKind.CONVERSION, {}, "转为中共正式党员，转正时间从2011年7月1日算起"),
        (DecisionKind.EXTENSION, {"until": dt.date(2027, 5, 20)}, "预备期至2027年5月20日"),
        (DecisionKind.CANCELLED, {}, "同志预备党员资格。"),
        (DecisionKind.PERSUADED, {}, "同意劝{name}退党。"),
        (DecisionKind.REMOVED_SELF, {}, "按自行脱党除名。"),
        (DecisionKind.REMOVED_REFUSING, {}, "同意将{name}除名。"),
        (DecisionKind.REMOVED_LOST, {}, "按自行脱党除名。"),
        (DecisionKind.REMOVED_OTHER, {}, "同意将{name}除名。"),
    ],
)
def test_what_is_agreed_is_said_in_the_words_of_its_kind(
    world: World, kind: DecisionKind, facts: dict[str, Any], words: str
) -> None:
    member = world.members[3]
    said = paper_of(decided(world, kind, member, "disposal", **facts), PaperKind.REPLY, world.lin.actor)
    assert words.format(name=member.name) in said
    assert f"{NUMBER}{TITLES[kind].format(name=member.name)}" in said


@pytest.mark.parametrize("held", [dt.date(2026, 5, 10), dt.date(2026, 5, 11)])
def test_r_pap_05_the_answer_cites_the_edition_of_its_day(world: World, held: dt.date) -> None:
    decision = decided(world, "conversion", world.members[2], decided_on=held)
    said = paper_of(decision, PaperKind.REPLY, world.lin.actor)
    revised = held >= dt.date(2026, 5, 11)
    assert ("（2026年修订）第三十二条" in said) is revised
    assert ("（2014年）第三十三条" in said) is not revised


@pytest.mark.parametrize("kind", DecisionKind)
def test_only_what_is_approved_has_a_paper_and_only_of_its_kind(world: World, kind: DecisionKind) -> None:
    member = world.members[3]
    earlier = {"takes_back": decided(world, "persuaded", member)} if kind == "taken_back" else {}
    waiting = decided(world, kind, member, status="proposed", **earlier)
    made = []
    for paper in OF_DECISION:
        with pytest.raises(errors.NothingForPaper):
            paper_of(waiting, paper, world.lin.actor)
        MemberDecision.objects.filter(pk=waiting.pk).update(status="approved")
        waiting.refresh_from_db()
        try:
            paper_of(waiting, paper, world.lin.actor)
        except errors.NothingForPaper:
            pass
        else:
            made.append(paper)
        MemberDecision.objects.filter(pk=waiting.pk).update(status="proposed")
        waiting.refresh_from_db()
    expected = [PaperKind.REPLY] if kind in TITLES else []
    if kind in ("transferred_out", "unit_transferred"):
        expected = [PaperKind.TRANSFER]
    assert made == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("days", "last"), [(90, "2027年2月19日"), (30, "2026年12月21日")])
def test_the_letter_of_transfer_holds_as_long_as_the_district_says(
    world: World, settings: Any, form: str, days: int, last: str
) -> None:
    settings.LETTER_VALID_DAYS = days
    member = world.members[3]
    Member.objects.filter(pk=member.pk).update(gender="1", ethnicity=1, birth_on=dt.date(1975, 3, 9))
    member.refresh_from_db()
    letter = decided(world, "transferred_out", member, document="海街组转字〔2026〕7号")
    said = paper_of(letter, PaperKind.TRANSFER, world.lin.actor, form)
    assert (
        f"{member.name}同志（男，汉族，1975年3月生），系中共正式党员，组织关系由{world.branch.name}转往"
        in said
    )
    assert f"有效期：{days}天，到{last}。" in said
    assert said.count("海街组转字〔2026〕7号") == 2  # the letter and its receipt
    assert "（回执）" in said


def test_the_members_form_is_one_page(world: World) -> None:
    lin = world.lin.actor
    _, content = actions.export_member_paper(
        member=world.members[0], kind=PaperKind.MEMBER_FORM, form="pdf", by=lin
    )
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_members_form_holds_what_the_file_holds_and_no_number(world: World, form: str) -> None:
    member = world.members[0]
    facts = {"gender": "1", "ethnicity": 1, "education": "大学本科", "workplace": "滨江社区书记"}
    Member.objects.filter(pk=member.pk).update(birth_on=dt.date(1975, 3, 9), **facts)
    member.refresh_from_db()
    said = text_of(
        actions.export_member_paper(member=member, kind=PaperKind.MEMBER_FORM, form=form, by=world.lin.actor)
    )
    for part in (
        f"姓名{member.name}性别、民族男，汉族出生年月1975年3月", "学历大学本科", "工作单位及职务滨江社区书记",
        "入党日期2010年7月1日转正日期2011年7月1日", f"所在党支部、党小组{world.branch.name}，{world.groups[0].short_name}", "党内职务书记",
        "编入党支部2015年3月1日（花名册导入）",
    ):  # fmt: skip
        assert part in said
    assert member.masked_phone not in said or not member.masked_phone


@pytest.mark.parametrize("form", FORMS)
def test_the_record_of_steps_has_those_that_are_known_and_leaves_the_others_blank(
    world: World, form: str
) -> None:
    member = world.members[-1]
    Member.objects.filter(pk=member.pk).update(applied_on=dt.date(2024, 6, 3), joined_on=HELD)
    member.refresh_from_db()
    decided(world, "admitted", member, "admission")
    steps = {"applied_on": "2027-11-01", "opinions_on": "2027-11-05", "reviewed_on": "2027-11-08"}
    decided(world, "conversion", member, document="海街工委〔2027〕3号", details=steps)
    made = actions.export_member_paper(
        member=member, kind=PaperKind.DEVELOPMENT, form=form, by=world.lin.actor
    )
    said = text_of(made)
    for part in (
        "1.递交入党申请书2024年6月3日",
        "2.派人谈话3.推荐",
        "公示（不少于5个工作日）9.",
        "15.支部党员大会讨论2026年11月20日，应到会有表决权的党员8人，实到会8人，赞成7票",
        f"17.上级党委审批2026年11月21日，{NUMBER}，{BODY}",
        "22.提出转正申请2027年11月1日申请，2027年11月5日听取意见，2027年11月8日支委会审查",
        f"24.上级党委审批2026年11月21日，海街工委〔2027〕3号，{BODY}",
        "25.材料归档",
    ):
        assert part in said


def test_before_the_revision_no_step_of_public_notice_is_asked(world: World) -> None:
    made = actions.export_member_paper(
        member=world.members[0], kind=PaperKind.DEVELOPMENT, by=world.lin.actor
    )
    said = text_of(made)
    assert "公示" not in said
    assert "8.上级党委备案" in said


@pytest.mark.parametrize("form", FORMS)
def test_the_report_on_rectification_counts_what_the_rows_hold(make: Any, world: World, form: str) -> None:
    problems = (
        ProblemEntry("学习不够", measure="每月一学", owner="林知远", due_on=dt.date(2026, 12, 31)),
        ProblemEntry("走访不够", measure="每季走访", owner="何秀英", due_on=dt.date(2026, 11, 21)),
        ProblemEntry("脾气急躁", member=PersonReference.to(world.members[2])),
    )
    meeting: Meeting = make(kinds=["life"], life=LifePart(problems=problems))
    meeting.problems.filter(text="学习不够").update(done_on=dt.date(2026, 11, 21))
    said = text_of(
        actions.export_meeting_paper(
            meeting=meeting, kind=PaperKind.RECTIFICATION, form=form, by=world.lin.actor
        )
    )
    assert "查摆问题3个，其中支部的2个，党员个人的1个" in said
    assert "支部的问题：共2个，已整改1个，正在整改1个，其中逾期1个。" in said
    assert "党员个人的问题：共1个，已整改0个，正在整改1个。" in said
    assert "每月一学" in said
    assert "脾气急躁" not in said  # a member's own problem stays in the branch


@pytest.mark.parametrize(("who", "may"), [("lin", True), ("shao", True), ("he", False), ("shen", False)])
def test_who_keeps_the_roll_prints_them_and_nobody_else(world: World, who: str, may: bool) -> None:
    letter, by = decided(world, "transferred_out", world.members[3]), getattr(world, who).actor
    for kind in OF_MEMBER:
        if may:
            assert actions.export_member_paper(member=world.members[3], kind=kind, by=by)
            continue
        with pytest.raises(NotYours):
            actions.export_member_paper(member=world.members[3], kind=kind, by=by)
    if may:
        assert paper_of(letter, PaperKind.TRANSFER, by)
    else:
        with pytest.raises(NotYours):
            paper_of(letter, PaperKind.TRANSFER, by)


def test_the_pages_lead_to_them(world: World, sign_in: Any) -> None:
    lin, letter = sign_in("lin"), decided(world, "transferred_out", world.members[3])
    member = lin.get(f"/members/{world.members[3].uuid}/").content.decode()
    decision = lin.get(f"/member-decisions/{letter.uuid}/").content.decode()
    links = re.findall(r'href="(/papers/people/[^"]+)"', member)
    links += re.findall(r'href="(/papers/decisions/[^"]+)"', decision)
    assert len(links) == 2 * len(OF_MEMBER) + 2
    assert {lin.get(link).status_code for link in links} == {200}
    assert "/papers/people/" not in sign_in("he").get(f"/members/{world.members[3].uuid}/").content.decode()
