"""Contexts of the papers of one member: 党员登记表, and 发展党员全程纪实表 with the steps that the rows know.

What no row holds stays blank; identity number and telephone are written by hand.
"""

import datetime as dt
from collections.abc import Callable

from core.instruments import INSTRUMENTS
from core.parsing import parse_day
from core.wording import Context, Line, date_of, line
from documents.contexts.letters import NO_DATE, SECRETARY, SOME_DAY, file_context, letter, people_of
from documents.states import PaperKind
from members.models import Member, Membership, Post
from members.states import Title
from procedures.models import MemberDecision
from procedures.states import DecisionKind, DecisionStatus

EMPTY = "　"
REVISION = INSTRUMENTS["FZ"][-1].since
"""From that day on a candidate is made public before the list (step 8a of domain.md §3.1)."""


def context(kind: PaperKind, member: Member) -> Context:
    """The context of a member with their organization and group."""
    return MAKERS[kind](member)


def member_form(member: Member) -> Context:
    """党员登记表 of what the file holds."""
    title, place = "中国共产党党员登记表", member.organization
    posts = (
        Post.objects.filter(member=member, until__isnull=True).order_by("id").values_list("title", flat=True)
    )
    came = Membership.objects.filter(member=member, until__isnull=True).first()
    entered = f"{date_of(came.since)}（{came.get_entry_display()}）" if came else ""
    gender = member.get_gender_display() if member.gender in ("1", "2") else ""
    born = f"{member.birth_on.year}年{member.birth_on.month}月" if member.birth_on else ""
    rows = [
        line(member.name, "姓名"),
        line("，".join(filter(None, [gender, people_of(member)])) or EMPTY, "性别、民族"),
        line(born or EMPTY, "出生年月"),
        line(member.native_place or EMPTY, "籍贯"),
        line(member.education or EMPTY, "学历"),
        line(EMPTY, "公民身份号码"),
        line(member.workplace or EMPTY, "工作单位及职务"),
        line(member.occupation or EMPTY, "人员类别"),
        line(date_of(member.applied_on) or EMPTY, "申请入党日期"),
        line(date_of(member.joined_on), "入党日期"),
        _full_line(member),
        line(
            "，".join([place.name, *([member.group.short_name] if member.group else [])]),
            "所在党支部、党小组",
        ),
        line("、".join(Title(each).label for each in posts) or EMPTY, "党内职务"),
        line(entered or EMPTY, "编入党支部"),
        line(EMPTY, "奖惩情况"),
        line(EMPTY, "联系电话"),
    ]
    sheet = letter(
        title,
        above=place.name,
        table=rows,
        signatures=["本人（签名）：", SECRETARY],
        dated=NO_DATE,
    )
    return file_context(place, title, [sheet])


def _full_line(member: Member) -> Line:
    if member.full_on:
        return line(date_of(member.full_on), "转正日期")
    return line(date_of(member.probation_ends_on), "预备期满日期")


def development(member: Member) -> Context:
    """全程纪实表: the steps of an admission with the day, paper and body of each that is known."""
    title = "发展党员全程纪实表"
    approved = MemberDecision.objects.filter(member=member, status=DecisionStatus.APPROVED)
    last = {
        row.kind: row
        for row in approved.select_related("resolution__item__meeting").order_by("decided_on", "pk")
    }
    admitted, extension = last.get(DecisionKind.ADMITTED), last.get(DecisionKind.EXTENSION)
    conversion = last.get(DecisionKind.CONVERSION)
    rows = [
        line(date_of(member.applied_on) or EMPTY, "1. 递交入党申请书"),
        line(EMPTY, "2. 派人谈话"),
        line(EMPTY, "3. 推荐和确定入党积极分子"),
        line(EMPTY, "4. 上级党委备案"),
        line(EMPTY, "5. 指定培养联系人"),
        line(EMPTY, "6. 培养教育考察"),
        line(EMPTY, "7. 支委会讨论拟列发展对象"),
        line(EMPTY, f"8. 上级党委{'同意' if member.joined_on >= REVISION else '备案'}"),
        *([line(EMPTY, "公示（不少于5个工作日）")] if member.joined_on >= REVISION else []),
        line(EMPTY, "9. 确定入党介绍人"),
        line(EMPTY, "10. 政治审查"),
        line(EMPTY, "11. 开展集中培训"),
        line(EMPTY, "12. 支部委员会审查"),
        line(EMPTY, "13. 上级党委预审"),
        line(EMPTY, "14. 填写入党志愿书"),
        line(_meeting(admitted) or date_of(member.joined_on), "15. 支部党员大会讨论"),
        line(EMPTY, "16. 上级党委派人谈话"),
        line(_paper(admitted) or EMPTY, "17. 上级党委审批"),
        line(EMPTY, "18. 上级党委组织部门备案"),
        line(_entered(member), "19. 编入党支部和党小组"),
        line(EMPTY, "20. 入党宣誓"),
        line(EMPTY, "21. 继续教育考察"),
        *(
            [line(f"延长至{date_of(extension.until)}，{_paper(extension)}", "延长预备期")]
            if extension
            else []
        ),
        line(_applied(conversion) or EMPTY, "22. 提出转正申请"),
        line(_meeting(conversion) or EMPTY, "23. 支部党员大会讨论转正"),
        line(_paper(conversion) or EMPTY, "24. 上级党委审批"),
        line(EMPTY, "25. 材料归档"),
    ]
    full = (
        f"，{date_of(member.full_on)}转正"
        if member.full_on
        else f"，预备期到{date_of(member.probation_ends_on)}"
    )
    sheet = letter(
        title,
        above=member.organization.name,
        lines=[line(f"{member.name}，{date_of(member.joined_on)}入党{full}。")],
        table=rows,
        signatures=[SECRETARY],
        dated=SOME_DAY,
    )
    return file_context(member.organization, title, [sheet])


def _meeting(decision: MemberDecision | None) -> str:
    """2026年11月25日，应到会有表决权的党员9人…通过."""
    if decision is None or decision.resolution is None:
        return ""
    return f"{date_of(decision.resolution.item.meeting.held_on)}，{decision.resolution.result_words}"


def _paper(decision: MemberDecision | None) -> str:
    """2026年12月20日，海街工委〔2026〕8号，望海街道党工委."""
    if decision is None:
        return ""
    return "，".join(filter(None, [date_of(decision.decided_on), decision.document, decision.body]))


def _entered(member: Member) -> str:
    first = Membership.objects.filter(member=member).order_by("since", "pk").first()
    return date_of(first.since) if first else EMPTY


def _applied(conversion: MemberDecision | None) -> str:
    if conversion is None:
        return ""
    steps = [("applied_on", "申请"), ("opinions_on", "听取意见"), ("reviewed_on", "支委会审查")]
    return "，".join(
        f"{date_of(_day(written))}{word}" for name, word in steps if (written := conversion.details.get(name))
    )


def _day(written: str) -> dt.date | None:
    return parse_day(written)


MAKERS: dict[PaperKind, Callable[[Member], Context]] = {
    PaperKind.MEMBER_FORM: member_form,
    PaperKind.DEVELOPMENT: development,
}
