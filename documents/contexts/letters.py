"""The parts of papers laid out as letters or ballots. What no row holds stays a ruled blank, to be written by hand."""

from collections.abc import Iterable, Sequence

from branches.models import Organization
from core import clock
from core.wording import Context, Line, date_of
from members.models import Member
from members.states import ETHNICITIES

BLANK = "＿" * 6
RULE = "＿" * 25
NO_DATE = "　　　　年　　月　　日"
SOME_DAY = "＿＿＿＿年＿＿月＿＿日"
DRAFT = "初稿（记录还没有提交）"
SECRETARY = "党支部书记（签名）："


def file_context(organization: Organization, title: str, copies: Sequence[Context]) -> Context:
    """The context of a paper of one or several copies, each on a sheet of its own."""
    return {
        "党组织": organization.name,
        "党组织简称": organization.full_label,
        "标题": title,
        "打印日期": date_of(clock.today()),
        "份": list(copies),
    }


def letter(
    title: str,
    *,
    above: str = "",
    mark: str = "",
    to: str = "",
    lines: Iterable[Line] = (),
    table: Iterable[Line] = (),
    signatures: Iterable[str] = (),
    sender: str = "",
    dated: str = "",
    notes: Iterable[str] = (),
) -> Context:
    """One letter or form. `mark`: what it is as long as it is not final; `dated`: a date, or NO_DATE for a blank one."""
    return {
        "眉": above,
        "标题": title,
        "标记": mark,
        "主送": to,
        "行": list(lines),
        "表": list(table),
        "签名": list(signatures),
        "落款": sender,
        "日期": dated,
        "附注": list(notes),
    }


def ballot(
    title: str, *, above: str, choices: Sequence[str], names: Sequence[str], notes: Sequence[str]
) -> Context:
    """One ballot paper: a row for each name with an empty box for each choice. An empty name is a line to write on."""
    return {
        "眉": above,
        "标题": title,
        "选项": list(choices),
        "人": [{"序号": number, "姓名": name} for number, name in enumerate(names, 1)],
        "附注": list(notes),
    }


def ruled(label: str, count: int = 1) -> list[Line]:
    """A label with so many ruled lines below it."""
    return [{"名称": label, "内容": ""}, *({"名称": "", "内容": RULE} for _ in range(count))]


def people_of(member: Member) -> str:
    """汉族; 穿青人, 革家人 and 其他 as they are."""
    name = ETHNICITIES.get(member.ethnicity or 0, "")
    return name if not name or name.endswith(("族", "人", "其他")) else f"{name}族"
