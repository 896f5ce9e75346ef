"""The actions that an organization's page offers, each with its form and wording, as plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from branches import actions, forms
from branches.models import Organization
from branches.states import MAY_STAND_UNDER, Kind
from core.instruments import XJ3


@dataclass(frozen=True)
class ActionForm:
    """An action of a page with its form and wording. word: link and title; button: its verb; done: the message afterwards."""

    form: type[Any]
    action: Callable[..., Any]
    word: str
    button: str
    done: str
    note: str = ""


ACTIONS: dict[str, ActionForm] = {
    "rename": ActionForm(
        forms.RenameForm, actions.rename, "更名", "更名", "已更名。", "原来的名称留在变更记录里。"
    ),
    "describe": ActionForm(forms.DescribeForm, actions.describe, "基本情况", "保存", "已保存。"),
    "establish": ActionForm(forms.EstablishForm, actions.establish, "新设下级", "新设", "已新设。"),
    "begin_term": ActionForm(
        forms.BeginTermForm,
        actions.begin_term,
        "登记换届",
        "登记",
        "已登记新一届。",
        "选举以后登记。上一届的任职到选举前一天为止，新一届的任职接着登记。"
        f"提前或者推迟换届，先报上级党组织批准。{XJ3}",
    ),
    "extend_term": ActionForm(
        forms.ExtendTermForm,
        actions.extend_term,
        "延期换届",
        "延期",
        "已延期。",
        f"延期要有上级党组织的批复，一般不超过1年。{XJ3}",
    ),
    "call_off": ActionForm(
        forms.CallOffForm,
        actions.call_off_dissolution,
        "取消撤销计划",
        "收回",
        "已收回，不撤销了。",
        "撤销的日子还没有到才能收回；登记过的撤销留在审计里。",
    ),
}


def actions_for(organization: Organization) -> dict[str, ActionForm]:
    """The actions possible for this organization: no child below a group, no extension without a term."""
    lacking = set()
    if not any(organization.kind in MAY_STAND_UNDER[kind] for kind in Kind):
        lacking.add("establish")
    if not organization.terms.filter(until__isnull=True, due_on__isnull=False).exists():
        lacking.add("extend_term")
    if organization.dissolved_on is None:
        lacking.add("call_off")
    return {slug: deed for slug, deed in ACTIONS.items() if slug not in lacking}
