"""Chinese wording of audit entries: the action's label, and changes as old → new with the table's field names."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from audit.models import Entry
from core.parts import AuditLabels, parts

# The order in which the page offers the groups.
GROUPS = (
    "登录",
    "账号和授权",
    "党组织",
    "党员",
    "会议",
    "签到、请假和补学",
    "民主评议和谈心谈话",
    "文书",
    "月报和制度",
    "提醒",
    "系统",
)
OMITTED = {
    "from_path"
}  # a place in the tree as the machine writes it; 党组织 beside it says the same by name


@functools.cache
def labels() -> AuditLabels:
    """The labels of all apps as one."""
    found: tuple[AuditLabels, ...] = parts("AUDIT_LABELS")
    grouped: dict[str, dict[str, str]] = {group: {} for group in GROUPS}
    for each in found:
        for group, actions in each.actions.items():
            grouped[group] |= actions
    tasks = {name: word for each in found for name, word in each.tasks.items()}
    return AuditLabels(
        actions=grouped,
        fields={name: word for each in found for name, word in each.fields.items()},
        values={name: words for each in found for name, words in each.values.items()} | {"task": tasks},
        tasks=tasks,
    )


@functools.cache
def action_labels() -> dict[str, str]:
    """Action code → label, in the order of the groups."""
    return {action: word for actions in labels().actions.values() for action, word in actions.items()}


def task_label(task: str) -> str:
    return labels().tasks.get(task, task)


class ValueChange(NamedTuple):
    label: str
    old: str
    new: str


def action_word(action: str) -> str:
    return action_labels().get(action, action)


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every action once, under its group, as choices of a form."""
    return [(group, list(actions.items())) for group, actions in labels().actions.items()]


@functools.cache
def _moved_subjects() -> dict[str, type[Model]]:
    return {model.audit_subject: model for model in apps.get_models() if hasattr(model, "audit_subject")}


def subject_model(label: str) -> type[Model]:
    """The table an entry's subject stands in. Raises LookupError, ValueError."""
    return _moved_subjects().get(label) or apps.get_model(label)


def subject_word(label: str) -> str:
    """党员 for members.member; the label itself when the table is no more."""
    try:
        return str(subject_model(label)._meta.verbose_name) if label else ""
    except LookupError:
        return label


def plain(values: Any) -> str:
    """For a cell: the JSON as it was written."""
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)


def changes(entry: Entry) -> list[ValueChange]:
    """What the deed changed, field by field; what stayed as it was is left out."""
    before, after = entry.before or {}, entry.after or {}
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return [ValueChange("", _text(entry.before), _text(entry.after))]
    found = []
    for name in [*before, *(name for name in after if name not in before)]:
        if name in OMITTED or (name in before and name in after and before[name] == after[name]):
            continue
        label, choices = _field(entry.subject, name)
        old, new = before.get(name), after.get(name)
        found.append(ValueChange(label, _text(old, choices), _text(new, choices)))
    return found


def _field(subject: str, name: str) -> tuple[str, Mapping[Any, Any]]:
    try:
        field: Any = subject_model(subject)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return labels().fields.get(name, name), labels().values.get(name, {})
    choices = dict(getattr(field, "flatchoices", ())) or labels().values.get(name, {})
    return str(getattr(field, "verbose_name", name)), choices


def _text(value: Any, choices: Mapping[Any, Any] | None = None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        said = (
            f"{labels().fields.get(key, key)}：{_text(each, labels().values.get(key))}"
            for key, each in value.items()
        )
        return "，".join(said)[:300]
    if isinstance(value, list):
        return "、".join(_text(each) for each in value)[:300]
    return str((choices or {}).get(value, value))[:300]


SHEET_COLUMNS: dict[str, Callable[[Entry], Any]] = {
    "时间": lambda entry: entry.at,
    "何人": lambda entry: entry.who,
    "何事": lambda entry: action_word(entry.action),
    "对象类别": lambda entry: subject_word(entry.subject),
    "对象": lambda entry: entry.subject_name,
    "对象编号": lambda entry: entry.subject_id,
    "组织": lambda entry: entry.organization,
    "之前": lambda entry: plain(entry.before),
    "之后": lambda entry: plain(entry.after),
    "说明": lambda entry: entry.note,
    "请求号": lambda entry: entry.request_id,
    "网络地址": lambda entry: entry.address,
    "终端": lambda entry: entry.device,
    "摘要": lambda entry: entry.digest,
}


def sheet(entries: Iterable[Entry]) -> tuple[str, list[str], Iterator[tuple[Any, ...]]]:
    """(title, heads, rows) of a workbook with these entries."""
    rows = (tuple(value(entry) for value in SHEET_COLUMNS.values()) for entry in entries)
    return "审计记录", list(SHEET_COLUMNS), rows
