"""Forms that propose a decision about a member or a new person, and the form of whoever decides."""

from typing import Any

from django import forms

from branches.forms import CONTROL, choice, day, text
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from core.document_numbers import EXAMPLE, LETTER_EXAMPLE
from core.parsing import parse_day
from meetings.models import Resolution
from members.forms import FactsForm, RowChoiceField, group_field, groups_of
from members.models import Member, Restriction
from members.states import OFFERED_EXITS, ExemptionPurpose, ExitKind, Gender
from procedures.models import MemberDecision
from procedures.rules.kinds import RULES
from procedures.rules.proposal import Proposal, Search, taking_back
from procedures.selectors.decision_facts import nearest_body, usable_resolutions
from procedures.states import ENDING, GROUNDS, LIMITS, DecisionKind

LATER = "上级批复以后由审批人填写也可以"


def resolution_label(resolution: Resolution) -> str:
    meeting = resolution.item.meeting
    return f"{short_date(meeting.held_on)}　{resolution.get_kind_display()}　{resolution.candidate}　{resolution.text[:30]}"


def resolution_field(**facts: Any) -> RowChoiceField:
    return RowChoiceField(
        "支部党员大会决议",
        resolution_label,
        required=False,
        empty_label="没有",
        help_text="已经提交、表决通过的决议，事项和表决对象要一致",
        **facts,
    )


def grounds_of(*kinds: str) -> list[tuple[str, Any]]:
    """Choices of a ground, under the name of the kind where there are several kinds."""
    lists = [(DecisionKind(kind).label, list(GROUNDS[kind].items())) for kind in kinds if kind in GROUNDS]
    return [("", "选一种情形"), *(lists if len(lists) > 1 else lists[0][1])]


class ProposalForm(forms.Form):
    """A proposal about one member. `proposal()` is what the action takes; `KINDS` are those it can be about."""

    KINDS: tuple[str, ...] = ()
    NAMED: dict[str, str] = {}
    """Name of a fact of the proposal → the field that holds it here."""

    resolution = resolution_field()
    document = text("批复文号", 60, required=False, help_text=f"例如“{EXAMPLE}”，{LATER}")
    decided_on = day("批准日期", required=False)
    body = text("批准机关", 120, required=False)
    reason = text("说明", 120, required=False)

    def __init__(self, *args: Any, member: Member, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.by = member, by
        matters = {RULES[kind].matter for kind in self.KINDS} - {""}
        if matters:
            found = usable_resolutions(member.organization, *matters, name=member.name)
            self.fields["resolution"].queryset = found
        else:
            del self.fields["resolution"]
        self.prepare()

    def prepare(self) -> None:
        """Set the choices and initial values that depend on the member."""

    def kind(self) -> str:
        return self.KINDS[0]

    def proposal(self) -> Proposal:
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        for fact, field_name in self.NAMED.items():
            if field_name in given:
                given[fact] = given.pop(field_name)
        facts = {name: value for name, value in given.items() if name in Proposal.__dataclass_fields__}
        return Proposal(
            **{"kind": self.kind(), "organization": self.member.organization, "member": self.member} | facts
        )


class ConversionForm(ProposalForm):
    KINDS = (DecisionKind.CONVERSION,)

    applied_on = day("本人转正申请日期")
    opinions_on = day("听取党小组、党员和群众意见日期")
    reviewed_on = day("支委会审查日期", help_text="没有支委会的，填写支部审查的日期")
    field_order = ("applied_on", "opinions_on", "reviewed_on", "resolution")


class ExtensionForm(ProposalForm):
    KINDS = (DecisionKind.EXTENSION,)

    until = day("预备期延长至", help_text="期满之日起半年到一年")
    field_order = ("until", "resolution")


class PostponementForm(ProposalForm):
    KINDS = (DecisionKind.POSTPONED,)

    until = day("推迟到哪天", help_text="期满之日起不超过六个月")
    field_order = ("until",)


class ExitForm(ProposalForm):
    """Any way off the roll."""

    KINDS = tuple(kind.value for kind in OFFERED_EXITS)
    NAMED = {"effective_on": "on"}

    exit = choice("怎样离开", [(kind.value, kind.label) for kind in OFFERED_EXITS])
    ground = choice("情形", grounds_of(*KINDS), required=False)
    on = day("离开日期", initial=clock.today, help_text="不能早于批准日期；去世的写去世日期")
    field_order = ("exit", "ground", "on", "resolution")

    def prepare(self) -> None:
        self.fields["document"].label = "文号"
        self.fields[
            "document"
        ].help_text = f"批复如“{EXAMPLE}”，介绍信如“{LETTER_EXAMPLE}”，{LATER}；去世的写死亡证明编号，下面写证明的日期和出具单位"
        if self.member.full_on:
            hidden = {ExitKind.CANCELLED, ExitKind.NOT_RECOGNIZED}
        else:
            hidden = set()
        self.fields["exit"].choices = [pair for pair in self.fields["exit"].choices if pair[0] not in hidden]

    def kind(self) -> str:
        return str(self.cleaned_data["exit"])


class SearchField(forms.CharField):
    """The search log of somebody lost, a line each: 2026-03-01 电话联系."""

    def __init__(self, **facts: Any) -> None:
        widget = forms.Textarea(attrs=CONTROL | {"rows": 4})
        super().__init__(widget=widget, required=False, max_length=2000, **facts)

    def clean(self, value: Any) -> tuple[Search, ...]:
        lines = [line.split(maxsplit=1) for line in super().clean(value).splitlines() if line.strip()]
        found = []
        for parts in lines:
            on = parse_day(parts[0])
            if on is None or len(parts) < 2:
                raise forms.ValidationError("每行写一次查找：日期、空格、方式，例如“2026-03-01 电话联系”。")
            found.append(Search(on, parts[1][:100]))
        return tuple(found)


class RestrictionForm(ProposalForm):
    KINDS = tuple(kind.value for kind in DecisionKind if kind in LIMITS)
    NAMED = {"effective_on": "since"}

    restriction_kind = choice("种类", [(kind, DecisionKind(kind).label) for kind in KINDS])
    purpose = choice(
        "未列入应到用于",
        [("", "—"), *ExemptionPurpose.choices],
        required=False,
        help_text="只有未列入应到的填写",
    )
    ground = choice("情形", grounds_of(*KINDS), required=False)
    since = day("起", initial=clock.today, help_text="不能早于批准日期")
    until = day("结束日期", required=False, help_text="留党察看填写一年或者二年期满的日期")
    review_on = day("复核日期", required=False, help_text="没有结束日期的，写到哪天再看一次")
    lost_since = day("从哪天起失去联系", required=False, help_text="停止党籍填写")
    searches = SearchField(label="查找情况", help_text="停止党籍填写。一次一行：日期、空格、方式")
    field_order = (
        "restriction_kind", "purpose", "ground", "since", "until", "review_on", "lost_since", "searches", "resolution",
    )  # fmt: skip

    def kind(self) -> str:
        return str(self.cleaned_data["restriction_kind"])

    def proposal(self) -> Proposal:
        if self.kind() == DecisionKind.EXEMPT and not self.cleaned_data["purpose"]:
            self.cleaned_data["purpose"] = ExemptionPurpose.ATTENDANCE
        return super().proposal()


class RestrictionEndForm(ProposalForm):
    NAMED = {"effective_on": "until"}

    restriction = RowChoiceField(
        "哪一条",
        lambda row: f"{row.get_kind_display()}，{row.since}{f'至{row.until}' if row.until else '起'}",
        empty_label=None,
    )
    until = day("结束日期", initial=clock.today, help_text="这一天还算在内，不能早于批准日期")
    field_order = ("restriction", "until")

    def prepare(self) -> None:
        self.fields["restriction"].queryset = self.member.restrictions.not_over(clock.today())

    def kind(self) -> str:
        restriction: Restriction = self.cleaned_data["restriction"]
        return ENDING[restriction.kind]


class PersonForm(FactsForm):
    """Proposes a person for a branch's roll: newly admitted, transferred in, or restored."""

    KINDS = (DecisionKind.ADMITTED, DecisionKind.TRANSFERRED, DecisionKind.RESTORED)
    NAMED = {"effective_on": "since", "kind": "entry"}

    entry = choice("进入方式", [(kind, kind.label) for kind in KINDS])
    group = group_field()
    since = day("编入日期", help_text="不能早于批准日期")
    resolution = resolution_field()
    document = text(
        "批复文号或者介绍信编号",
        60,
        required=False,
        help_text=f"例如“{EXAMPLE}”、“{LETTER_EXAMPLE}”，批复{LATER}",
    )
    decided_on = day("批准日期或者介绍信日期", required=False)
    body = text("批准机关或者介绍信开出单位", 120, required=False)
    suspended_on = day("停止党籍日期", required=False, help_text="恢复党籍填写")
    suspension_document = text("停止党籍文号", 60, required=False, help_text="恢复党籍填写")
    reason = text("说明", 120, required=False)
    field_order = (
        "entry", "name", "identity", "phone", "gender", "birth_on", "joined_on", "full_on", "resolution", "document",
        "decided_on", "body", "since", "group", "suspended_on", "suspension_document",
    )  # fmt: skip

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": clock.today()}
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["group"].queryset = groups_of(organization)
        self.fields["resolution"].queryset = usable_resolutions(organization, "admission")
        self.fields["gender"].help_text = self.fields["birth_on"].help_text = "有身份证号时可以空着"
        self.fields["joined_on"].help_text = "新接收的，是支部党员大会通过的那一天"

    def proposal(self) -> Proposal:
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if given.get("gender") == Gender.UNKNOWN:
            del given["gender"]
        person = {name: given.pop(name) for name in FactsForm.base_fields if name in given}
        for fact, field_name in self.NAMED.items():
            if field_name in given:
                given[fact] = given.pop(field_name)
        return Proposal(organization=self.organization, person=person, **given)


class TakingBackForm(forms.Form):
    """What the body that gave a decision writes when it takes it back."""

    reason = text("撤销的原因", 120, help_text="批错了什么，例如“介绍人不是正式党员”")
    document = text("撤销文号", 60, required=False, help_text=f"例如“{EXAMPLE}”，{LATER}")
    decided_on = day("撤销日期", required=False)
    body = text("撤销机关", 120, required=False, help_text="作出原决定的党组织")

    def __init__(self, *args: Any, decision: MemberDecision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def proposal(self) -> Proposal:
        return taking_back(self.decision, **self.cleaned_data)


class ApprovalForm(forms.Form):
    """What whoever decides adds to a proposal: the paper, and from when on it holds."""

    document = text("文号", 60, required=False, help_text=f"例如“{EXAMPLE}”")
    decided_on = day("批准日期", required=False)
    body = text("批准机关", 120, required=False)
    effective_on = day("生效日期", required=False, help_text="空着就是批准日期")
    comment = text("意见", 300, required=False, help_text="退回时写明原因")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, decision: MemberDecision, **kwargs: Any) -> None:
        names = ("document", "decided_on", "body", "effective_on", "version")
        kwargs["initial"] = {name: getattr(decision, name) for name in names}
        super().__init__(*args, **kwargs)
        if not decision.body and decision.rule.has_paper:
            self.initial["body"] = nearest_body(decision)
        if not decision.rule.has_paper and not decision.document:
            for name in ("document", "decided_on", "body"):
                self.fields[name].help_text = "可以空着"
