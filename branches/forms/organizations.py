"""Django forms for organizations, terms, mandates, accounts and clients."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from branches.access.roles import MACHINE_ROLES, Capability, Role
from branches.models import Mandate, Organization
from branches.selectors.actors import Actor
from branches.states import MAY_STAND_UNDER, Kind, UnitKind
from core import clock, document_numbers

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
LATEST_DAY = 31
MANAGE = Capability.MANAGE_ORGANIZATIONS


def day(label: str, **facts: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs=CONTROL | {"type": "date"})
    return forms.DateField(label=label, widget=widget, **facts)


def text(label: str, length: int, **facts: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=CONTROL), **facts)


def number(label: str, **facts: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, widget=forms.NumberInput(attrs=CONTROL | {"inputmode": "numeric"}), **facts
    )


def choice(label: str, choices: Any, **facts: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=SELECT), **facts)


def check(label: str, **facts: Any) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, widget=widget, **facts)


class OrganizationActionForm(forms.Form):
    """The form of an action on one organization. `facts()` are all of the action's arguments but `by`."""

    def __init__(self, *args: Any, organization: Organization, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization, self.by = organization, by
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the organization."""

    def facts(self) -> dict[str, Any]:
        return {"organization": self.organization, **self.cleaned_data}


def lines(label: str, **facts: Any) -> forms.CharField:
    """One name a line."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs=CONTROL | {"rows": 3}), **facts)


PROVISION_HELP = "只有临时党支部写：准许接收党员、换届等的规定名称或批准文号。"
APPLIED_HELP = "批复一般在申请后一个月内。"
UNITS_HELP = "只有联合党支部写：由哪几个单位联合成立，一行一个。"


def document(
    label: str = "文号", help_text: str = "批复或通知的文号，没有就空着", **facts: Any
) -> forms.CharField:
    """The number of a paper; the browser says beside the field when it does not look like one (static/js/number.js)."""
    field = text(
        label,
        60,
        help_text=f"{help_text}，例如“{document_numbers.EXAMPLE}”。",
        **({"required": False} | facts),
    )
    field.widget.attrs |= {
        "data-number": document_numbers.BROWSER_PATTERN,
        "data-hint": f"不像文号，一般写成“{document_numbers.EXAMPLE}”，请对照文件看一下。",
    }
    return field


class EstablishForm(OrganizationActionForm):
    """A new organization below this one."""

    name = text("全称", 120, help_text="按公章上的写，例如“中共某某社区支部委员会”。")
    short_name = text("简称", 60, help_text="平时怎么叫就怎么写。")
    code = text("编号", 32, help_text="字母、数字、点、横线，定了就不再改。")
    kind = choice("类别", ())
    unit_kind = choice("单位类别", UnitKind.choices)
    full_members = number(
        "正式党员数",
        min_value=0,
        required=False,
        help_text="申请时的人数，党支部要写；联合党支部写各单位合计的人数。",
    )
    units = lines("联合的单位", required=False, help_text=UNITS_HELP)
    activity_day = number(
        "主题党日固定日", min_value=1, max_value=LATEST_DAY, required=False, help_text="每月几日，1到31。"
    )
    established_on = day("成立日期")
    planned_end_on = day(
        "计划结束日期", required=False, help_text="只有临时党支部写：它所在的临时机构计划到哪天结束。"
    )
    special_provision = text("另有规定或批准", 120, required=False, help_text=PROVISION_HELP)
    document = document("批复文号", "上级党组织同意成立的批复，党小组不用写")
    approved_on = day("批复日期", required=False)
    applied_on = day("申请日期", required=False, help_text=APPLIED_HELP)

    def prepare(self) -> None:
        kinds = [kind for kind in Kind if self.organization.kind in MAY_STAND_UNDER[kind]]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["unit_kind"].initial = self.organization.unit_kind
        if kinds == [Kind.GROUP]:
            for name in (
                "full_members", "units", "activity_day", "planned_end_on", "special_provision", "approved_on",
                "applied_on",
            ):  # fmt: skip
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        facts = {"parent": self.organization, **self.cleaned_data}
        return facts | {"units": facts.get("units", "").splitlines()}


class RenameForm(OrganizationActionForm):
    name = text("新全称", 120)
    short_name = text("新简称", 60)
    effective_on = day("从哪天起", initial=clock.today)
    document = document()

    def prepare(self) -> None:
        self.fields["name"].initial = self.organization.name
        self.fields["short_name"].initial = self.organization.short_name


class CallOffForm(OrganizationActionForm):
    reason = text("原因", 120)


class DescribeForm(OrganizationActionForm):
    activity_day = number(
        "主题党日固定日", min_value=1, max_value=LATEST_DAY, required=False, help_text="每月几日，1到31。"
    )
    unit_kind = choice("单位类别", UnitKind.choices)
    units = lines("联合的单位", help_text="由哪几个单位联合成立，一行一个，至少两个。")
    planned_end_on = day("计划结束日期", required=False, help_text="所在的临时机构计划到哪天结束。")
    special_provision = text("另有规定或批准", 120, required=False, help_text=PROVISION_HELP)
    power_document = document("审批预备党员的授权文号", "上级授予审批权限的文件，没有授权就空着")
    power_granted_on = day("授权日期", required=False)

    def prepare(self) -> None:
        above = self.organization.parent
        if not self.organization.is_committee or (above and not self.by.may(MANAGE, above)):
            del self.fields["power_document"], self.fields["power_granted_on"]
        if self.organization.kind != Kind.TEMPORARY_BRANCH:
            del self.fields["planned_end_on"], self.fields["special_provision"]
        if self.organization.kind != Kind.JOINT_BRANCH:
            del self.fields["units"]
        for name, each in self.fields.items():
            value = getattr(self.organization, name)
            each.initial = "\n".join(value) if name == "units" else value

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | ({"units": facts["units"].splitlines()} if "units" in facts else {})


class BeginTermForm(OrganizationActionForm):
    since = day("选举日期", help_text="上一届到前一天为止。")
    has_committee = check("选举产生了支部委员会", help_text="正式党员7名以上应当设支委会。")
    document = document("批复文号", "提前或者推迟换届的，要有上级党组织的批复")
    approved_on = day("批复日期", required=False)
    approved_by = text("批复机关", 60, required=False, help_text="批准的上级党组织。")

    def prepare(self) -> None:
        if self.organization.is_group:
            del self.fields["has_committee"]

    def facts(self) -> dict[str, Any]:
        return {"has_committee": False} | super().facts()


class ExtendTermForm(OrganizationActionForm):
    until = day("延期到", help_text="一般不超过1年。")
    document = document("批复文号", "上级党组织同意延期的批复", required=True)
    approved_on = day("批复日期", help_text="晚于届满日期的，中间的天数记为逾期。")
    approved_by = text("批复机关", 60, help_text="批准的上级党组织。")

    def facts(self) -> dict[str, Any]:
        return {"term": self.organization.terms.get(until__isnull=True), **self.cleaned_data}


class GrantForm(forms.Form):
    """A mandate for a person. The people are those with an account; typing a name or an account finds one."""

    username = text("账号", 64, help_text="姓名或账号；同名的写账号。")
    role = choice("角色", Role.choices)
    organization = text("党组织", 60, help_text="名称或编号。")
    since = day("从哪天起")
    until = day("到哪天止", required=False, help_text="没有期限就空着。")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_username(self) -> Any:
        typed = self.cleaned_data["username"].strip()
        people = list(get_user_model().objects.filter(username=typed, is_active=True)[:1])
        if not people:
            people = list(get_user_model().objects.filter(name=typed, is_active=True)[:2])
        return self._only(people, typed, "没有找到这个账号。可以先在下面开一个。", "有几个人同名，请写账号。")

    def clean_organization(self) -> Organization:
        typed = self.cleaned_data["organization"].strip()
        places = Organization.objects.visible_to(self.by, Capability.GRANT_MANDATES)
        found = list(places.filter(code=typed)[:1]) or list(
            places.filter(Q(short_name=typed) | Q(name=typed))[:2]
        )
        return self._only(found, typed, "没有找到这个党组织，请写编号。", "有几个同名的，请写编号。")

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return {"user": facts.pop("username"), **facts}

    @staticmethod
    def _only(found: list[Any], typed: str, none: str, many: str) -> Any:
        if len(found) != 1:
            raise forms.ValidationError(many if found else none)
        return found[0]


class ClientForm(GrantForm):
    """An API client: what the other system is called, and what it may reach."""

    username = since = until = None
    role = choice("角色", [(role.value, role.label) for role in MACHINE_ROLES])
    name = text("系统名称", 57, help_text="例如“区政务平台”。")
    field_order = ("name", "role", "organization")

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RevokeForm(forms.Form):
    mandate = forms.ModelChoiceField(queryset=Mandate.objects.all(), widget=forms.HiddenInput)
    until = day("到哪天止")


class AccountForm(forms.Form):
    """A new sign-in identity."""

    username = text("账号", 64, help_text="姓名拼音或手机号。")
    name = text("姓名", 64)
