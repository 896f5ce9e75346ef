"""Forms about members: their facts, the actions on a file, elected posts, linked accounts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from branches.access.roles import Capability
from branches.forms import SELECT, check, choice, day, text
from branches.models import Organization, Term
from branches.selectors.actors import Actor
from core import clock
from core.document_numbers import LETTER_EXAMPLE
from core.errors import RuleBroken
from members.actions.appoint_to_post import term_in_office
from members.actions.unmask_number import FIELDS
from members.models import Member
from members.personal_data import names
from members.rules.usernames import USERNAME_RULES
from members.selectors.account_proposals import BY_POST, POST_CHOICES, ROLE_CHOICES
from members.states import ETHNICITIES, Gender, Title


def find_organization(written: str, by: Actor, capability: Capability) -> Organization | None:
    """The standing organization in reach with that code or exact name; None if there is none or several."""
    standing = Organization.objects.standing(clock.today()).visible_to(by, capability)
    found = list(standing.filter(code=written)[:1]) or list(standing.filter(name=written)[:2])
    found = found or list(standing.filter(short_name=written)[:2])
    return found[0] if len(found) == 1 else None


def find_member(written: str, place: Organization) -> Member | None:
    """The member of that branch with that name or number; None if there is none or several."""
    found = Member.objects.present().filter(organization=place)
    people = list(found.filter(Q(name=names.normalize_name(written.strip())) | Q(number=written.strip()))[:2])
    return people[0] if len(people) == 1 else None


class MemberForm(forms.Form):
    """An action on one member. `facts()` are its arguments without `by`."""

    def __init__(self, *args: Any, member: Member, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.by = member, by
        self.prepare()

    def prepare(self) -> None:
        """Set the choices and initial values that depend on the member."""

    def facts(self) -> dict[str, Any]:
        return {"member": self.member, **self.cleaned_data}


class RowChoiceField(forms.ModelChoiceField):
    """A choice among the rows that a form gives in `prepare`, each with the text that `label_of` makes of it."""

    def __init__(self, label: str, label_of: Callable[[Any], str], **facts: Any) -> None:
        super().__init__(queryset=None, label=label, widget=forms.Select(attrs=SELECT), **facts)
        self.label_from_instance = label_of


def group_field() -> RowChoiceField:
    return RowChoiceField("党小组", str, required=False, empty_label="不分小组", to_field_name="code")


def groups_of(organization: Organization) -> QuerySet[Organization]:
    return Organization.objects.filter(parent=organization).standing(clock.today()).order_by("path")


class FactsForm(forms.Form):
    """The facts of a member's file. Sealed numbers that are left blank are not changed."""

    name = text("姓名", 64)
    gender = choice("性别", Gender.choices, required=False)
    ethnicity = choice("民族", [("", "—"), *ETHNICITIES.items()], required=False)
    birth_on = day("出生日期", required=False)
    identity = text("公民身份号码", 24, required=False)
    phone = text("联系电话", 24, required=False)
    joined_on = day("入党日期")
    full_on = day("转正日期", required=False)
    applied_on = day("申请入党日期", required=False)
    number = text("党员编号", 32, required=False)
    education = text("学历", 32, required=False)
    native_place = text("籍贯", 64, required=False)
    workplace = text("工作单位及职务", 120, required=False)
    occupation = text("人员类别", 32, required=False)
    address = text("家庭住址", 100, required=False)
    is_mobile = check("流动党员")
    note = text("备注", 300, required=False)

    def clean_ethnicity(self) -> int | None:
        written = self.cleaned_data["ethnicity"]
        return int(written) if written else None

    def clean_gender(self) -> str:
        return self.cleaned_data["gender"] or Gender.UNKNOWN


class UpdateForm(FactsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, by: Actor, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name not in ("identity", "phone", "address")]
        kwargs["initial"] = {name: getattr(member, name) for name in names}
        super().__init__(*args, **kwargs)
        self.member = member
        for name, kept in (("identity", member.masked_identity), ("phone", member.masked_phone)):
            self.fields[name].help_text = f"现在是{kept}，不改就空着" if kept else ""
        self.fields["address"].help_text = "已登记，不改就空着" if member.address_sealed else ""
        if member.full_on is None:
            del self.fields["full_on"]
        if not by.may(Capability.DECIDE_ON_MEMBERS, member.organization):
            for name in ("joined_on", "full_on"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = "由上级党组织更正"
        for name, sentence in member.warnings.items():
            self.fields[name].help_text = sentence

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        for name in ("identity", "phone", "address"):
            if not facts[name]:
                del facts[name]
        return {"member": self.member, **facts}


class TransferForm(MemberForm):
    place = text("转到哪个党支部", 120, help_text="写编号、全称或简称")
    on = day("转接日期", initial=clock.today)
    document = text("介绍信编号或者文号", 60, help_text=f"例如“{LETTER_EXAMPLE}”")

    def clean_place(self) -> Organization:
        found = find_organization(self.cleaned_data["place"].strip(), self.by, Capability.DECIDE_ON_MEMBERS)
        if found is None:
            raise forms.ValidationError("您的范围内没有这个党支部，或者不止一个，请写编号")
        return found

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"organization": facts.pop("place")}


class RegroupForm(MemberForm):
    group = group_field()
    on = day("调整日期", initial=clock.today)

    def prepare(self) -> None:
        self.fields["group"].queryset = groups_of(self.member.organization)
        self.initial.setdefault("group", self.member.group)


class AppointForm(MemberForm):
    place = choice("在哪个党组织任职", [])
    title = choice("职务", Title.choices)
    since = day("任职日期", initial=clock.today)
    document = text("批复文号", 60, required=False)

    def prepare(self) -> None:
        """The member's branch first, then the organizations above it that have a term of office."""
        home = self.member.organization
        above = Organization.objects.above(home).filter(terms__until__isnull=True, terms__isnull=False)
        places = [home, *above.order_by("-path")]
        self.fields["place"].choices = [
            (place.code, place.short_name)
            for place in places
            if self.by.may(Capability.MANAGE_ORGANIZATIONS, place)
        ]

    def facts(self) -> dict[str, Any]:
        """Raises what term_in_office raises."""
        facts = super().facts()
        place = Organization.objects.get(code=facts.pop("place"))
        return facts | {"term": term_in_office(place)}


class PostsForm(forms.Form):
    """Who was elected in a branch, a row each; empty rows are ignored. The posts of the former term are proposed."""

    MOST, MOST_MORE = 10, 3
    since = day("任职日期")
    document = text("批复文号", 60, required=False)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.on_roll(term.organization, clock.today()).order_by("pinyin", "pk")
        self.people = {str(member.uuid): member for member in people}
        self.current_posts = list(term.posts.filter(until__isnull=True).select_related("member"))
        # A bound form has all rows, even if somebody else entered a post since the page was shown.
        self.most = self.MOST_MORE if self.current_posts and not self.is_bound else self.MOST
        self.fields["since"].initial = clock.today() if self.current_posts else term.since
        proposed = [] if self.current_posts else _posts_of_previous_term(term)
        names = [("", "没有"), *((key, member.name) for key, member in self.people.items())]
        for n, (who, title) in enumerate([*proposed, *[("", "")] * self.most][: self.most]):
            self.fields[f"member-{n}"] = choice(f"第{n + 1}人", names, required=False, initial=who)
            self.fields[f"title-{n}"] = choice(
                f"第{n + 1}人的职务", [("", "选职务"), *Title.choices], required=False, initial=title
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"member-{n}"], self[f"title-{n}"]) for n in range(self.most)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.filled = [n for n in range(self.most) if given.get(f"member-{n}")]
        for n in self.filled:
            if not given.get(f"title-{n}"):
                self.add_error(f"title-{n}", "选一个职务。")
        return given

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        posts = [(self.people[given[f"member-{n}"]], given[f"title-{n}"]) for n in self.filled]
        return {"posts": posts, "since": given["since"], "document": given["document"]}

    def refuse(self, refusal: RuleBroken) -> None:
        """Show the refusal beside the row it is about."""
        for name in refusal.fields:
            number = name.removeprefix("posts.")
            if number != name:
                self.add_error(f"member-{self.filled[int(number)]}", str(refusal))
                return
        self.add_error(None, str(refusal))


def _posts_of_previous_term(term: Term) -> list[tuple[str, str]]:
    """(uuid of the member, title) of the posts with which the former term ended."""
    before = term.organization.terms.filter(number__lt=term.number).order_by("-number").first()
    if before is None:
        return []
    held = before.posts.filter(until=before.until, member__organization=term.organization)
    rows = held.exclude(member__left_on__isnull=False).order_by("pk").values_list("member__uuid", "title")
    return [(str(uuid), title) for uuid, title in rows]


class RelieveForm(MemberForm):
    post = RowChoiceField(
        "哪个职务",
        lambda row: f"{row.get_title_display()}，{row.organization.short_name}",
        empty_label=None,
    )
    until = day("免职日期", initial=clock.today)

    def prepare(self) -> None:
        held = self.member.posts.filter(until__isnull=True).select_related("organization")
        self.fields["post"].queryset = held.filter(self.by.reach.q(Capability.MANAGE_ORGANIZATIONS))

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class LinkForm(forms.Form):
    """The member an account belongs to, by branch and name: who grants mandates sees no roll to choose from."""

    place = text("党支部", 120, help_text="写编号、全称或简称")
    name = text("姓名", 64, help_text="同名的写党员编号")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "place" in given and "name" in given:
            place = find_organization(given["place"].strip(), self.by, Capability.GRANT_MANDATES)
            if place is None:
                self.add_error("place", "您的范围内没有这个党支部，或者不止一个，请写编号。")
            elif (found := find_member(given["name"], place)) is None:
                self.add_error(
                    "name", f"“{place.short_name}”的名册里没有这个人，或者有几个同名的，请写党员编号。"
                )
            else:
                given["member"] = found
        return given


class LookUpForm(forms.Form):
    number = text("身份证号或手机号", 40, help_text="写完整。会记入审计，不留号码")


class SlipForm(forms.Form):
    """What opens an account for the first time: what is printed, and what only its holder knows."""

    username = text("用户名", 64)
    code = text("领用单上的码", 12, help_text="8位，中间的横线可以不写")
    number = text("党员编号", 32)
    phone = text("电话后四位", 4, min_length=4, help_text="名册里登记的那个")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hints in {
            "username": {"autocomplete": "username", "autocapitalize": "none"},
            "code": {"autocomplete": "one-time-code", "autocapitalize": "characters"},
            "number": {"autocomplete": "off"},
            "phone": {"autocomplete": "off", "inputmode": "numeric"},
        }.items():
            self.fields[name].widget.attrs |= hints


class AccountPostsForm(forms.Form):
    """For whom accounts are to be opened, and how: posts below an organization, the rule of usernames, the role."""

    within = text("范围", 120, required=False)
    titles = choice("职务", [(key, words) for key, (words, _titles) in POST_CHOICES.items()], required=False)
    rule = choice("用户名怎么来", list(USERNAME_RULES.items()), required=False)
    role = choice("角色", list(ROLE_CHOICES.items()), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["within"].widget.attrs["placeholder"] = "全部，或写编号、简称"

    def clean_within(self) -> Organization | None:
        written = self.cleaned_data["within"].strip()
        if not written:
            return None
        found = find_organization(written, self.by, Capability.GRANT_MANDATES)
        if found is None:
            raise forms.ValidationError("您的范围内没有这个党组织，或者不止一个，请写编号。")
        return found

    def clean_titles(self) -> str:
        return self.cleaned_data["titles"] or "secretary"

    def clean_rule(self) -> str:
        return self.cleaned_data["rule"] or "name"

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or BY_POST


class UnmaskForm(forms.Form):
    field = choice("看哪一项", list(FIELDS.items()))
    purpose = text("用途", 200, help_text="会记入审计")
