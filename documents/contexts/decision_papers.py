"""Contexts of the papers of a decision about a person: 批复, and 介绍信 with its receipt.

They say what was approved and no more; identity number and telephone stay blank, to be written by hand.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from django.conf import settings

from core.instruments import cite
from core.wording import Context, date_of, line
from documents.contexts.letters import BLANK, SOME_DAY, file_context, letter, people_of, ruled
from documents.states import PaperKind
from members.models import Member
from procedures.models import MemberDecision
from procedures.states import DecisionKind, DecisionStatus

TITLES = {
    DecisionKind.ADMITTED: "关于同意接收{name}同志为中共预备党员的批复",
    DecisionKind.CONVERSION: "关于同意{name}同志转为中共正式党员的批复",
    DecisionKind.EXTENSION: "关于同意延长{name}同志预备期的批复",
    DecisionKind.CANCELLED: "关于同意取消{name}同志预备党员资格的批复",
    DecisionKind.PERSUADED: "关于同意劝{name}退党的批复",
    DecisionKind.REMOVED_SELF: "关于同意将{name}按自行脱党除名的批复",
    DecisionKind.REMOVED_REFUSING: "关于同意将{name}除名的批复",
    DecisionKind.REMOVED_LOST: "关于同意将{name}按自行脱党除名的批复",
    DecisionKind.REMOVED_OTHER: "关于同意将{name}除名的批复",
}
"""Decisions of a general meeting that the body above answers; the others rest on papers of another kind."""
_TITLE = re.compile(r"((?:《[^》]+》(?:（[^）]+）)?)?)(.*)")
LETTERS_OF = frozenset({DecisionKind.TRANSFERRED_OUT, DecisionKind.UNIT_TRANSFERRED})


def lacking(kind: str, decision: MemberDecision) -> str:
    """Why this paper cannot be made of a decision; empty where it can. No query."""
    if kind == PaperKind.REPLY and decision.kind not in TITLES:
        return f"{decision.get_kind_display()}没有批复。"
    if kind == PaperKind.TRANSFER and decision.kind not in LETTERS_OF:
        return "转出组织关系才有介绍信。"
    return "" if decision.status == DecisionStatus.APPROVED else "还没有批准。"


def offered(decision: MemberDecision) -> list[PaperKind]:
    return [kind for kind in MAKERS if not lacking(kind, decision)]


def context(kind: PaperKind, decision: MemberDecision) -> Context:
    """The context of an approved decision with its organization, member and resolution."""
    return MAKERS[kind](decision)


def reply(decision: MemberDecision) -> Context:
    """批复: number, addressee, what the general meeting passed, what is agreed, body and day (R-DOC-03, FZ 25)."""
    title = TITLES[DecisionKind(decision.kind)].format(name=decision.name)
    resolution, day = decision.resolution, decision.decided_on or decision.asked_at.date()
    passed = ""
    if resolution is not None:
        passed = (
            f"你支部{date_of(resolution.item.meeting.held_on)}召开支部党员大会，{resolution.result_words}。"
        )
    lines = [
        *([line(passed)] if passed else []),
        line(
            f"按照{bases_words(decision.rule.bases, day)}，{date_of(decision.decided_on)}研究决定，{agreed(decision)}。"
        ),
        line("请在支部党员大会上宣布，并告知本人。"),
        line("此复。"),
    ]
    return file_context(
        decision.organization,
        title,
        [
            letter(
                title,
                above=decision.document,
                to=decision.organization.name,
                lines=lines,
                sender=decision.body,
                dated=date_of(decision.decided_on),
            )
        ],
    )


def bases_words(bases: Iterable[str], day: dt.date) -> str:
    """《…》第二十条、第二十二条: the articles of one instrument together, in the edition of the day."""
    articles: dict[str, list[str]] = {}
    for each in bases:
        title, number = _TITLE.fullmatch(cite(each, day)).groups()  # type: ignore[union-attr]  # it matches anything
        articles.setdefault(title, []).append(number)
    return "".join(title + "、".join(dict.fromkeys(numbers)) for title, numbers in articles.items())


def agreed(decision: MemberDecision) -> str:
    """同意接收王小燕同志为中共预备党员，预备期从2026年11月25日算起，到2027年11月25日期满."""
    name, member, kind = decision.name, decision.member, decision.kind
    if kind == DecisionKind.ADMITTED:
        words = f"同意接收{name}同志为中共预备党员"
        if member is None:
            return words
        begins, ends = date_of(member.joined_on), date_of(member.probation_ends_on)
        return f"{words}，预备期从{begins}算起，到{ends}期满"
    if kind == DecisionKind.CONVERSION:
        since = f"，转正时间从{date_of(member.full_on)}算起" if member and member.full_on else ""
        return f"同意{name}同志转为中共正式党员{since}"
    if kind == DecisionKind.EXTENSION:
        return f"同意延长{name}同志预备期至{date_of(decision.until)}"
    if kind == DecisionKind.CANCELLED:
        return f"同意取消{name}同志预备党员资格"
    if kind == DecisionKind.PERSUADED:
        return f"同意劝{name}退党"
    if kind in (DecisionKind.REMOVED_SELF, DecisionKind.REMOVED_LOST):
        return f"同意将{name}按自行脱党除名"
    return f"同意将{name}除名"


def transfer(decision: MemberDecision) -> Context:
    """介绍信 with its receipt on a sheet of its own; it holds so many days as the district says (R-REL-01)."""
    title = "中国共产党党员组织关系介绍信"
    day = decision.decided_on
    last = day + dt.timedelta(days=settings.LETTER_VALID_DAYS) if day else None
    who, member = f"{decision.name}同志", decision.member
    lines = [
        line(f"{who}{person_words(member)}组织关系由{decision.organization.name}转往{BLANK * 3}，请接收。"),
        line(f"{BLANK * 3}", "公民身份号码："),
        line(f"{BLANK}年{BLANK}月", "党费交至："),
        line(f"{settings.LETTER_VALID_DAYS}天，到{date_of(last) or SOME_DAY}。", "有效期："),
        line(f"{BLANK * 2}，电话{BLANK * 2}。", "党员联系方式："),
    ]
    sheet = letter(
        title,
        above=decision.document,
        to=BLANK * 3,
        lines=lines,
        sender=decision.body,
        dated=date_of(day),
        notes=["（盖章）"],
    )
    receipt = letter(
        f"{title}（回执）",
        above=decision.document,
        to=decision.body,
        lines=[
            line(f"{who}的组织关系已于{SOME_DAY}转到{BLANK * 3}。"),
            *ruled("接收党组织、经办人、联系电话："),
        ],
        dated=SOME_DAY,
        notes=["（盖章）"],
    )
    return file_context(decision.organization, title, [sheet, receipt])


def person_words(member: Member | None) -> str:
    """（男，汉族，1975年3月生），系中共正式党员，; a probationary member with the end of the probation."""
    if member is None:
        return "，"
    gender = member.get_gender_display() if member.gender in ("1", "2") else ""
    born = f"{member.birth_on.year}年{member.birth_on.month}月生" if member.birth_on else ""
    about = "，".join(filter(None, [gender, people_of(member), born]))
    status = "正式党员" if member.full_on else f"预备党员（预备期到{date_of(member.probation_ends_on)}）"
    return f"{f'（{about}）' if about else ''}，系中共{status}，"


MAKERS: dict[PaperKind, Callable[[MemberDecision], Context]] = {
    PaperKind.REPLY: reply,
    PaperKind.TRANSFER: transfer,
}
