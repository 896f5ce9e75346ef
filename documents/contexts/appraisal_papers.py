"""Contexts of the papers of an appraisal: the sheet that grades everybody, and a form for each member."""

from collections.abc import Callable, Mapping, Sequence

from core.wording import Context, date_of, line
from documents.contexts.letters import NO_DATE, ballot, file_context, letter
from documents.states import PaperKind
from life.models import Appraisal, AppraisalEntry
from life.states import Stage
from meetings.states import GRADE_CHOICES
from members.models import Post
from members.states import Title


def context(kind: PaperKind, appraisal: Appraisal) -> Context:
    """The context of an appraisal with its entries, members and organization."""
    return MAKERS[kind](appraisal, list(appraisal.entries.all()))


def grading(appraisal: Appraisal, entries: Sequence[AppraisalEntry]) -> Context:
    """The ballot of all who are graded; probationary members are not (R-LIFE-07)."""
    title = f"{appraisal.year}年度民主测评表"
    sheet = ballot(
        title,
        above=appraisal.organization.name,
        choices=[label for _, label in GRADE_CHOICES],
        names=[entry.member.name for entry in entries if not entry.is_preparatory],
        notes=["每人只画一个“○”，画两个以上的，对这个人的测评无效；无记名。", "（党支部盖章）"],
    )
    return file_context(appraisal.organization, title, [sheet])


def forms(appraisal: Appraisal, entries: Sequence[AppraisalEntry]) -> Context:
    """登记表, a page for each member, in the order of the roll."""
    place = appraisal.organization
    posts: dict[int, str] = {}
    for post in Post.objects.filter(organization=place, until__isnull=True).order_by("-id"):
        posts[post.member_id] = Title(post.title).label
    title = f"{appraisal.year}年度民主评议党员登记表"
    return file_context(place, title, [_form(appraisal, entry, title, posts) for entry in entries])


def _form(appraisal: Appraisal, entry: AppraisalEntry, title: str, posts: Mapping[int, str]) -> Context:
    person = entry.member
    gender = person.get_gender_display() if person.gender in ("1", "2") else ""
    born = f"{person.birth_on.year}年{person.birth_on.month}月生" if person.birth_on else ""
    kind = "预备党员" if entry.is_preparatory else "正式党员"
    joined = f"{date_of(person.joined_on)}入党" if person.joined_on else ""
    is_closed = appraisal.stage == Stage.CLOSED
    grade = entry.get_grade_display() if is_closed else ""
    rows = [
        line(person.name, "姓名"),
        line("，".join(filter(None, [gender, born, kind, joined])), "基本情况"),
        line(posts.get(person.pk, ""), "党内职务"),
        line(entry.self_words, "个人自评"),
        line(entry.mutual_words, "党员互评"),
        line(_votes(entry), "测评票数"),
        line("预备党员，不定等次" if entry.is_preparatory else grade, "评定等次"),
        line(entry.opinion if is_closed else "", "评定意见"),
    ]
    if entry.reason and is_closed:
        rows.append(line(entry.reason, "等次与测评不一致的理由"))
    rows.append(line("　　　　　　　　　　　　签名：", "本人意见"))
    return letter(
        title,
        above=appraisal.organization.name,
        mark="" if is_closed else "还没有评定",
        table=rows,
        signatures=["党支部书记（签名）："] if is_closed else [],
        dated=(date_of(appraisal.closed_on) or NO_DATE) if is_closed else "",
    )


def _votes(entry: AppraisalEntry) -> str:
    votes = [
        ("优秀", entry.excellent),
        ("合格", entry.competent),
        ("基本合格", entry.basic),
        ("不合格", entry.incompetent),
    ]
    if entry.is_preparatory or not any(count for _, count in votes):
        return ""
    return "，".join(f"{label}{count}票" for label, count in votes)


MAKERS: dict[PaperKind, Callable[[Appraisal, Sequence[AppraisalEntry]], Context]] = {
    PaperKind.GRADING: grading,
    PaperKind.APPRAISAL: forms,
}
