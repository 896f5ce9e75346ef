"""Check an imported list of organizations; parents may stand anywhere in the file, by name or code.

New organizations are established, names and plain facts of known ones corrected. Another parent or kind gives a
warning only: both need a date and a document and are changed on the organization's page.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from branches.access.roles import Capability
from branches.errors import FullMembersMissing
from branches.models import Organization
from branches.rules.findings import name_warnings
from branches.rules.organization_columns import BY_SUFFIX, ORGANIZATIONS
from branches.rules.organization_names import normal_name
from branches.rules.units import clean_units, too_few_refusal
from branches.selectors.actors import Actor
from branches.states import CODE_SHAPE, MAY_STAND_UNDER, RESERVED_CODES, Kind, UnitKind
from core import clock
from core.errors import RuleBroken
from core.workbooks.columns import WorkbookSheet
from core.workbooks.rows import (
    CHANGED,
    ERROR,
    UNCHANGED,
    WARNING,
    Checked,
    WorkbookRow,
    line_beside,
    read_rows,
)

DESCRIBED = ("activity_day", "unit_kind", "units_covered", "units")


@dataclass
class CheckedOrganizations(Checked[WorkbookRow]):
    """The result of a check; `order` are the rows with parents before children.

    A row's `organization` is the one it is about, when there is one already.
    """

    scope: Organization | None
    known: dict[str, Organization]
    order: list[WorkbookRow] = field(default_factory=list)
    parents: dict[int, WorkbookRow | Organization | None] = field(default_factory=dict)

    def text(self, field: str, row: WorkbookRow) -> str:
        return row.raw.get(field) or _display_text(field, row.facts.get(field))


def check(sheets: Sequence[WorkbookSheet], scope: Organization | None, by: Actor) -> CheckedOrganizations:
    """Check every row of a list of organizations: new, changed, unchanged or an error."""
    rows = read_rows(sheets, ORGANIZATIONS, WorkbookRow)
    standing = Organization.objects.standing(clock.today()).visible_to(by, Capability.MANAGE_ORGANIZATIONS)
    if scope is not None:
        standing = standing.within(scope)
    known = {place.code: place for place in standing}
    codes = [str(row.facts.get("code", "")) for row in rows]
    taken = set(Organization.objects.filter(code__among=codes).values_list("code", flat=True))
    checked = CheckedOrganizations(sheets, rows, scope, known)
    _match_known(checked, taken)
    _find_parents(checked)
    _order_by_parent(checked)
    for row in checked.order:
        _judge(row, checked)
    return checked


def _match_known(checked: CheckedOrganizations, taken: set[str]) -> None:
    """Match rows with known organizations by code, else by a name that only one has."""
    by_name: dict[str, list[Organization]] = {}
    for known in checked.known.values():
        by_name.setdefault(normal_name(known.name), []).append(known)
    by_code: dict[str, WorkbookRow] = {}
    for row in checked.rows:
        code, name = row.facts.get("code"), row.facts.get("name")
        if not name:
            row.add_note("name", ERROR, "没有全称")
            continue
        namesakes = by_name.get(normal_name(name), [])
        place = checked.known.get(code) if code else (namesakes[0] if len(namesakes) == 1 else None)
        if place is not None:
            row.organization = place.pk
            row.facts.setdefault("code", place.code)
        elif not code:
            row.add_note("code", ERROR, "没有编号")
        elif code in taken:
            row.add_note("code", ERROR, "这个编号已经用过，而且不在您的范围内")
        elif not CODE_SHAPE.fullmatch(code) or code.lower() in RESERVED_CODES:
            row.add_note("code", ERROR, "编号只能由字母、数字、点和短横组成，最多32个字")
        first = by_code.setdefault(row.facts.get("code", f"line {row.sheet} {row.line}"), row)
        if first is not row:
            row.add_note("code", ERROR, f"与{line_beside(first, row, checked.sheets)}重复")


def _find_parents(checked: CheckedOrganizations) -> None:
    """Find the parent of each row, in the file or among known organizations, by code or name."""
    named: dict[str, list[WorkbookRow | Organization]] = {}
    places = {place.pk: place for place in checked.known.values()}
    for row in checked.rows:
        for key in _keys(*(row.facts.get(name, "") for name in ("code", "name", "short_name"))):
            named.setdefault(key, []).append(row)
    in_file = {row.organization for row in checked.rows if row.organization}
    for place in places.values():
        if place.pk not in in_file:
            for key in _keys(place.code, place.name, place.short_name):
                named.setdefault(key, []).append(place)
    for row in checked.rows:
        written = str(row.facts.get("parent") or "")
        checked.parents[id(row)] = None
        if not written:
            if row.organization is None:
                checked.parents[id(row)] = checked.scope
            continue
        candidates = named.get(written) or named.get(normal_name(written)) or _called(written, named)
        if len(candidates) == 1 and candidates[0] is not row:
            checked.parents[id(row)] = candidates[0]
        elif row.organization and _is_above(written, places.get(row.organization)):
            continue
        elif len(candidates) > 1:
            row.add_note("parent", ERROR, f"有{len(candidates)}个党组织叫“{written}”，请写编号")
        else:
            row.add_note("parent", ERROR, "您的范围内和这个文件里都没有这个上级党组织")


def _keys(code: str, *names: str) -> set[str]:
    """What may be written for an organization."""
    return {code, normal_name(code), *map(normal_name, names)} - {""}


def _called(
    written: str, named: dict[str, list[WorkbookRow | Organization]]
) -> list[WorkbookRow | Organization]:
    """What goes by a name with the end of its kind, where only the unit's is written: 望海街道 → 望海街道党工委."""
    name = normal_name(written)
    for ending in COMMITTEE_ENDINGS:
        if found := named.get(name + ending) or named.get(name.removesuffix(ending)):
            return found
    return []


COMMITTEE_ENDINGS = ("党工委", "工作委员会", "党委", "委员会", "党总支", "总支部委员会", "党组", "工委")


def _is_above(written: str, place: Organization | None) -> bool:
    """Whether the text names the parent of a known organization, which may be out of reach."""
    parent = place.parent if place else None
    return parent is not None and normal_name(written) in _keys(parent.code, parent.name, parent.short_name)


def _order_by_parent(checked: CheckedOrganizations) -> None:
    """Order rows with parents first; rows in a cycle are errors."""
    state: dict[int, int] = {}
    for start in checked.rows:
        chain: list[WorkbookRow] = []
        row: Any = start
        while isinstance(row, WorkbookRow) and id(row) not in state:
            state[id(row)] = 1
            chain.append(row)
            row = checked.parents.get(id(row))
        if isinstance(row, WorkbookRow) and state[id(row)] == 1:
            for each in chain[chain.index(row) :]:
                each.add_note("parent", ERROR, "上级和下级互相指着，请核对")
        for each in reversed(chain):
            state[id(each)] = 2
            checked.order.append(each)


def _judge(row: WorkbookRow, checked: CheckedOrganizations) -> None:
    facts = row.facts
    parent = checked.parents.get(id(row))
    if isinstance(parent, WorkbookRow) and parent.outcome == ERROR and row.organization is None:
        row.add_note("parent", ERROR, f"上级在第{parent.line}行，那一行有错误")
    if "name" not in facts:
        return
    if row.organization is not None:
        _compare(row, checked)
        return
    facts.setdefault("short_name", facts["name"].removeprefix("中国共产党").removeprefix("中共")[:60])
    if "kind" not in facts and "kind" not in row.raw:
        guessed = next((kind for suffix, kind in BY_SUFFIX if facts["name"].endswith(suffix)), None)
        if guessed is None:
            row.add_note("kind", ERROR, "没有类别")
            return
        facts["kind"] = guessed
    if "kind" not in facts:
        return
    if "unit_kind" not in facts and "unit_kind" not in row.raw:
        facts["unit_kind"] = _parent_fact(parent, "unit_kind") or UnitKind.ORGAN.value
        row.add_note("unit_kind", WARNING, f"没有单位类别，按{UnitKind(facts['unit_kind']).label}登记")
    if "established_on" not in facts and "established_on" not in row.raw:
        row.add_note("established_on", ERROR, "没有成立日期")
    elif facts.get("established_on", dt.date.min) > clock.today():
        row.add_note("established_on", ERROR, f"{facts['established_on']}还没有到，请核对")
    parent_kind = _parent_fact(parent, "kind")
    if parent_kind not in MAY_STAND_UNDER[Kind(facts["kind"])] and "parent" not in row.notes:
        above = Kind(parent_kind).label if parent_kind else "最高一级"
        row.add_note("parent", ERROR, f"{Kind(facts['kind']).label}不能设在{above}下面")
    _judge_members_and_units(row)
    for warning in name_warnings(facts["kind"], facts["name"]):
        row.add_note("name", WARNING, warning.sentence)


def _judge_members_and_units(row: WorkbookRow) -> None:
    """R-ORG-01: a declared number must be enough; the units of a joint branch are counted together, so theirs is declared."""
    facts, kind = row.facts, row.facts["kind"]
    if refusal := too_few_refusal(kind, facts.get("full_members")):
        row.add_note("full_members", ERROR, str(refusal))
    elif kind == Kind.JOINT_BRANCH and "full_members" not in facts and "full_members" not in row.notes:
        row.add_note("full_members", ERROR, str(FullMembersMissing(kind=Kind(kind).label)))
    try:
        names = clean_units(kind, facts.get("units", ()))
    except RuleBroken as wrong:
        row.add_note("units", ERROR, str(wrong))
        return
    if kind == Kind.JOINT_BRANCH and not names:
        row.add_note("units", WARNING, "没有写明由哪几个单位联合成立，导入后补上")


def _parent_fact(parent: WorkbookRow | Organization | None, fact: str) -> str | None:
    if parent is None:
        return None
    return parent.facts.get(fact) if isinstance(parent, WorkbookRow) else getattr(parent, fact)


def _compare(row: WorkbookRow, checked: CheckedOrganizations) -> None:
    place = checked.known[row.facts["code"]]
    facts = row.facts
    changes: dict[str, tuple[Any, Any]] = {}
    for name in ("name", "short_name", *DESCRIBED):
        if name in facts and facts[name] != getattr(place, name):
            changes[name] = (getattr(place, name), facts[name])
    if "kind" in facts and facts["kind"] != place.kind:
        row.add_note("kind", WARNING, f"现在是{place.get_kind_display()}，类别不在这里改")
    elif "kind" not in facts:
        facts["kind"] = place.kind
    facts.setdefault("unit_kind", place.unit_kind)
    if "established_on" in facts and facts["established_on"] != place.established_on:
        row.add_note("established_on", WARNING, f"现在登记的是{place.established_on}，成立日期不在这里改")
    parent = checked.parents.get(id(row))
    above = (
        parent.organization if isinstance(parent, WorkbookRow) else parent.pk if parent else place.parent_id
    )
    if above != place.parent_id:
        row.add_note("parent", WARNING, "隶属变更请在党组织页办理，这里不动")
    for name, (old, _new) in changes.items():
        row.add_note(name, CHANGED, "", _display_text(name, old) or "空白")
    row.changes = changes
    if row.outcome != ERROR:
        row.outcome = CHANGED if changes else UNCHANGED


def _display_text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "kind":
        return str(Kind(value).label)
    if name == "unit_kind":
        return str(UnitKind(value).label)
    return str(value)
