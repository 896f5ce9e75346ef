"""A checked roster as text for its preview: every fact in words, numbers masked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from branches.selectors.organization_index import BranchIndex
from core.workbooks.rows import CHANGED, NEW, BranchEffect, Checked
from members.models import Member
from members.personal_data import sealing
from members.rules.roster.rows import RosterRow
from members.selectors.roster.matching import KnownMember, kept_fact
from members.states import ETHNICITIES, Gender

STATUS_WORDS = {"full": "正式", "preparatory": "预备"}
PLAIN_FIELDS = frozenset(["name", "identity", "joined_on", "full_on", "phone"])


@dataclass
class CheckedRoster(Checked[RosterRow]):
    """The result of a check, with the branches in reach and the members the rows are about."""

    places: BranchIndex
    met: dict[int, KnownMember]

    def effects(self) -> list[BranchEffect]:
        """Every branch with somebody new or changed, those first that somebody must look at. One query."""
        added = Counter(row.organization for row in self.rows if row.outcome == NEW)
        changed = Counter(row.organization for row in self.rows if row.outcome == CHANGED)
        touched = [key for key in {*added, *changed} if key in self.places.all]
        present = Member.objects.present().filter(organization__pk__among=touched).order_by()
        before = dict(present.values_list("organization").annotate(count=Count("pk")))
        effects = [
            BranchEffect(
                place.code, place.short_name, before.get(place.pk, 0), added[place.pk], changed[place.pk]
            )
            for place in sorted((self.places.all[key or 0] for key in touched), key=lambda one: one.path)
        ]
        return sorted(effects, key=lambda effect: not effect.warning)

    def texts(self, fields: Iterable[str], row: RosterRow) -> list[str]:
        """The texts of the preview's columns; a fast path for rows that hold all these facts themselves, without a note."""
        if (
            row.raw
            or (row.notes and not row.notes.keys().isdisjoint(fields))
            or (row.member is not None and not row.facts.keys() >= PLAIN_FIELDS)
        ):
            return super().texts(fields, row)
        fact = row.facts.get
        joined_on, full_on = fact("joined_on"), fact("full_on")
        return [
            fact("name", ""),
            sealing.mask_identity(fact("identity", "")),
            self.places.all[row.organization].short_name if row.organization else "",
            STATUS_WORDS[fact("status") or ("full" if full_on else "preparatory")],
            joined_on.isoformat() if joined_on else "",
            full_on.isoformat() if full_on else "",
            sealing.mask_phone(fact("phone", "")),
        ]

    def text(self, field: str, row: RosterRow) -> str:
        if field in row.raw:
            return sealing.mask_identity(row.raw[field]) if field == "identity" else row.raw[field]
        known = self.met.get(row.member) if row.member is not None else None
        written = row.facts.get(field)
        if field == "branch":
            place = self.places.all.get(row.organization or 0)
            if place is None or ("branch" in row.notes and written):
                return str(written or "")
            return place.short_name
        if field == "status":
            full = row.facts.get("full_on") or (known.full_on if known else None)
            return STATUS_WORDS[written or ("full" if full else "preparatory")]
        if field == "group":
            return str(written or "")
        if field == "address" and written:
            return "新的住址"  # the address on record is not shown either
        if written is None and known is not None and field not in row.erased:
            if field in ("identity", "phone"):
                return display_text(field, kept_fact(known, field), self.places)
            written = getattr(known, field, None)
        return display_text(field, written, self.places)


def display_text(field: str, value: Any, places: BranchIndex) -> str:
    """A fact as text, numbers masked."""
    if value is None or value == "":
        return ""
    if field in ("identity", "phone", "address"):
        return str(sealing.mask_value(field, value))
    if field == "gender":
        return str(Gender(value).label)
    if field == "ethnicity":
        return ETHNICITIES.get(value, "")
    if field == "is_mobile":
        return "是" if value else "否"
    if field == "status":
        return STATUS_WORDS.get(value, "")
    if field == "group":
        place = places.all.get(value)
        return place.short_name if place else ""
    return str(value)
