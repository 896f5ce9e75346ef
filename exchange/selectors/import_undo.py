"""What taking an import back would do: which rows go, which stay because somebody has used them, and why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core.dates_zh import full_month
from exchange.models import Import, ImportedRow
from exchange.selectors.import_files import get_import_kind
from exchange.selectors.references import uses_since
from meetings.models import Meeting
from meetings.states import Status as MeetingStatus
from members.models import Member
from obligations.models import FrozenMonth

Kept = Mapping[int, ImportedRow]


class StayingRow(NamedTuple):
    name: str
    why: str


@dataclass
class UndoPlan:
    """Rows that were made and go, rows that were changed with what they were, and name → why of those that stay."""

    made: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    stays: list[StayingRow] = field(default_factory=list)

    @property
    def made_count(self) -> int:
        return len(self.made)

    @property
    def changed_count(self) -> int:
        return len(self.changed)

    @property
    def count(self) -> int:
        return self.made_count + self.changed_count

    @property
    def cells(self) -> int:
        return sum(len(before) for _row, before in self.changed)

    @property
    def reasons(self) -> list[tuple[str, list[str]]]:
        """Why → the names of those that stay for it."""
        names: dict[str, list[str]] = defaultdict(list)
        for name, why in self.stays:
            names[why].append(name)
        return list(names.items())


def earlier_import(batch: Import, by: Actor) -> Import | None:
    """The same file, brought in before and not taken back."""
    same = Import.objects.visible_to(by).filter(kind=batch.kind, digest=batch.digest, pk__lt=batch.pk)
    done = same.filter(status=Import.Status.DONE, finished_at__isnull=False).select_related("uploaded_by")
    return done.order_by("-pk").first() if batch.digest else None


def plan_undo(batch: Import, *, lock: bool = False) -> UndoPlan:
    """What would go and what stays now; with `lock` nobody changes or uses these rows until the transaction ends."""
    kind = get_import_kind(batch)
    kept = {each.row: each for each in batch.written.all()}
    rows = kind.model._base_manager.filter(pk__among=list(kept)).order_by("pk")
    there: dict[int, Any] = {row.pk: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}
    uses = uses_since(kind.model, list(kept), batch.newest_keys)
    why: dict[int, str] = {key: f"已经用到：{'、'.join(sorted(names))}" for key, names in uses.items()}
    why |= {key: _changed_words(row) for key, row in there.items() if row.version != kept[key].version}
    why |= kind.stays(batch, kept, {key: row for key, row in there.items() if key not in why})
    plan = UndoPlan()
    for key, row in there.items():
        before = kept[key].before
        if key in why:
            plan.stays.append(StayingRow(str(row), why[key]))
        elif before is None:
            plan.made.append(row)
        else:
            plan.changed.append((row, before))
    return plan


def _changed_words(row: Any) -> str:
    moved_on = isinstance(row, Meeting) and row.status != MeetingStatus.SUBMITTED
    return f"现在是{row.get_status_display()}" if moved_on else "导入以后又改过"


def _frozen(since: dt.date) -> dict[str, set[dt.date]]:
    """Path → its months that are frozen since that day; each is frozen for everything below too."""
    frozen: dict[str, set[dt.date]] = defaultdict(set)
    for path, month in FrozenMonth.objects.filter(month__gte=since.replace(day=1)).values_list(
        "path", "month"
    ):
        frozen[path].add(month)
    return frozen


def _frozen_at(path: str, frozen: Mapping[str, set[dt.date]]) -> set[dt.date]:
    return set().union(*(frozen.get(above, ()) for above in (*tree.ancestors(path), path)))


def people_that_stay(batch: Import, kept: Kept, people: Mapping[int, Any]) -> dict[int, str]:
    """Who signs in, was counted in a month that is frozen, or whose former number is another's by now."""
    why = {}
    frozen = _frozen(batch.since) if batch.since else {}
    digests = {(kept[key].before or {}).get("identity_digest"): key for key in people}
    others = Member.objects.filter(identity_digest__among=[each for each in digests if each])
    places = dict(Member.objects.filter(pk__among=list(people)).values_list("pk", "organization__path"))
    for key, person in people.items():
        months = _frozen_at(places[key], frozen)
        if kept[key].before is None and months:
            why[key] = f"已经计入{full_month(max(months))}的月报"
        elif kept[key].before is None and person.user_id:
            why[key] = "有了账号"
    for digest, other in others.values_list("identity_digest", "pk"):
        if other != digests[digest]:
            why[digests[digest]] = "原来的公民身份号码已经编给别人"
    return why


def organizations_that_stay(batch: Import, kept: Kept, places: Mapping[int, Any]) -> dict[int, str]:
    """What stands above one that stays, stays."""
    made = [place for key, place in places.items() if kept[key].before is None]
    keys = [place.pk for place in made]
    below = Organization.objects.filter(parent__pk__among=keys).exclude(pk__among=keys)
    staying = list(below.values_list("path", flat=True))
    return {
        place.pk: "下面还有党组织" for place in made if any(path.startswith(place.path) for path in staying)
    }


def meetings_that_stay(batch: Import, kept: Kept, meetings: Mapping[int, Any]) -> dict[int, str]:
    """Those of a month that is frozen, and those by which a plan became a record: their plan would go with them."""
    why = {key: "接着原来的计划记的，要改请退回" for key in meetings if kept[key].before is not None}
    frozen = _frozen(min((one.held_on for one in meetings.values()), default=dt.date.max))
    keys = list(meetings)
    paths = dict(Meeting.objects.filter(pk__among=keys).values_list("pk", "organization__path"))
    for key, one in meetings.items():
        if one.held_on.replace(day=1) in _frozen_at(paths[key], frozen):
            why[key] = f"已经计入{full_month(one.held_on)}的月报"
    return why
