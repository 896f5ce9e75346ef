"""The dashboard of the office, and the rows behind each of its numbers."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.roles import Capability
from branches.forms.organization_field import OrganizationField
from branches.models import Organization
from branches.querysets import OrganizationQuerySet
from branches.states import UnitKind
from core import clock
from core.clock import Period
from core.dates_zh import full_month
from core.errors import NotPermitted
from core.http import download, page_or_part, requested_month
from core.workbooks.writing import SheetHead, write_workbook
from dashboards.actions import export_rows
from dashboards.selectors import drilldown, drilldown_sheet, overview, visit_reasons, waiting
from obligations.selectors import effort
from reports.forms import months_to_choose
from reports.selectors import figures, received

MONTHS_BACK = 12
SHOWN = 8  # rows of a list that has a page of its own
PAGE = 200


@dataclass(frozen=True)
class Scope:
    """The filter of the page: month, kind of unit, and the organization with all below it."""

    month: Period
    unit_kind: str
    root: Organization

    @property
    def query(self) -> str:
        return f"month={self.month.text}&unit_kind={self.unit_kind}&below={self.root.code}"


def scope_of(request: HttpRequest) -> Scope:
    """The place is given by code, or typed by name as the field of an organization takes it; of several with that name none
    is taken, and the page says which there are. Raises NotPermitted without the capability anywhere, Http404 for a place
    outside it."""
    by = request.actor
    tops = [span.path for span in by.reach.widest(Capability.BUILD_REPORT)]
    visible = Organization.objects.visible_to(by, Capability.BUILD_REPORT)
    roots = list(visible.filter(path__in=tops).order_by("path"))
    if not roots:
        raise NotPermitted
    code = request.GET.get("below", "")
    root = _place_meant(request, visible, code) or roots[0] if code else roots[0]
    unit_kind = request.GET.get("unit_kind", "")
    if unit_kind and unit_kind not in UnitKind.values:
        raise Http404
    return Scope(requested_month(request) if request.GET.get("month") else default_month(), unit_kind, root)


def _place_meant(request: HttpRequest, places: OrganizationQuerySet, typed: str) -> Organization | None:
    """None, with a message, where several have that name. Raises Http404 where none has."""
    if found := places.filter(code=typed).first():
        return found
    if Organization.objects.filter(code=typed).exists():
        raise Http404
    field = OrganizationField()
    field.places = places
    try:
        return field.clean(typed)
    except ValidationError as wrong:
        if wrong.code != "several":
            raise Http404 from wrong
        messages.error(request, wrong.message)
        return None


def default_month() -> Period:
    """The running month; until the cut-off the one before, which is still being completed."""
    today = clock.today()
    month = Period.month(today)
    return month.previous() if today.day <= settings.REPORT_CUT_OFF_DAY else month


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    running = scope.month.until >= clock.today()
    earlier = figures.months_before(scope.month.previous(), MONTHS_BACK - 1)
    frozen = figures.frozen_months(scope.root, [scope.month, *earlier])
    live = [month for month in earlier if month not in frozen and figures.is_computed(month)]
    mine = overview.own_figures(scope.root, scope.month, scope.unit_kind, frozen, live)
    # A month that goes on is compared with none: the other one had all its days.
    before = {} if running else overview.sums_of(scope.root, earlier[0], scope.unit_kind, frozen)
    found = overview.overview(mine, before)
    lacking = overview.branches_lacking(mine, nothing_held=not running)
    to_visit = visit_reasons.visit_reasons(
        scope.root, scope.month, unit_kind=scope.unit_kind, on=clock.today(), by=request.actor
    )
    known = {month: each.total for month, each in frozen.items()} | dict(mine.month.beside)
    trend = [
        *figures.trend(scope.root, len(earlier), earlier[0], known),
        figures.TrendPoint(scope.month, mine.total),
    ]
    context = {
        **_frame(scope, running),
        "found": found,
        "sums": found.root.sums,
        "attendance_change": found.root.attendance_change,
        "late_change": found.root.late_change,
        "organizations": len(overview.with_their_groups(mine)),
        "open_rules": "、".join(
            rule.label for rule in found.rules if mine.month.duties[rule.pk].until != scope.month.until
        ),
        "lacking": drilldown.with_secretaries(lacking[:SHOWN], on=clock.today()),
        "lacking_branches": len(lacking),
        "lacking_items": sum(row.items for row in lacking),
        "lacking_again": sum(row.most_in_a_row > 1 for row in lacking),
        "visits": to_visit[:SHOWN],
        "visits_count": len(to_visit),
        "visits_sentence": visit_reasons.SENTENCE,
        "waiting": waiting.waiting_for(request.actor),
        "reports": received.desk_reports(scope.root, by=request.actor),
        "effort": effort.effort_of(scope.root, scope.month, scope.unit_kind),
        "trend": trend,
        "mine_total": mine.total,
        "trend_figures": trend_figures(trend),
        "kind_figures": {
            "names": [name for _, name, _ in found.unit_kinds],
            "values": [float(sums.attendance) for _, _, sums in found.unit_kinds],
        },
    }
    return render(request, "dashboards/dashboard.html", context)


def _frame(scope: Scope, running: bool) -> dict[str, Any]:
    return {
        "scope": scope,
        "month": scope.month,
        "months": months_to_choose(),
        "scope_name": f"{scope.root.name}（{scope.root.code}）",
        "unit_kinds": UnitKind.choices,
        "running": running,
        "month_before": scope.month.previous(),
    }


def trend_names(trend: list[figures.TrendPoint]) -> list[str]:
    """The months as they stand under the line and over the table; a year where one begins."""
    return [
        full_month(point.month.since)
        if n == 0 or point.month.since.month == 1
        else f"{point.month.since.month}月"
        for n, point in enumerate(trend)
    ]


def trend_figures(trend: list[figures.TrendPoint]) -> dict[str, Any]:
    """The data of the chart: complete months, two series, and the start of the axis.

    The running month is left out, because its partial figures would look like a fall.
    """
    trend = [point for point in trend if point.month.until < clock.today()]
    series: dict[str, list[float | None]] = {"完成率": [], "参会率": []}
    for point in trend:
        for name, value in (
            ("完成率", point.total and point.total.completion),
            ("参会率", point.total and point.total.attendance),
        ):
            series[name].append(None if value is None else float(value))
    known = [value for values in series.values() for value in values if value is not None]
    return {
        "floor": min(int(min(known, default=80) // 10 * 10), 80),
        "months": trend_names(trend),
        "series": [{"name": name, "values": values} for name, values in series.items()],
    }


@require_safe
def drilldown_rows(request: HttpRequest) -> HttpResponse:
    """The rows that one number of the dashboard counts: ?show= with the dashboard's filters, and their ?order=."""
    scope = scope_of(request)
    listing = _listing(request, scope)
    page = Paginator(listing.rows, PAGE).get_page(request.GET.get("page"))
    if listing.show in ("lacking", "missed"):
        page.object_list = drilldown.with_secretaries(page.object_list, on=clock.today())
    context = {
        **_frame(scope, scope.month.until >= clock.today()),
        "listing": listing,
        "page": page,
        "order": request.GET.get("order", ""),
        "may_export": request.actor.may(Capability.EXPORT, scope.root),
    }
    return page_or_part(request, "dashboards/dashboard_rows.html", "rows", context)


@require_safe
def drilldown_file(request: HttpRequest) -> HttpResponse:
    """The same rows, all of them in the same order, as a workbook."""
    scope = scope_of(request)
    listing = _listing(request, scope)
    rows = listing.rows
    if listing.show in ("lacking", "missed"):
        rows = drilldown.with_secretaries(rows, on=clock.today())
    sheet = drilldown_sheet.sheet_of(listing, rows)
    export_rows(organization=scope.root, rows=len(sheet.rows), filters=request.GET.dict(), by=request.actor)
    head = SheetHead(
        sheet.title,
        scope.root.name,
        request.actor.name,
        month=full_month(scope.month.since),
        filters=UnitKind(scope.unit_kind).label if scope.unit_kind else "",
    )
    name = f"{scope.root.short_name}{full_month(scope.month.since)}{sheet.title}.xlsx"
    return download(write_workbook([sheet], head), name)


def _listing(request: HttpRequest, scope: Scope) -> drilldown.DrilldownList:
    """Raises Http404 for what no number shows."""
    listing = drilldown.rows_behind(
        request.GET.get("show", ""),
        scope.root,
        scope.month,
        unit_kind=scope.unit_kind,
        rule_code=request.GET.get("rule", ""),
        on=clock.today(),
        by=request.actor,
    )
    if listing is None:
        raise Http404
    return listing.ordered(request.GET.get("order", ""))
