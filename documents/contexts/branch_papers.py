"""Contexts of the papers of a branch on no meeting: public notice of candidates, and the papers of an election.

Elections and candidates for membership have no rows yet: what they would say is ruled, to be written by hand.
"""

import datetime as dt
from collections.abc import Callable

from branches.models import Organization, Term
from branches.rules.term_basis import term_basis
from core import clock
from core.instruments import FZ13, XJ3
from core.wording import Context, date_of, line
from documents.contexts.letters import BLANK, NO_DATE, SECRETARY, SOME_DAY, ballot, file_context, letter
from documents.states import PaperKind
from life.selectors.appraisal_people import participants
from members.models import Post
from members.states import Title

SEATS = 5
OTHERS = 2
OF_COMMITTEE = [title for title in Title if title != Title.GROUP_LEADER]


def current_term(organization: Organization) -> Term | None:
    return Term.objects.filter(organization=organization, until__isnull=True).first()


def lacking(kind: str, organization: Organization, term: Term | None) -> str:
    """Why this paper cannot be made here; empty where it can."""
    if not organization.is_branch:
        return f"{organization.short_name}是{organization.get_kind_display()}，请选一个党支部。"
    if kind in (PaperKind.REQUEST, PaperKind.RESULT) and (term is None or term.due_on is None):
        return "还没有登记届次，先在党组织页登记。"
    if kind == PaperKind.ELECTION and organization.kind == "temporary_branch":
        return "临时党支部不换届。"
    return ""


def context(kind: PaperKind, organization: Organization, term: Term | None) -> Context:
    return MAKERS[kind](organization, term)


def publicity(organization: Organization, term: Term | None) -> Context:
    """公示 of a candidate (发展对象): not less than five working days (R-DEV-23)."""
    title = "发展对象公示"
    lines = [
        line(
            f"经{organization.name}支部委员会讨论、上级党委同意，拟将{BLANK}同志列为发展对象。"
            f"按照{FZ13.on(clock.today())}，现予公示。"
        ),
        line(
            f"姓名{BLANK}，性别＿＿，出生年月{BLANK}，所在单位和职务{BLANK * 2}，入党申请时间{BLANK}，"
            f"确定为入党积极分子时间{BLANK}，培养联系人{BLANK}。",
            "基本情况：",
        ),
        line(f"自{SOME_DAY}至{SOME_DAY}（不少于5个工作日）。", "公示期："),
        line("对公示对象有意见的，可以在公示期内以来人、来信、来电的方式如实反映，提倡实名。"),
        line(f"联系人{BLANK}，电话{BLANK * 2}，地址{BLANK * 2}。", "受理："),
    ]
    one = letter(title, lines=lines, sender=organization.name, dated=NO_DATE)
    return file_context(organization, title, [one])


def request(organization: Organization, term: Term | None) -> Context:
    """换届请示, with the facts of the term that ends. An earlier or later election is asked for by the same paper."""
    assert term is not None
    today = clock.today()
    people = participants(organization, today)
    full = people.filter(full_on__lte=today).count()
    expires = term.expires_on
    body = "支部委员会" if term.has_committee else "支部书记"
    seats = f"委员{BLANK}名，其中书记1名，副书记＿＿名" if term.has_committee else "书记1名，副书记＿＿名"
    more_than_seats = "差额选举，候选人的差额不少于应选人数的百分之二十" if term.has_committee else "选举"
    title = f"关于第{term.number + 1}届{body}换届选举的请示"
    basis = term_basis(organization.kind, organization.unit_kind)
    lines = [
        line(
            f"{organization.name}第{term.number}届{body}于{date_of(term.since)}产生，{date_of(expires)}届满。"
            f"按照{basis}，拟召开支部党员大会进行换届选举。"
        ),
        line(f"截至{date_of(today)}，共有党员{people.count()}名，其中正式党员{full}名。", "一、党员情况。"),
        line(f"拟于{SOME_DAY}召开支部党员大会。{_timing(expires, today)}", "二、大会时间。"),
        line(f"拟设{seats}。", f"三、第{term.number + 1}届{body}组成。"),
        line(f"由支部党员大会以无记名投票方式{more_than_seats}。", "四、选举办法。"),
        line(BLANK * 2, "五、候选人预备人选。"),
        line("妥否，请批示。"),
    ]
    to = organization.parent.name if organization.parent else ""
    one = letter(title, to=to, lines=lines, sender=organization.name, dated=NO_DATE)
    return file_context(organization, title, [one])


def _timing(expires: dt.date | None, today: dt.date) -> str:
    """Both earlier and later need approval (R-ORG-11)."""
    late = f"已于{date_of(expires)}届满，" if expires and expires < today else ""
    return f"{late}提前或者延期换届的，按照{XJ3}一并报请批准。"


def election(organization: Organization, term: Term | None) -> Context:
    """选票: candidates in the order of strokes, a line for whoever is chosen instead (XJ 24)."""
    by_committee = term is None or term.has_committee
    title = "支部委员会委员选票" if by_committee else "支部书记选票"
    notes = [
        "应选＿＿名。赞成的在“赞成”栏画“○”，不赞成的在“不赞成”栏画“○”，弃权的在“弃权”栏画“○”。"
        "不赞成的，可以另选他人，在空格内写上姓名并画“○”。",
        "赞成的人数等于或者少于应选名额的有效，多于应选名额的无效。候选人按姓氏笔画排列。",
        f"{NO_DATE}　　　　　　　　　　（党支部盖章）",
    ]
    names = [""] * (SEATS if by_committee else 1) + ["（另选）"] * (OTHERS if by_committee else 1)
    one = ballot(title, above=organization.name, choices=("赞成", "不赞成", "弃权"), names=names, notes=notes)
    return file_context(organization, "选票", [one])


def result(organization: Organization, term: Term | None) -> Context:
    """报告单: who holds the posts of the term, with blanks for the count that no row holds."""
    assert term is not None
    title = "选举结果报告单"
    posts = Post.objects.filter(term=term, until__isnull=True, title__in=OF_COMMITTEE).select_related(
        "member"
    )
    order = list(Title.values)
    elected = [
        line(f"{post.member.name}　　　　得赞成票＿＿＿票", Title(post.title).label)
        for post in sorted(posts, key=lambda post: (order.index(post.title), post.pk))
    ]
    table = [
        line(f"第{term.number}届", "届次"),
        line(date_of(term.since), "本届起始日期"),
        line("　　　　人", "应到会有选举权的党员"),
        line("　　　　人（不少于应到的五分之四）", "实到会有选举权的党员"),
        line("　　　　张", "发出选票"),
        line("　　　　张，其中有效　　　　张，无效　　　　张", "收回选票"),
        *(elected or [line("", "当选人")]),
        line(
            "赞成票超过实到会有选举权的党员半数的当选；书记、副书记报上级党组织批准，委员报上级党组织备案。",
            "说明",
        ),
    ]
    one = letter(
        title,
        above=organization.name,
        to=organization.parent.name if organization.parent else "",
        table=table,
        signatures=["监票人（签名）：", "计票人（签名）：", SECRETARY],
        dated=NO_DATE,
    )
    return file_context(organization, title, [one])


MAKERS: dict[PaperKind, Callable[[Organization, Term | None], Context]] = {
    PaperKind.PUBLICITY: publicity,
    PaperKind.REQUEST: request,
    PaperKind.ELECTION: election,
    PaperKind.RESULT: result,
}
