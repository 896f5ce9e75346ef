"""Contexts of the papers of one meeting beside its minutes: notice, resolution, ballot, tally, report on organizational life.

Each says what the rows hold and no more. A vote on a person is a paper of its own (R-DEV-13).
"""

from collections.abc import Callable, Collection, Sequence

from core import clock
from core.instruments import FZ20_VOTE, FZ22_APPROVAL, FZ31_PROBATION, FZ32_VOTE, FZ33_FULL_ON, ZB11, Article
from core.wording import Context, Line, date_of, line, lines_of, span
from documents.contexts import minutes
from documents.contexts.letters import BLANK, DRAFT, NO_DATE, SECRETARY, ballot, file_context, letter, ruled
from documents.states import PaperKind
from life.models import Talk
from meetings.models import Meeting, Poll, Problem, Resolution
from meetings.rules import vote_words
from meetings.rules.majorities import is_secret, majority_of
from meetings.selectors.kind_part_lines import problem_line
from meetings.states import COUNTED, ON_MEMBERSHIP, ONE_BY_ONE, Kind, Matter, Status, VoteForm

SUBJECTS = {
    Matter.ADMISSION: "接收{name}同志为中共预备党员",
    Matter.CONVERSION: "{name}同志转为中共正式党员",
    Matter.EXTENSION: "延长{name}同志预备期",
    Matter.CANCELLATION: "取消{name}同志预备党员资格",
    Matter.DISPOSAL: "对{name}同志作出组织处置",
    Matter.SANCTION: "给予{name}党纪处分",
}
"""What a decision about a person is called in the title of its paper."""
VOTED_BY: dict[str, Article] = {
    Matter.ADMISSION: FZ20_VOTE,
    Matter.CONVERSION: FZ32_VOTE,
    Matter.EXTENSION: FZ32_VOTE,
    Matter.CANCELLATION: FZ32_VOTE,
}
APPROVED_BY: dict[str, Article] = {
    Matter.ADMISSION: FZ22_APPROVAL,
    Matter.CONVERSION: FZ33_FULL_ON,
    Matter.EXTENSION: FZ31_PROBATION,
    Matter.CANCELLATION: FZ31_PROBATION,
}
"""The article by which a committee above must approve what the general meeting has passed."""
INVITED = {Kind.COMMITTEE: "各支部委员", Kind.GROUP: "本小组各位党员"}
CHOICES = ("赞成", "反对", "弃权")


def votes_of(meeting: Meeting) -> list[Resolution]:
    """The decisions of a loaded meeting, in the order of the agenda."""
    return [item.resolution for item in meeting.agenda.all() if hasattr(item, "resolution")]


def on_person(votes: Sequence[Resolution]) -> list[Resolution]:
    return [vote for vote in votes if vote.kind in ON_MEMBERSHIP]


def counted(votes: Sequence[Resolution]) -> list[Resolution]:
    return [vote for vote in votes if vote.yes is not None]


def on_paper(votes: Sequence[Resolution]) -> list[Resolution]:
    """Those voted on by ballot: what the law or the record says is secret."""
    return [vote for vote in votes if is_secret(vote.kind) or vote.form == VoteForm.SECRET]


def lacking(kind: str, meeting: Meeting, kinds: Collection[str], votes: Sequence[Resolution]) -> str:
    """Why this paper cannot be made of a meeting of these kinds; empty where it can. No query."""
    if meeting.status == Status.CANCELLED:
        return "会议已取消。"
    if kind == PaperKind.NOTICE:
        return "会已经开过了。" if meeting.is_held else ""
    if kind == PaperKind.LIFE_REPORT:
        return "" if Kind.LIFE in kinds and meeting.is_held else "开过的组织生活会才有情况报告。"
    if kind == PaperKind.RECTIFICATION:
        return "" if meeting.is_held and meeting.problems.all() else "这次会议没有登记问题。"
    if kind == PaperKind.BALLOT and not meeting.is_held:
        return "" if Kind.GENERAL in kinds else "支部党员大会才用表决票。"
    if kind == PaperKind.RESOLUTION:
        found, why = counted(on_person(votes)), "这次会议没有表决过的党员事项。"
    else:
        found, why = on_paper(votes), "这次会议没有用无记名投票表决的事项。"
    return "" if found else why


def offered(meeting: Meeting, kinds: Collection[str], votes: Sequence[Resolution]) -> list[PaperKind]:
    return [kind for kind in MAKERS if not lacking(kind, meeting, kinds, votes)]


def context(kind: PaperKind, meeting: Meeting) -> Context:
    """The context of a meeting loaded by `minutes.load_meetings`."""
    return MAKERS[kind](meeting)


def subject_of(vote: Resolution) -> str:
    """接收王小燕同志为中共预备党员; of another matter the title of its item."""
    words = SUBJECTS.get(Matter(vote.kind))
    return words.format(name=vote.candidate or BLANK) if words else vote.item.title


def draft_mark(meeting: Meeting) -> str:
    return "" if meeting.status in COUNTED else DRAFT


# ── notice ──


def notice(meeting: Meeting) -> Context:
    kinds = meeting.kind_codes
    title = f"关于召开{meeting.kind_names}的通知"
    items = [item.title for item in meeting.agenda.all()]
    lines = [
        line(span(meeting.held_on, meeting.starts_at, meeting.ends_at), "时间："),
        line(meeting.place or BLANK * 2, "地点："),
        *([line(meeting.theme, "主题：")] if meeting.theme else []),
        *([line("；".join(items), "议题：")] if items else []),
        *([line(meeting.host.name, "主持人：")] if meeting.host else []),
        line("请准时参加。因故不能参加的，会前向主持人请假。"),
    ]
    to = INVITED.get(Kind(kinds[0]), "各位党员") if len(kinds) == 1 else "各位党员"
    dated = date_of(meeting.agenda_announced_on) or NO_DATE
    one = letter(title, to=to, lines=lines, sender=meeting.organization.name, dated=dated)
    return file_context(meeting.organization, title, [one])


# ── the vote: ballot, tally, resolution ──


def ballots(meeting: Meeting) -> Context:
    """A ballot for each vote on paper; before the meeting one with a blank name."""
    title = "表决票"
    notes = [
        "在同意的一栏内画“○”，只画一栏；画两栏以上的无效。",
        f"{date_of(meeting.held_on)}　{meeting.kind_names}",
        "（党支部盖章）",
    ]
    found = on_paper(votes_of(meeting)) if meeting.is_held else []
    papers = [(f"{subject_of(vote)}{title}", vote.candidate or vote.item.title) for vote in found]
    return file_context(
        meeting.organization,
        title,
        [
            ballot(name, above=meeting.organization.name, choices=CHOICES, names=[whom], notes=notes)
            for name, whom in papers or [(title, "")]
        ],
    )


def tally(meeting: Meeting) -> Context:
    votes = on_paper(votes_of(meeting))
    cast = dict(Poll.objects.filter(resolutions__in=votes).values_list("pk", "cast"))
    papers = [_tally(meeting, vote, cast.get(vote.poll_id or 0)) for vote in votes]
    return file_context(meeting.organization, "计票单", papers)


def _tally(meeting: Meeting, vote: Resolution, cast: int | None) -> Context:
    """cast: ballots of a vote on phones, which counts them itself; of a vote on paper the blanks are filled by hand."""
    by_hand = [
        line("　　　　张", "发出表决票"),
        line("　　　　张，其中有效　　　　张，无效　　　　张", "收回表决票"),
    ]
    is_counted, voters = vote.yes is not None, vote_words.voters_word(meeting.kind_codes)
    needed = majority_of(vote.kind, meeting.kind_codes).votes_needed(vote.entitled)
    rows = [
        line(f"{date_of(meeting.held_on)}{meeting.kind_names}", "会议"),
        line(subject_of(vote), "表决事项"),
        line(vote.get_form_display(), "表决方式"),
        line(f"{vote.entitled}人", f"应到会{voters}"),
        line(f"{vote.present}人", f"实到会{voters}"),
        *(by_hand if cast is None else [line(f"{cast}张", "收回表决票")]),
        *(
            line(vote_words.votes_words(vote, name) if is_counted else "　　　　票", word)
            for name, word in vote_words.CHOICES.items()
        ),
    ]
    if missing := is_counted and vote_words.uncast(vote, vote.present):
        rows.append(line(f"{missing}人", "未投"))
    if vote.written_words:
        rows.append(line(vote.written_words, "会前书面意见"))
    rows.append(line(f"至少{needed}票（超过应到会{voters}的半数）", "通过需要"))
    rows.append(line(vote_words.outcome_word(vote.passed) if is_counted else "", "结果"))
    return letter(
        "计票单",
        above=meeting.organization.name,
        mark=draft_mark(meeting),
        table=rows,
        signatures=["监票人（签名）：", "计票人（签名）："],
        dated=date_of(meeting.held_on),
    )


def resolutions(meeting: Meeting) -> Context:
    """决议 on admission, conversion, extension, cancellation, disposal: its five elements (R-DEV-34; FZ 21)."""
    votes = counted(on_person(votes_of(meeting)))
    copies = [_resolution(meeting, vote) for vote in votes]
    return file_context(
        meeting.organization, copies[0]["标题"] if len(copies) == 1 else "党员大会决议", copies
    )


def _resolution(meeting: Meeting, vote: Resolution) -> Context:
    day, subject = meeting.held_on, subject_of(vote)
    title = f"关于{subject}的决议" if vote.passed else f"关于讨论{subject}的决议（未通过）"
    number = next((f"（{each}）" for each in meeting.current_numbers if each.kind == Kind.GENERAL), "")
    rests_on = VOTED_BY.get(vote.kind, ZB11).on(day)
    more = "超过" if vote.passed else "没有超过"
    lines = [
        line(f"{date_of(day)}，{meeting.organization.name}召开支部党员大会{number}，讨论{subject}的问题。")
    ]
    if vote.kind in ONE_BY_ONE:
        lines += ruled("主要表现：", 2)
    approval = APPROVED_BY.get(vote.kind) if vote.passed else None
    lines += [
        line(
            f"{vote.get_form_display()}。{vote.result_words}。"
            f"赞成票{more}应到会有表决权的党员的半数（{rests_on}）。",
            "表决情况：",
        ),
        line(vote.text.rstrip("。") + "。", "决议内容："),
        *([line(f"按照{approval.on(day)}，报上级党委审批。")] if approval else []),
    ]
    mark = draft_mark(meeting)
    return letter(
        title,
        above=meeting.organization.name,
        mark=mark,
        lines=lines,
        signatures=[] if mark else [f"{SECRETARY}　　　　　　{date_of(day)}"],
    )


# ── the report on an organizational-life meeting ──


def life_report(meeting: Meeting) -> Context:
    """To the organization above: what was done, and the branch's own problems. What people said of themselves and of one
    another, and their own problems, stay in the branch: only their number is told."""
    place = meeting.organization
    title = f"{meeting.held_on.year}年度组织生活会情况报告"
    mark = draft_mark(meeting)
    return file_context(
        place,
        title,
        [
            letter(
                title,
                mark=mark,
                to=place.parent.name if place.parent else "",
                lines=_life_lines(meeting),
                signatures=[] if mark else [SECRETARY],
                sender="" if mark else place.name,
                dated="" if mark else NO_DATE,
            )
        ],
    )


def _life_lines(meeting: Meeting) -> list[Line]:
    words = minutes.context(meeting, minutes.load_posts([meeting]))
    life = getattr(meeting, "life_record", None)
    talks = Talk.objects.filter(
        organization=meeting.organization, on__year=meeting.held_on.year, on__lte=meeting.held_on
    ).count()
    examined = [each for each in meeting.examinations.all() if each.self_criticism.strip()]
    criticized = [each for each in meeting.examinations.all() if each.criticism.strip()]
    problems = list(meeting.problems.all())
    own = [each for each in problems if each.member is None]
    others = [each for each in problems if each.member is not None]
    lines = [line("", "一、基本情况")]
    lines.append(line(f"{words['时间']}，在{words['地点']}召开，{words['主持']}主持。{words['到会']}"))
    if words["列席"]:
        lines.append(line(f"{words['列席']}。", "列席："))
    lines.append(line("", "二、会前准备"))
    if meeting.theme:
        lines.append(line(f"{meeting.theme}。", "主题："))
    if life and life.study.strip():
        lines += [line(first, label) for first, label in _labelled(life.study, "学习：")]
    lines.append(line(f"本年度会前登记谈心谈话{talks}次。", "谈心谈话："))
    if life and life.opinions.strip():
        lines.append(line("会前征求了意见，情况记入会议记录。", "征求意见："))
    lines.append(line("", "三、查摆问题、开展批评和自我批评"))
    counts = f"{len(examined)}人作了对照检查，{len(criticized)}人接受了批评。"
    lines.append(line(counts if examined or criticized else "开展了批评和自我批评，情况记入会议记录。"))
    lines.append(
        line(f"查摆问题{len(problems)}个，其中支部的{len(own)}个，党员个人的{len(others)}个，由本人认领。")
    )
    lines.append(line("", "四、整改措施"))
    for number, each in enumerate(own, 1):
        lines.append(line(problem_line(each), f"{number}. "))
    open_ones = [each for each in problems if each.done_on is None]
    lines.append(
        line(f"已整改{len(problems) - len(open_ones)}个，正在整改{len(open_ones)}个。")
        if problems
        else line("没有登记问题。")
    )
    return lines


# ── the report on what was rectified ──


def rectification(meeting: Meeting) -> Context:
    """To the organization above: the branch's own problems with measure, owner, term and outcome; of those of single
    members only the numbers (JY 17, ZB 17)."""
    place, mark = meeting.organization, draft_mark(meeting)
    title = f"{meeting.held_on.year}年度{'组织生活会' if Kind.LIFE in meeting.kind_codes else ''}整改报告"
    problems = list(meeting.problems.all())
    own = [each for each in problems if each.member is None]
    lines = [
        line("", "一、问题"),
        line(
            f"{date_of(meeting.held_on)}{meeting.kind_names}查摆问题{len(problems)}个，"
            f"其中支部的{len(own)}个，党员个人的{len(problems) - len(own)}个。"
        ),
        line("", "二、支部问题的整改"),
    ]
    for number, each in enumerate(own, 1):
        lines.append(line(problem_line(each), f"{number}. "))
    if not own:
        lines.append(line("没有登记支部的问题。"))
    lines += [
        line("", "三、完成情况"),
        line(f"支部的问题：{_outcomes(own)}。"),
        line(f"党员个人的问题：{_outcomes([each for each in problems if each.member is not None])}。"),
        *ruled("四、下步措施", 2),
    ]
    return file_context(
        place,
        title,
        [
            letter(
                title,
                mark=mark,
                to=place.parent.name if place.parent else "",
                lines=lines,
                signatures=[] if mark else [SECRETARY],
                sender="" if mark else place.name,
                dated="" if mark else NO_DATE,
            )
        ],
    )


def _outcomes(problems: Sequence[Problem]) -> str:
    """共3个，已整改2个，正在整改1个，其中逾期1个."""
    today = clock.today()
    waiting = [each for each in problems if each.done_on is None]
    late = sum(each.due_on is not None and each.due_on < today for each in waiting)
    words = f"共{len(problems)}个，已整改{len(problems) - len(waiting)}个，正在整改{len(waiting)}个"
    return f"{words}，其中逾期{late}个" if late else words


def _labelled(text: str, label: str) -> list[tuple[str, str]]:
    first, *more = [each["内容"] for each in lines_of(text)]
    return [(first, label), *((each, "") for each in more)]


MAKERS: dict[PaperKind, Callable[[Meeting], Context]] = {
    PaperKind.NOTICE: notice,
    PaperKind.RESOLUTION: resolutions,
    PaperKind.BALLOT: ballots,
    PaperKind.TALLY: tally,
    PaperKind.LIFE_REPORT: life_report,
    PaperKind.RECTIFICATION: rectification,
}
