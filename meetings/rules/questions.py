"""What is asked once before a record is handed in, and what may be answered."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

SHORTEST = 2  # letters of an answer
LONGEST = 500
NUMBER = re.compile(r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）、．.]|[①-⑳]|[-•·])\s*")
_USUAL = ("情况属实", "已经核对过")
_FREQUENT = {
    "R-REC-01": ("时间没有写错", "已经核对过"),
    "R-REC-06": ("支部人少，一人兼任", "记录人临时有事"),
    "R-REC-07": ("时间没错", "有人先后参加两个会"),
    "R-REC-08": ("确实是这次的", "内容相近，分两次开的"),
    "R-MEET-08": ("人没到齐，只通了气", "另定时间再开"),
    "R-MEET-09": ("受书记委托", "支委会指定"),
    "R-LIFE-04": ("等次另外登记", "还在汇总"),
}

_SPEAKS_OF = (
    (("照片", "附件"), "photos"),
    (("讲课", "主讲"), "lecture-title"),
    (("票", "决议", "议题", "表决"), "agenda-title"),
    (("请假", "缺席", "到会", "签到", "应到", "实到", "人数"), "attendances"),
    (("主题",), "theme"),
    (("地点",), "place"),
    (("主持",), "host"),
    (("记录人",), "recorder"),
    (("发言", "会议记录", "讨论", "内容"), "minutes"),
    (("时间", "几点", "日期", "哪天"), "starts_at"),
)
"""Words → the field of the record they speak of; the first that is met counts."""
_NOT_ASKED = ("R-LIFE-12", "R-ATT-02")  # nobody can mend them any more: who reviews is told, and nobody asked


@dataclass(frozen=True)
class Answers:
    """What whoever hands a record in answered: what it is not the same as, hint → why it stays so, and what is said to each
    remark with which it came back; `reply` to the first, where there is no more than one."""

    distinct_from: Collection[UUID] = ()
    reply: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    replies: Sequence[str] = ()


def remarks_in(comment: str) -> list[str]:
    """What a reviewer wrote, a remark a line; numbers in front of them are not part of what they say."""
    lines = [line.strip() for line in comment.splitlines()]
    return [NUMBER.sub("", line) or line for line in lines if line]


def field_of(remark: str) -> str:
    """The field a remark speaks of, by its words; empty where nothing tells."""
    return next((name for words, name in _SPEAKS_OF if any(word in remark for word in words)), "")


def replies_to(
    comment: str, given: Sequence[str], kept: Sequence[Sequence[str]] | None = None
) -> list[list[str]]:
    """Each remark with what is answered to it now, or else was before."""
    before = [reply for _remark, reply in kept or ()]
    return [
        [remark, (_nth(given, n).strip() or _nth(before, n))[:LONGEST]]
        for n, remark in enumerate(remarks_in(comment))
    ]


def _nth(texts: Sequence[str], n: int) -> str:
    return texts[n] if n < len(texts) else ""


def is_asked(rule: str) -> bool:
    """Whether a hint of that rule is put to whoever hands in."""
    return rule not in _NOT_ASKED


def frequent_answers(rule: str) -> tuple[str, str]:
    return _FREQUENT.get(rule, _USUAL)


def is_answer(text: str) -> bool:
    return len(text.strip()) >= SHORTEST
