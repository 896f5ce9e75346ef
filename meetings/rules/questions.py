"""What is asked once before a record is handed in, and what may be answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

SHORTEST = 2  # letters of an answer
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

_NOT_ASKED = ("R-LIFE-12", "R-ATT-02")  # nobody can mend them any more: who reviews is told, and nobody asked


@dataclass(frozen=True)
class Answers:
    """What whoever hands a record in answered: what it is not the same as, why nothing changed since it came back, and
    hint → why it stays so."""

    distinct_from: Collection[UUID] = ()
    reply: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)


def is_asked(rule: str) -> bool:
    """Whether a hint of that rule is put to whoever hands in."""
    return rule not in _NOT_ASKED


def frequent_answers(rule: str) -> tuple[str, str]:
    return _FREQUENT.get(rule, _USUAL)


def is_answer(text: str) -> bool:
    return len(text.strip()) >= SHORTEST
