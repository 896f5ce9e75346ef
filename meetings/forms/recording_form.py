"""The recording page: whose meeting it is, what has been typed, who sits there and what the checks say.

It reads and never writes; saving is the actions'.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import RuleBroken
from meetings.forms import agenda_blocks as blocks
from meetings.forms.agenda import agenda_in_place, in_place
from meetings.forms.agenda_blocks import Block, OpenTask
from meetings.forms.attendance import guests_in
from meetings.forms.kind_parts import life_in_place, rows_shown
from meetings.forms.record import CAME_AFTER_ALL, RecordForm, marks_in
from meetings.models import Meeting, Step
from meetings.record.schema import Content, Mark, Visitor
from meetings.rules import checks
from meetings.rules.checks import Finding, Turnout
from meetings.selectors import initial_values, open_tasks, record_facts, roll
from meetings.selectors.check_ins import Evidence
from meetings.selectors.initial_values import Holder
from meetings.selectors.kind_parts import LIFE_FIELDS
from meetings.selectors.roll import Seat
from meetings.states import MAY_HOLD, GuestRole, Kind, LeaveStatus, LecturerLevel, Reason, State, VoteForm

SPARE_GUESTS = 3
SPARE_PROBLEMS = 3


@dataclass(frozen=True)
class Place:
    """A seat as the page shows it."""

    seat: Seat
    state: str
    value: str  # of the reason list
    why: str
    word: str
    base: str  # the word when nothing is marked: what check-in and leave say, or 到会

    @property
    def is_gone(self) -> bool:
        return self.state in (State.ON_LEAVE, State.ABSENT)

    @property
    def look(self) -> str:
        return self.state if self.is_gone else State.PRESENT


@dataclass
class Sheet:
    by: Actor
    organization: Organization
    places: Sequence[Organization]
    uuid: UUID
    version: int | None
    data: MultiValueDict
    meeting: Meeting | None = None
    restored_at: dt.datetime | None = None
    is_sent: bool = False
    planned_on: dt.date | None = None  # of the plan that a new record goes on with
    base: str = ""  # meetings.record.conflicts.prints of what the record said when this was begun
    refused: dict[str, str] = field(default_factory=dict)

    def renew(self, data: MultiValueDict) -> None:
        """Say something else: what was derived from the old fields is forgotten."""
        self.data = data
        for name in ("day", "kinds", "choices", "seats", "roster", "holders", "people", "form", "content"):
            self.__dict__.pop(name, None)
        for name in ("findings", "turnout", "blocks", "open_tasks", "speakers"):
            self.__dict__.pop(name, None)

    def refuse(self, refusal: RuleBroken) -> None:
        """Show what an action refused beside the fields it was typed in."""
        self.refused = in_place(refusal.fields, self.data) or {"": str(refusal)}

    @cached_property
    def day(self) -> dt.date:
        try:
            return dt.date.fromisoformat(self.data.get("held_on", ""))
        except ValueError:
            return clock.today()

    @cached_property
    def kinds(self) -> list[str]:
        return [kind for kind in self.data.getlist("kinds") if kind in Kind.values]

    @cached_property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The kinds this organization may hold, and the group's where a group can be chosen."""
        may = MAY_HOLD[self.organization.kind]
        groups = any(place.is_group for place in self.places)
        return [
            (kind.value, kind.label, kind.value in self.kinds)
            for kind in Kind
            if kind in may or (kind == Kind.GROUP and groups)
        ]

    @cached_property
    def seats(self) -> list[Seat]:
        """The frozen roll of a begun record while its day stands; else, or where asked for, the roll of the day."""
        begun = self.meeting
        if begun and begun.roll_frozen_at and self.keeps_roll and not self.retakes:
            rows = begun.attendances.order_by("id").values_list(
                "member_id", "member__uuid", "member__name", "has_vote", "state", "reason"
            )
            return [
                Seat(pk, uuid, name, vote, why if state == State.EXEMPT else None)
                for pk, uuid, name, vote, state, why in rows
            ]
        return roll.take(self.organization, self.kinds, self.day)

    @property
    def keeps_roll(self) -> bool:
        begun = self.meeting
        return bool(
            begun
            and begun.held_on == self.day
            and begun.organization_id == self.organization.pk
            and roll.is_committee_only(row.kind for row in begun.kinds.all())
            == roll.is_committee_only(self.kinds)
        )

    @property
    def retakes(self) -> bool:
        """Asked to take the roll of the day anew; it is shown first, so that who is new on it can be marked."""
        return "retake" in self.data or self.data.get("then") == "row-roll"

    @property
    def guests(self) -> list[tuple[int, Visitor | None]]:
        """Who is there besides, and lines for more."""
        found = guests_in(self.data)
        return [*enumerate(found), *((len(found) + n, None) for n in range(SPARE_GUESTS))]

    @property
    def guest_roles(self) -> list[tuple[str, str]]:
        return list(GuestRole.choices)

    @property
    def roster_key(self) -> str:
        """Changes when another roll has to be shown."""
        return f"{self.organization.pk}:{self.day}:{roll.is_committee_only(self.kinds)}:{self.retakes}"

    @cached_property
    def roster(self) -> list[Place]:
        marks = marks_in(self.data)
        return [
            _place(seat, marks.get(seat.uuid, Mark()), self.evidence.word(seat))
            for seat in self.seats
            if seat.is_expected
        ]

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence.of(self.meeting)

    @property
    def lacking(self) -> list[Place]:
        """Not checked in though one could, and still marked as there."""
        return [place for place in self.roster if self.evidence.lacks(place.seat) and not place.is_gone]

    @property
    def leave_asked(self) -> bool:
        """Somebody waits for his leave to be decided."""
        return any(leave.status == LeaveStatus.ASKED for leave in self.evidence.leaves.values())

    @property
    def exempt(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.is_expected]

    @cached_property
    def holders(self) -> list[Holder]:
        return initial_values.holders(self.organization, self.day)

    @cached_property
    def people(self) -> dict[UUID, str]:
        """Whom one may name as host or recorder: post holders first, then the roll, then who is named already."""
        found = {holder.uuid: f"{holder.name}（{holder.title}）" for holder in self.holders}
        found |= {seat.uuid: seat.name for seat in self.seats if seat.uuid not in found}
        for member in (self.meeting.host, self.meeting.recorder) if self.meeting else ():
            if member and member.uuid not in found:
                found[member.uuid] = member.name
        return found

    @cached_property
    def form(self) -> RecordForm:
        if self.is_sent:
            return RecordForm(self.data, people=self.people)
        initial = self.data.dict() | {"kinds": self.kinds}
        return RecordForm(initial=initial, people=self.people)

    @cached_property
    def content(self) -> Content | None:
        """What is typed, when its day and time can be read."""
        form = RecordForm(self.data, people=self.people)
        if not form.is_valid():
            return None
        given = form.facts()
        given["kinds"] = tuple(given["kinds"])
        return Content(**given)

    @cached_property
    def findings(self) -> list[Finding]:
        if self.content is None:
            return [Finding("stop", "R-REC-01", "日期或开始时间还没填好", "", "held_on")]
        life = life_in_place(self.data, self.content.life)
        content = replace(self.content, agenda=agenda_in_place(self.data), life=life)
        seen = record_facts.of_draft(self.organization, content, self.seats, self.meeting)
        return checks.findings(replace(seen, photos=seen.photos + self.chosen))

    @property
    def chosen(self) -> int:
        """Photos that stand on the page and come with the record."""
        text = self.data.get("chosen", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0

    @property
    def stops(self) -> int:
        return len(checks.stops(self.findings))

    @cached_property
    def turnout(self) -> Turnout:
        states = [place.state for place in self.roster]
        on_leave, absent = states.count(State.ON_LEAVE), states.count(State.ABSENT)
        return Turnout(len(states), len(states) - on_leave - absent, on_leave, absent)

    @property
    def entitled(self) -> int:
        return sum(place.seat.has_vote for place in self.roster)

    @property
    def voting(self) -> int:
        return sum(place.seat.has_vote and not place.is_gone for place in self.roster)

    @property
    def is_behind(self) -> bool:
        """A draft goes on from a version that somebody has changed since."""
        return bool(self.restored_at and self.meeting and self.version != self.meeting.version)

    @property
    def saved_at(self) -> dt.datetime | None:
        """When the server last heard of this record: what a device kept later is newer."""
        return self.restored_at or (self.meeting.changed_at if self.meeting else None)

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks.in_fields(self.data)

    @property
    def spare_blocks(self) -> list[Block]:
        return blocks.spare(self.blocks)

    @property
    def blank(self) -> Block:
        """What a script copies for one more point; its number is far above those in use."""
        return Block(blocks.BLANK)

    @cached_property
    def open_tasks(self) -> list[OpenTask]:
        """上次定的事: decisions still to be carried out, with what is said of them now."""
        today = clock.today()
        tasks = open_tasks.of(self.organization, on=self.day, today=today, meeting=self.meeting)
        return [
            OpenTask(
                task,
                self.data.get(f"told-{task.id}", ""),
                self.data.get(f"told-{task.id}-note", ""),
                task.is_overdue(today),
            )
            for task in tasks
        ]

    @cached_property
    def speakers(self) -> list[str]:
        """Names offered for who spoke: those who are there."""
        return list(dict.fromkeys(place.seat.name for place in self.roster if not place.is_gone))

    @property
    def half(self) -> int:
        return self.entitled // 2

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """For browsers without scripts: every reason, and those who came after all."""
        return [*Reason.choices, *((str(state), label) for state, label in CAME_AFTER_ALL.items())]

    @property
    def leave_reasons(self) -> list[tuple[str, str]]:
        return [(code, label) for code, label in Reason.choices if code != Reason.UNEXCUSED]

    @property
    def lecturer_levels(self) -> list[tuple[str, str]]:
        return list(LecturerLevel.choices)

    @property
    def life_texts(self) -> dict[str, str]:
        return LIFE_FIELDS

    @property
    def problem_rows(self) -> list[tuple[int, dict[str, str]]]:
        """The problem list as typed, with some empty lines."""
        return rows_shown(self.data, SPARE_PROBLEMS)

    @property
    def vote_forms(self) -> list[tuple[str, str]]:
        return list(VoteForm.choices)

    @cached_property
    def attachments(self) -> list[Any]:
        return list(self.meeting.attachments.filter(removed_at__isnull=True)) if self.meeting else []

    @cached_property
    def returned(self) -> Any:
        """What it came back with; a record that never did asks nothing."""
        return (
            Step.unanswered(self.meeting.steps.all())
            if self.meeting and self.meeting.returned_count
            else None
        )

    @property
    def differs(self) -> bool:
        """The roll of the day is no longer the frozen one: offer to take it again (R-REC-03)."""
        return any(one.rule == "R-REC-03" for one in self.findings if one.level == "stop")


def _place(seat: Seat, mark: Mark, known: str) -> Place:
    mark = mark.settled()
    value = mark.reason_code or (mark.state if mark.state in (State.ONLINE, State.LATE) else "")
    base = known or ("到会" if seat.has_vote else "无表决权")
    return Place(seat, mark.state, value, mark.reason, mark.words if value else base, base)
