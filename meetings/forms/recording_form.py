"""The form of the recording page: the forms of all parts of a record, the roll, and what the checks say.

It reads and never writes; saving is the actions'.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import RuleBroken
from core.parsing import parse_day, parse_time
from drafts.models import DraftFile
from meetings.errors.findings import Finding
from meetings.forms.agenda import AgendaFormSet, FollowUpForm, follow_up_forms
from meetings.forms.attendance import GuestFormSet, UnitFormSet, marks_in
from meetings.forms.fields import People
from meetings.forms.procedures import LectureForm, LifeForm
from meetings.forms.record import RecordForm
from meetings.forms.roster import Roster
from meetings.forms.rows import RowFormSet
from meetings.models import Meeting, Step
from meetings.record.field_types import PersonReference, build
from meetings.record.schema import MeetingRecord
from meetings.rules import checks
from meetings.rules.questions import field_of, remarks_in
from meetings.rules.signing import with_signing
from meetings.selectors import initial_values, open_tasks, record_facts
from meetings.selectors.initial_values import Holder
from meetings.selectors.open_tasks import OpenTask
from meetings.states import Kind, kind_label, kinds_held

ANCHORS = {
    "attendances": "roster-title",
    "photos": "photos-title",
    "files": "photos-title",
    "kinds": "kind-title",
    "ballots": "open-title",  # on the page of the ballots
}
LEAVE_ANSWERS = (("approve", "批准"), ("refuse", "不批"), ("withdraw", "到会了"))
_ROW = re.compile(r"^(agenda|guest|unit|life|exam)-(\d{1,4})-(?:(said|opinion)-(\d{1,4})-)?")


@dataclass
class RecordingForm:
    """The whole form of one record: a form for its head, formsets for its rows, a seat for each member."""

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
    base: str = ""  # meetings.record.conflicts.fingerprints of the record when this form was begun
    refused: dict[str, str] = field(default_factory=dict)  # what the rules refused: id on the page → sentence

    # ── the forms ──

    @cached_property
    def head(self) -> RecordForm:
        form = RecordForm(self.data, people=self.people)
        form.fields["kinds"].widget.choices = self.kind_choices
        return form

    @cached_property
    def agenda(self) -> RowFormSet:
        return AgendaFormSet(self.data, prefix="agenda", auto_id="%s", form_kwargs={"people": self.people})

    @cached_property
    def guests(self) -> RowFormSet:
        return GuestFormSet(self.data, prefix="guest", auto_id="%s")

    @cached_property
    def units(self) -> RowFormSet:
        return UnitFormSet(self.data, prefix="unit", auto_id="%s")

    @cached_property
    def follow_ups(self) -> dict[int, FollowUpForm]:
        return follow_up_forms(self.data, [task.id for task in self.open_tasks])

    @cached_property
    def lecture(self) -> LectureForm:
        """Who chairs is offered first, and is chosen by nobody but the one who writes (R-REC-12)."""
        host = next((one for one in self.people if str(one.uuid) == self.data.get("host")), None)
        first = {host: f"{host.name}（主持人）"} if host else {}
        return LectureForm(
            self.data, people=first | {one: first.get(one, name) for one, name in self.people.items()}
        )

    @cached_property
    def life(self) -> LifeForm:
        return LifeForm(self.data, people=self.people)

    def parts(self) -> Iterator[forms.Form | RowFormSet]:
        """The forms and formsets that have to be valid before the record is saved."""
        yield self.head
        yield self.agenda
        yield self.guests
        yield self.units
        yield from self.follow_ups.values()
        if Kind.LECTURE in self.kinds:
            yield self.lecture
        if Kind.LIFE in self.kinds:
            yield self.life

    def all_forms(self) -> Iterator[forms.Form]:
        """Every single form on the page, those within rows included."""
        for part in self.parts():
            if isinstance(part, RowFormSet):
                yield from part.forms
            else:
                yield part
        for row in self.agenda.forms:
            yield from (row.decision, *row.statements.forms, *row.decision.opinions.forms)
        if Kind.LIFE in self.kinds:
            yield from (*self.life.problems.forms, *self.life.examinations.forms)

    def is_valid(self) -> bool:
        """Whether every part is valid; the errors stand beside their fields."""
        return all([part.is_valid() for part in self.parts()])

    @cached_property
    def record(self) -> MeetingRecord | None:
        """The record as typed; None while its day or its beginning is missing or invalid."""
        return self._record(
            agenda=tuple(self.agenda.entries.values()),
            life=self.life.entry if Kind.LIFE in self.kinds else None,
        )

    def _record(self, **rows: Any) -> MeetingRecord | None:
        head = self.head.values()
        if "held_on" not in head or "starts_at" not in head:
            return None
        return build(
            MeetingRecord,
            head
            | {
                "kinds": tuple(self.kinds),
                "marks": marks_in(self.data),
                "follow_ups": tuple(form.entry for form in self.follow_ups.values() if form.entry),
                "guest_rows": tuple(self.guests.entries.values()),
                "partner_units": tuple(self.units.entries.values()),
                "lecture": self.lecture.entry if Kind.LECTURE in self.kinds else None,
            }
            | rows,
        )

    # ── what is wrong ──

    def refuse(self, fields: dict[str, str]) -> None:
        """Show sentences beside the fields they are about, named by their place in the record."""
        self.findings  # noqa: B018 -- computed before add_error takes refused values out of the cleaned data
        controls = {form.add_prefix(name): (form, name) for form in self.all_forms() for name in form.fields}
        for place, sentence in fields.items():
            control = _ROW.sub(self._row_on_page, place)
            self.refused[control] = sentence
            if control in controls:
                form, name = controls[control]
                form.add_error(name, sentence)

    def refuse_rule(self, refusal: RuleBroken) -> None:
        self.refuse(refusal.fields or {"": str(refusal)})

    def _row_on_page(self, match: re.Match[str]) -> str:
        """The name of a row's controls on the page, where empty rows may stand between the rows of the record."""
        prefix, row, inner, place = match.groups()
        rows = {
            "agenda": self.agenda,
            "guest": self.guests,
            "unit": self.units,
            "life": self.life.problems,
            "exam": self.life.examinations,
        }[prefix]
        number = _nth(rows, int(row))
        at = f"{prefix}-{number}-"
        if inner is None:
            return at
        form = rows.forms[number]
        return (
            f"{at}{inner}-{_nth(form.statements if inner == 'said' else form.decision.opinions, int(place))}-"
        )

    @property
    def refusal(self) -> str:
        """The sentence of a refusal that is about no field."""
        return self.refused.get("", "")

    @property
    def shown_faults(self) -> dict[str, str]:
        """The faults, once the form was sent or refused; none on a form that is shown for the first time."""
        return self.faults if self.is_sent or self.refused else {}

    @property
    def fresh_query(self) -> str:
        """The query string of the page that records another meeting of the same kinds."""
        return urlencode({"organization": self.organization.code, "kinds": self.kinds, "new": 1}, doseq=True)

    @property
    def faults(self) -> dict[str, str]:
        """Id on the page → sentence, for the list at its top: what was refused, and what cannot be read."""
        sentences = dict(self.refused)
        for form in self.all_forms():
            for name, errors in form.errors.items():
                bound = form[name]
                sentences.setdefault(bound.html_name, f"{bound.label}：{errors[0]}")
        inner = [rows for row in self.agenda.forms for rows in (row.statements, row.decision.opinions)]
        for rows in (
            self.agenda,
            *inner,
            self.guests,
            self.units,
            self.life.problems,
            self.life.examinations,
        ):
            if errors := rows.non_form_errors():
                sentences[f"{rows.prefix}-0"] = str(errors[0])
        return {ANCHORS.get(name, name): sentence for name, sentence in sentences.items()}

    @property
    def linked_findings(self) -> list[tuple[Finding, str, bool]]:
        """The findings of the checks, each with the id of the place on the page it is about, and whether nothing is written
        there yet: static/js/checks.js takes it away as soon as there is."""
        return [
            (
                one,
                ANCHORS.get(one.field, one.field),
                one.level == "stop" and not self.data.get(one.field, "-").strip(),
            )
            for one in self.findings
        ]

    @cached_property
    def findings(self) -> list[Finding]:
        life = self.life.entry_in_place if Kind.LIFE in self.kinds else None
        record = self._record(agenda=self.agenda.entries_in_place, life=life)
        if record is None:
            return [Finding("stop", "R-REC-01", "日期或开始时间还没填好", "", "held_on")]
        seats, evidence = self.roster.seats, self.roster.evidence
        record = with_signing(record, evidence.unsigned(seats), evidence.signed(seats), is_first=False)
        facts = record_facts.facts_of_draft(self.organization, record, seats, self.meeting)
        return checks.findings(facts)

    @property
    def stops(self) -> int:
        return len(checks.stops(self.findings))

    @property
    def roll_differs(self) -> bool:
        """The roll of the day is no longer the frozen one: offer to take it again (R-REC-03)."""
        return any(one.rule == "R-REC-03" for one in self.findings if one.level == "stop")

    # ── when, and which meetings ──

    @cached_property
    def day(self) -> dt.date:
        return parse_day(self.data.get("held_on", "")) or clock.today()

    @property
    def begins_at(self) -> dt.datetime | None:
        """When it began, as far as that can be read."""
        day, time = parse_day(self.data.get("held_on", "")), parse_time(self.data.get("starts_at", ""))
        return timezone.make_aware(dt.datetime.combine(day, time)) if day and time else None

    @cached_property
    def kinds(self) -> list[str]:
        return [kind for kind in self.data.getlist("kinds") if kind in Kind.values]

    @property
    def kind_choices(self) -> list[tuple[str, str]]:
        """The kinds this organization may hold, and the group's where a group can be chosen."""
        place = self.organization
        may = kinds_held(place.kind, place.special_provision)
        groups = any(place.is_group for place in self.places)
        return [
            (str(kind), kind_label(kind, place.kind))
            for kind in Kind
            if kind in may or (kind == Kind.GROUP and groups)
        ]

    @property
    def place_choices(self) -> list[tuple[str, str]]:
        return [(place.code, place.short_name) for place in self.places]

    @property
    def group_codes(self) -> str:
        """Where a group's meeting can be recorded, for the script that moves there."""
        return " ".join(place.code for place in self.places if place.is_group)

    leave_moves = LEAVE_ANSWERS

    @property
    def is_behind(self) -> bool:
        """Whether somebody has saved the meeting since this draft was begun."""
        return bool(self.restored_at and self.meeting and self.version != self.meeting.version)

    @property
    def saved_at(self) -> dt.datetime | None:
        """When the server last stored this record; what a device stored later is newer."""
        return self.restored_at or (self.meeting.changed_at if self.meeting else None)

    # ── people and earlier decisions ──

    @cached_property
    def roster(self) -> Roster:
        return Roster(self.organization, self.meeting, self.kinds, self.day, self.data)

    @cached_property
    def holders(self) -> list[Holder]:
        return initial_values.holders(self.organization, self.day)

    @cached_property
    def people(self) -> People:
        """Whom one may name: post holders first, then the roll, then who is named already."""
        host_and_recorder = (self.meeting.host, self.meeting.recorder) if self.meeting else ()
        return people_offered(self.holders, [*self.roster.seats, *filter(None, host_and_recorder)])

    @cached_property
    def open_tasks(self) -> list[OpenTask]:
        """上次定的事: decisions still to be carried out."""
        return open_tasks.open_tasks_of(
            self.organization, on=self.day, today=clock.today(), meeting=self.meeting
        )

    @cached_property
    def open_task_rows(self) -> list[tuple[OpenTask, FollowUpForm, bool]]:
        """Each open task with the form of its follow-up, and whether it is overdue."""
        return [(task, self.follow_ups[task.id], task.is_overdue) for task in self.open_tasks]

    @cached_property
    def speakers(self) -> list[str]:
        """Names offered for who spoke: those who are there."""
        return list(dict.fromkeys(row.seat.name for row in self.roster.rows if not row.is_gone))

    @cached_property
    def kept_files(self) -> list[DraftFile]:
        """The files of this person's draft, which become attachments when the record is stored."""
        return list(DraftFile.objects.of(self.uuid, self.by))

    @cached_property
    def attachments(self) -> list[Any]:
        return list(self.meeting.attachments.filter(removed_at__isnull=True)) if self.meeting else []

    @cached_property
    def return_step(self) -> Any:
        """The step that returned the record, while it is unanswered; no query for a record never returned."""
        if not self.meeting or not self.meeting.returned_count:
            return None
        return Step.unanswered(self.meeting.steps.all())

    @property
    def remarks(self) -> list[str]:
        return remarks_in(self.return_step.comment) if self.return_step else []

    @property
    def linked_remarks(self) -> list[tuple[str, str]]:
        """Each remark of a return with the id of the place on the page it speaks of."""
        fields = [(remark, field_of(remark)) for remark in self.remarks]
        return [(remark, ANCHORS.get(field, field)) for remark, field in fields]

    @cached_property
    def replies(self) -> list[tuple[str, str, str, str]]:
        """Name of the control, remark, what is typed and what is wrong, of a return with several remarks."""
        remarks = self.remarks if len(self.remarks) > 1 else []
        named = [(f"reply-{number}", remark) for number, remark in enumerate(remarks)]
        kept = dict(self.return_step.replies or ()) if self.return_step else {}
        return [
            (name, one, self.data.get(name, kept.get(one, "")) or "", self.refused.get(name, ""))
            for name, one in named
        ]


def people_offered(holders: Sequence[Holder], others: Sequence[Any]) -> dict[PersonReference, str]:
    """Post holders with their posts, then the others who have none."""
    people = {PersonReference(one.uuid, one.name): f"{one.name}（{one.title}）" for one in holders}
    for one in others:
        people.setdefault(PersonReference(one.uuid, one.name), one.name)
    return people


def _nth(rows: RowFormSet, place: int) -> int:
    """The number of the row on the page that stands at this place in the record."""
    numbers = list(rows.entries)
    return numbers[place] if place < len(numbers) else place
