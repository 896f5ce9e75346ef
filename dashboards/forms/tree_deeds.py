"""Forms of the deeds of the tree."""

from typing import Any

from django import forms

from branches.forms.organization_field import FIND_HELP, OrganizationField
from branches.forms.organizations import (
    APPLIED_HELP,
    SELECT,
    OrganizationActionForm,
    day,
    document,
    text,
)
from branches.selectors import tree_deeds
from branches.states import DEED_KINDS, DeedKind, GroupsGo, PlansGo
from core import clock
from core.dates_zh import full_date


class DeedForm(OrganizationActionForm):
    """What all deeds of the tree ask: where to, from which day, on what paper. `kind` is set by each."""

    kind: DeedKind
    goes_to = "receiver"

    effective_on = day("从哪天起")
    decision_document = document("决定文号", "决定这件事的文件")
    document = document("批复文号", "上级党组织的批复")
    approved_on = day("批复日期", required=False)
    applied_on = day("申请日期", required=False, help_text=APPLIED_HELP)
    reason = text("为什么", 300, required=False)
    decided_on = day("决定日期", required=False, help_text="不晚于上面的“从哪天起”。")

    def prepare(self) -> None:
        if field := self.fields.get(self.goes_to):
            field.places = tree_deeds.receivers(self.organization, self.kind, self.by)
        first = tree_deeds.first_open_day([self.organization])
        self.fields["effective_on"].initial = clock.today()
        if first:
            self.fields["effective_on"].help_text = f"最早{full_date(first)}，以前的月份已经冻结。"

    def bound(self, *names: str) -> list[forms.BoundField]:
        """Those of these fields that the form has, for their place on the page."""
        return [self[name] for name in names if name in self.fields]

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        # What was not chosen is left to the action.
        return {name: value for name, value in facts.items() if value not in ("", None)}


class MergeForm(DeedForm):
    kind = DeedKind.MERGED
    receiver = OrganizationField(label="并入哪个支部", help_text=FIND_HELP)
    groups = forms.ChoiceField(
        label="党小组去哪里", choices=GroupsGo, required=False, widget=forms.Select(attrs=SELECT)
    )
    plans = forms.ChoiceField(
        label="会议计划去哪里", choices=PlansGo, required=False, widget=forms.Select(attrs=SELECT)
    )
    field_order = ("receiver", "document", "approved_on", "applied_on", "reason")

    def facts(self) -> dict[str, Any]:
        return {"document": "", **super().facts()}


class SplitForm(DeedForm):
    kind = DeedKind.SPLIT
    name = text("新支部的全称", 120, help_text="按公章上的写。")
    short_name = text("新支部的简称", 60)
    code = text("新支部的编号", 32, help_text="字母、数字、点、横线，定了就不再改。")
    members = forms.MultipleChoiceField(
        label="去新支部的党员", widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("name", "short_name", "code", "members", "document", "approved_on", "applied_on", "reason")

    def prepare(self) -> None:
        super().prepare()
        self.fields["members"].choices = tree_deeds.people_of(self.organization, self.by)

    def facts(self) -> dict[str, Any]:
        return {"document": "", "members": [], **super().facts()}


class DissolveForm(MergeForm):
    kind = DeedKind.DISSOLVED
    receiver = OrganizationField(
        label="去哪个支部", required=False, help_text=f"里面没有人、没有未办结的事，就空着。{FIND_HELP}"
    )

    def prepare(self) -> None:
        super().prepare()
        if self.organization.is_group:  # a party group needs no approval from above
            self.fields["receiver"].label = "党员编入哪个党小组"
            self.fields["receiver"].help_text = "空着就暂不分组。"
            for name in ("approved_on", "applied_on", "groups", "plans"):
                del self.fields[name]
        elif not self.organization.is_branch:
            for name in ("receiver", "groups", "plans"):
                del self.fields[name]


class MoveForm(DeedForm):
    kind = DeedKind.MOVED
    goes_to = "parent"
    parent = OrganizationField(label="新的上级", help_text=FIND_HELP)
    approved_on = applied_on = None
    field_order = ("parent", "document", "reason")

    def prepare(self) -> None:
        super().prepare()
        self.fields["document"].label = "文号"


class TakeBackForm(OrganizationActionForm):
    reason = text("为什么撤回", 120)


DEED_FORMS: dict[str, type[DeedForm]] = {
    slug: {form.kind: form for form in (MergeForm, SplitForm, DissolveForm, MoveForm)}[kind]
    for slug, kind in DEED_KINDS.items()
}
"""Deed as addresses name it → its form."""
