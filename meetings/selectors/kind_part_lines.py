"""Lines of a meeting's page and document for the parts of some kinds: lecture, organizational life, outcomes."""

from collections.abc import Iterable
from typing import Any

from core.wording import Line, date_of, labelled, line, lines_of
from meetings.models import Meeting
from meetings.record.words import LIFE_LABELS

Part = tuple[str, list[Line]]


def lecture_lines(meeting: Meeting) -> Iterable[Part]:
    lecture = getattr(meeting, "lecture", None)
    if lecture is None:
        return
    is_named = bool(lecture.lecturer)
    lines = labelled(
        (
            ("主讲人：", f"{lecture.lecturer}（{lecture.get_level_display()}）" if is_named else ""),
            ("材料：", lecture.material),
            ("学时：", f"{lecture.hours:g}" if is_named and lecture.hours else ""),
        )
    )
    if lines:
        yield ("党课", lines)


def life_lines(meeting: Meeting) -> Iterable[Part]:
    """R-LIFE-02: study, talks, opinions, criticism, then the problems with what is done about them."""
    life = getattr(meeting, "life_record", None)
    if life is not None:
        lines = []
        for name, label in LIFE_LABELS.items():
            text = getattr(life, name).strip()
            if text:
                first, *more = lines_of(text)
                lines += [line(first["内容"], f"{label}："), *more]
        yield "组织生活会", lines
    examinations = list(meeting.examinations.all())
    if examinations:
        yield (
            "对照检查、批评和自我批评",
            [
                line(text, label)
                for each in examinations
                for label, text in (
                    (f"{each.member.name if each.member else ''}自我批评：", each.self_criticism.strip()),
                    ("相互批评：", each.criticism.strip()),
                )
                if text
            ],
        )
    problems = list(meeting.problems.all())
    if problems:
        yield "问题和整改", [line(problem_line(each), f"{each.position}. ") for each in problems]


def problem_line(problem: Any) -> str:
    whose = f"（{problem.member.name}）" if problem.member else ""
    measure = f"措施：{problem.measure}" if problem.measure else ""
    owner = f"责任人：{problem.owner}" if problem.owner else ""
    due = f"{date_of(problem.due_on)}前" if problem.due_on else ""
    done = f"{date_of(problem.done_on)}完成" if problem.done_on else ""
    return (
        "。".join(part.rstrip("。") for part in (problem.text + whose, measure, owner, due, done) if part)
        + "。"
    )


def outcome_lines(meeting: Meeting) -> Iterable[Part]:
    if outcomes := list(meeting.outcomes.all()):
        yield "会后落实", [line(each.text, f"{date_of(each.on)}：") for each in outcomes]
