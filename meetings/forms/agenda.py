"""The agenda on the recording page: points with statements and a decision, and what became of earlier decisions."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django import forms

from meetings.forms.fields import CONTROL, People, form_data, rows_data, with_fields_of
from meetings.forms.rows import OptionalRowFormSet, PartForm, row_formset
from meetings.record.field_types import build
from meetings.record.schema import AgendaEntry, Decision, FollowUpEntry, StatementEntry, WrittenOpinionEntry
from meetings.states import Matter, OpinionChoice, VoteForm

MOST_ITEMS = 30
MOST_STATEMENTS = 60
MOST_OPINIONS = 200
WRITTEN = tuple(f"written_{choice}" for choice in OpinionChoice)
DONE, OPEN = "done", "open"
_FOLLOW_UP = re.compile(r"told-(\d{1,15})")


@with_fields_of(StatementEntry, {"name": "发言人", "text": "发言要点"})
class StatementForm(PartForm):
    significant_fields = ("name", "text")

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["name"].widget.attrs |= {"list": "speakers", "autocomplete": "off"}
        self.fields["text"].widget.attrs["rows"] = 2
        self.fields["name"].help_text = "谁说的。"
        self.fields["text"].help_text = "说了什么。"


StatementFormSet = row_formset(StatementForm, MOST_STATEMENTS)


@with_fields_of(WrittenOpinionEntry)
class OpinionForm(PartForm):
    significant_fields = ("member", "received_at")


OpinionFormSet = row_formset(OpinionForm, MOST_OPINIONS, OptionalRowFormSet)


@with_fields_of(
    Decision,
    {
        "kind": "表决事项",
        "candidate": "表决对象",
        "executor": "责任人",
        "due_on": "完成时限",
        "ends_with_vote": "无需落实",
    },
)
class DecisionForm(PartForm):
    """A decision with its votes. Its numbers of opinions in writing are those that name nobody, of an old record: whose
    they are stands in the rows, and the record's numbers are both together."""

    significant_fields = ("text", "candidate", "yes", "no", "abstain")

    def __init__(self, *args: Any, people: People | None = None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.opinions = OpinionFormSet(
            self.data, prefix=f"{self.prefix}-opinion", auto_id="%s", form_kwargs={"people": people}
        )
        matter = cast(forms.ChoiceField, self.fields["kind"])
        matter.choices = [one for one in Matter.choices if one[0] != Matter.APPRAISAL]
        self.fields["kind"].widget.attrs["data-matter"] = True
        self.fields["form"].widget.attrs["data-form"] = True
        self.fields["form"].initial = VoteForm.HANDS
        self.fields["kind"].help_text = "什么事要表决。"
        self.fields["candidate"].help_text = "表决的是谁：涉及党员身份的事项才填，一次表决只写一个人。"
        self.fields["executor"].help_text = "谁落实。"
        self.fields["due_on"].help_text = "什么时候办完。"
        for choice in OpinionChoice:
            self.fields[f"written_{choice}"].label = f"会前书面{choice.label}（未列明何人）"
        self.fields["ends_with_vote"].help_text = "表决完就算办完的，不用再写责任人。"
        self.fields["executor"].widget.attrs |= {"list": "speakers", "autocomplete": "off"}
        for name in ("yes", "no", "abstain", *WRITTEN):
            self.fields[name].widget.attrs["data-votes"] = name

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.opinions.is_valid()])

    @property
    def says_something(self) -> bool:
        return super().says_something or bool(self.opinions.entries)

    @property
    def has_unnamed(self) -> bool:
        """Whether a number of opinions without names was sent, or stands in an old record."""
        return any(
            self.data.get(self.add_prefix(name)) or self.add_prefix(name) in self.errors for name in WRITTEN
        )

    @property
    def shows_opinions(self) -> bool:
        return bool(self.opinions.forms) or self.has_unnamed

    @cached_property
    def entry(self) -> Decision | None:
        return self._entry(self.opinions.entries.values())

    @property
    def entry_in_place(self) -> Decision | None:
        return self._entry(self.opinions.entries_in_place)

    def _entry(self, opinions: Iterable[WrittenOpinionEntry]) -> Decision | None:
        if not self.says_something:
            return None
        rows, values = tuple(opinions), self.values()
        for choice in OpinionChoice:
            named = sum(row.choice == choice and not row.is_empty for row in rows)
            values[f"written_{choice}"] = values.get(f"written_{choice}", 0) + named
        return build(Decision, values | {"written_opinions": rows})

    def add_prefix(self, field_name: str) -> str:
        """The field text is sent as `decision`, since the form shares its prefix with the point of the agenda."""
        return super().add_prefix("decision" if field_name == "text" else field_name)


@with_fields_of(AgendaEntry)
class AgendaForm(PartForm):
    """One point of the agenda, with its statements and its decision under the same prefix."""

    significant_fields = ("title", "discussion")

    def __init__(self, *args: Any, **facts: Any) -> None:
        people = facts.pop("people", None)
        super().__init__(*args, **facts)
        number = str(self.prefix).rpartition("-")[2]
        self.fields["title"].label = f"议题{int(number) + 1 if number.isdecimal() else '__number__'}"
        self.fields["discussion"].label = "这项议题的发言要点"
        self.decision = DecisionForm(self.data, prefix=self.prefix, people=people)
        self.statements = StatementFormSet(self.data, prefix=f"{self.prefix}-said", auto_id="%s")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.decision.is_valid(), self.statements.is_valid()])

    @property
    def says_something(self) -> bool:
        return super().says_something or self.decision.says_something or bool(self.statements.entries)

    @cached_property
    def entry(self) -> AgendaEntry | None:
        """The point. Without a title it is named by the text of its decision, its discussion or its first statement."""
        return self._entry(self.statements.entries.values(), self.decision.entry)

    @property
    def entry_in_place(self) -> AgendaEntry | None:
        return self._entry(self.statements.entries_in_place, self.decision.entry_in_place)

    def _entry(self, statements: Iterable[StatementEntry], decision: Decision | None) -> AgendaEntry | None:
        if not self.says_something:
            return None
        values, rows = self.values(), tuple(statements)
        discussion = values.get("discussion", "")
        texts = [decision.text if decision else "", discussion, *(row.text for row in rows)]
        title = values.get("title") or next(filter(None, texts), "议题")[:40]
        return AgendaEntry(title, discussion, decision, rows)


AgendaFormSet = row_formset(AgendaForm, MOST_ITEMS)


def agenda_data(agenda: Iterable[AgendaEntry]) -> dict[str, Any]:
    """The form data of an agenda."""
    data: dict[str, Any] = {}
    for number, item in enumerate(agenda):
        at = f"agenda-{number}"
        data |= form_data(item, at)
        data |= rows_data(item.statements, f"{at}-said")
        if item.decision:
            data |= form_data(item.decision, at)
            data[f"{at}-decision"] = data.pop(f"{at}-text")
            data |= rows_data(item.decision.written_opinions, f"{at}-opinion")
            for choice in OpinionChoice:
                unnamed = getattr(item.decision, f"written_{choice}") - item.decision.named_count(choice)
                data[f"{at}-written_{choice}"] = unnamed or ""
    return data


class FollowUpForm(forms.Form):
    """The follow-up of one earlier decision; without a choice nothing is recorded. Its fields are told-<id> and told-<id>-note."""

    outcome = forms.ChoiceField(
        label="这件事办得怎样",
        choices=[("", "没有说到"), (OPEN, "未办结"), (DONE, "已办结")],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="落实情况",
        max_length=300,
        required=False,
        widget=forms.TextInput(CONTROL | {"placeholder": "落实情况（选填）"}),
    )

    def __init__(self, data: Any, *, resolution: int) -> None:
        self.resolution = resolution
        super().__init__(data, prefix=f"told-{resolution}", auto_id="%s")

    def add_prefix(self, field_name: str) -> str:
        return str(self.prefix) if field_name == "outcome" else super().add_prefix(field_name)

    @cached_property
    def entry(self) -> FollowUpEntry | None:
        if not self.is_valid() or not self.cleaned_data["outcome"]:
            return None
        is_done = self.cleaned_data["outcome"] == DONE
        return FollowUpEntry(self.resolution, is_done, self.cleaned_data["note"])


def follow_up_forms(data: Any, resolutions: Iterable[int] = ()) -> dict[int, FollowUpForm]:
    """A form for each of these decisions, and for each decision named in the data."""
    sent = [int(match[1]) for name in data if (match := _FOLLOW_UP.fullmatch(name))]
    return {pk: FollowUpForm(data, resolution=pk) for pk in [*resolutions, *sent]}


def follow_up_data(follow_ups: Iterable[FollowUpEntry]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for one in follow_ups:
        data[f"told-{one.resolution}"] = DONE if one.is_done else OPEN
        data[f"told-{one.resolution}-note"] = one.note
    return data
