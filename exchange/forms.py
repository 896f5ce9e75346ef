"""Forms of imports and exports: which organization, which file, which meetings under which columns."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from branches.access.roles import Capability
from branches.forms import choice, text
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import BRANCHES
from core import clock
from core.parsing import parse_number
from core.workbooks.columns import GIVEN, Layout
from core.workbooks.preview import Preview
from exchange.models import Import
from exchange.selectors.meetings.export_columns import EXPORT_FIELDS, USUAL_FIELDS
from meetings.states import Kind, Status
from members.forms import find_organization

DAY = {"class": "form-control", "type": "date"}
MOST_SCOPES = 60


def workbook_field(accept: str, help_text: str) -> forms.FileField:
    widget = forms.ClearableFileInput(attrs={"class": "form-control", "accept": accept})
    return forms.FileField(label="文件", widget=widget, help_text=help_text)


class OrganizationForm(forms.Form):
    """A form with an `organization`, by code or name within reach; empty means the only one the actor has."""

    capabilities: tuple[Capability, ...]
    suggestions_id: str

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["organization"].widget.attrs["list"] = self.suggestions_id

    def scopes(self) -> list[Organization]:
        """Organizations to suggest, highest first."""
        standing = Organization.objects.standing(clock.today()).exclude(kind="group")
        may = Organization.objects.none()
        for capability in self.capabilities:
            may = may | standing.visible_to(self.by, capability)
        return list(may.order_by("path")[:MOST_SCOPES])

    def clean_organization(self) -> Organization | None:
        written = self.cleaned_data["organization"].strip()
        self.was_named = bool(written)
        for capability in self.capabilities:
            if written:
                place = find_organization(written, self.by, capability)
            else:
                spans = self.by.reach.widest(capability)
                place = Organization.objects.get(path=spans[0].path) if len(spans) == 1 else None
            if place:
                return place
        if written:
            raise forms.ValidationError("您的范围内没有这个党组织，或者不止一个，请写编号")
        return None


class UploadForm(OrganizationForm):
    """Uploads a roster or a list of organizations: its kind, and the organization it belongs to."""

    capabilities = (Capability.IMPORT,)
    suggestions_id = "scopes"

    kind = choice(
        "内容", [(kind.value, kind.label) for kind in (Import.Kind.ROSTER, Import.Kind.ORGANIZATIONS)]
    )
    organization = text("范围", 120, required=False, help_text="写编号或名称。空着就是您的全部范围")
    file = workbook_field(
        ".xlsx,.xls,.xlsm,.ods,.csv", "Excel或WPS表格、CSV，表头里有姓名（或全称）就行，列的顺序和多少不限"
    )

    def scopes(self) -> list[Organization]:
        """Organizations to suggest: the committees in reach."""
        standing = Organization.objects.standing(clock.today()).visible_to(self.by, Capability.IMPORT)
        return list(standing.exclude(kind__in=[*BRANCHES, "group"]).order_by("path")[:MOST_SCOPES])

    def clean_organization(self) -> Organization:
        place = super().clean_organization()
        if place is None:
            raise forms.ValidationError("您管着几处，请写明是哪一处")
        return place


class ColumnsForm(forms.Form):
    """Says which field each unknown title of an upload is, and what no column says of all rows."""

    LEAVE_OUT = "-"

    def __init__(
        self, *args: Any, preview: Preview, mapping: dict[str, str], layout: Layout, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, question in enumerate(preview.questions):
            self._add(f"all-{number}", f"{GIVEN}{question.field}", question.words, question.answers, mapping)
        fields = [(self.LEAVE_OUT, "不导入"), *((column.field, column.label) for column in layout.columns)]
        looks = dict(preview.unknown)
        titles = [*looks, *(title for title in mapping if not title.startswith(GIVEN) and title not in looks)]
        for number, title in enumerate(titles):
            look = f"看起来像{looks[title]}" if looks.get(title) else ""
            self._add(f"column-{number}", title, f"“{title}”这一列", fields, mapping, look)

    def _add(
        self, name: str, key: str, label: str, choices: Any, mapping: dict[str, str], hint: str = ""
    ) -> None:
        self.keys[name] = key
        self.fields[name] = choice(
            label,
            [("", "还没有写明"), *choices],
            required=False,
            help_text=hint,
            initial=(mapping[key] or self.LEAVE_OUT) if key in mapping else "",
        )

    def mapping(self) -> dict[str, str]:
        """Title → field for all that was said."""
        said = {self.keys[name]: value for name, value in self.cleaned_data.items() if value}
        return {key: "" if value == self.LEAVE_OUT else value for key, value in said.items()}


class MeetingUploadForm(OrganizationForm):
    """Uploads a workbook of meetings or an evidence bundle; the content says which."""

    capabilities = (Capability.RECORD_MEETING, Capability.IMPORT)
    suggestions_id = "arrive-scopes"

    file = workbook_field(
        ".xlsx,.xls,.xlsm,.ods,.csv,.zip",
        "别的系统导出的Excel表格或CSV，或者别处导出的会议档案包（zip）。表头里有日期和会议类型就行，列的顺序和多少不限",
    )
    organization = text(
        "党组织",
        120,
        required=False,
        help_text="写编号或名称。空着就是您的全部范围；档案包空着就按包里写的找",
    )


class MeetingExportForm(OrganizationForm):
    """Which meetings are exported, under which columns."""

    capabilities = (Capability.EXPORT,)
    suggestions_id = "leave-scopes"

    organization = text(
        "党组织", 120, required=False, help_text="写编号或名称，连同下级。空着就是您的全部范围"
    )
    held_from = forms.DateField(label="从", required=False, widget=forms.DateInput(DAY, "%Y-%m-%d"))
    held_until = forms.DateField(label="到", required=False, widget=forms.DateInput(DAY, "%Y-%m-%d"))
    kind = choice("类型", [("", "全部"), *Kind.choices], required=False)
    status = choice("状态", [("", "全部"), *Status.choices], required=False)
    name = text("这组列的名称", 60, required=False, help_text="存下来，下次直接选。同名的会换成新的")
    reason = text("导出理由", 200, required=False)

    def __init__(self, *args: Any, columns: list[list[str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_columns = columns
        self.fields["reason"].help_text = (
            f"超过{settings.EXPORT_REASON_ROWS}次会议要写；其中有“涉及个人”的列，还要由另一个人批准后再取文件。"
            "每次导出都会记入审计"
        )

    def columns(self) -> list[tuple[str, str]]:
        """(field, title) in the chosen order; columns without a number follow in their usual order."""
        numbered = []
        for place, field in enumerate(EXPORT_FIELDS):
            if self.data.get(f"column-{field}"):
                order = parse_number(str(self.data.get(f"order-{field}", ""))[:4])
                numbered.append((1000 + place if order is None else order, place, field))
        return [
            (field, str(self.data.get(f"title-{field}", ""))) for _order, _place, field in sorted(numbered)
        ]

    def column_rows(self) -> list[dict[str, Any]]:
        """The rows of the table of columns, chosen ones first."""
        if self.is_bound:
            chosen = self.columns()
        elif self.saved_columns is not None:
            chosen = [(field, title) for field, title in self.saved_columns if field in EXPORT_FIELDS]
        else:
            chosen = [(field, EXPORT_FIELDS[field].label) for field in USUAL_FIELDS]
        titles = dict(chosen)
        rest = [(field, one.label) for field, one in EXPORT_FIELDS.items() if field not in titles]
        return [
            {
                "field": field,
                "label": EXPORT_FIELDS[field].label,
                "names_people": EXPORT_FIELDS[field].names_people,
                "title": title,
                "order": number if field in titles else "",
                "chosen": field in titles,
            }
            for number, (field, title) in enumerate([*chosen, *rest], 1)
        ]

    def filters(self) -> QueryDict:
        """The query of the list of meetings."""
        query = QueryDict(mutable=True)
        if place := self.cleaned_data.get("organization"):
            query["below"] = place.code
        for name in ("held_from", "held_until", "kind", "status"):
            if self.cleaned_data.get(name):
                query[name] = str(self.cleaned_data[name])
        return query
