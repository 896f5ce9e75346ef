"""Page of a branch's year plan: proposals by month that can be edited and planned together."""

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.desk_places import desk_places
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.http import requested_year
from planning.actions import plan_year
from planning.actions.plan_whole_year import PlanRow
from planning.forms.year_plan import MOST_AIMS, PlanFormRow, posted_rows, regroup_rows, unreadable_rows
from planning.selectors import year_plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The year of one branch. POST plans its rows, all or none, or shows them again with quarterly meetings combined with
    theme days or separated (`then=regroup`)."""
    places = desk_places(request.actor)
    organization = _requested_organization(request, places)
    if organization is None:
        if request.actor.reach.has(Capability.SEE_TREE):
            return redirect("organizations:tree")
        raise NotPermitted
    years = year_plan.plan_years(clock.today())
    year = requested_year(request, years[0], years[-1])
    if request.method == "POST":
        return _save_plan(request, organization, places, year)
    return _plan_page(request, organization, places, year)


def _requested_organization(request: HttpRequest, places: list[Organization]) -> Organization | None:
    """The requested branch or group, else the first one the person records for."""
    code = request.GET.get("organization") or request.POST.get("organization")
    if not code:
        return places[0] if places else None
    seen = Organization.objects.visible_to(request.actor, Capability.VIEW).select_related("parent")
    organization = seen.filter(code=code).first()
    if organization is None or not (organization.is_branch or organization.is_group):
        raise Http404
    return organization


def _save_plan(
    request: HttpRequest, organization: Organization, places: list[Organization], year: int
) -> HttpResponse:
    request.actor.must(Capability.RECORD_MEETING, organization)
    own = {row.code: row for row in Organization.objects.within(organization)}
    lines = posted_rows(request.POST, own)
    aims = request.POST.get("aims", "")[:MOST_AIMS]
    show = partial(_plan_page, request, organization, places, year, aims=aims)
    if request.POST.get("then") == "regroup":
        apart = "apart" in request.GET
        before, after = (
            year_plan.year_plan_page(
                organization, year, today=clock.today(), together=way, by=request.actor
            ).proposals
            for way in (apart, not apart)
        )
        return show(lines=regroup_rows(lines, before, after))
    if faults := unreadable_rows(lines):
        return show(lines=lines, faults=faults, status=400)
    kept_lines = [line for line in lines if line.is_kept]
    rows = [row for row in (line.row() for line in kept_lines) if isinstance(row, PlanRow)]
    try:
        result = plan_year(organization=organization, year=year, rows=rows, aims=aims, by=request.actor)
    except RuleBroken as refusal:
        numbered = {kept_lines[int(at)].number: sentence for at, sentence in refusal.fields.items()}
        if not numbered:
            messages.error(request, str(refusal))
        return show(lines=lines, faults=numbered, status=409)
    planned = len(result.meetings)
    done = f"计划好了{planned}次会议" if planned else "工作要点存好了，没有新的会议要计划"
    already = f"，另有{result.already}次早已计划，没有重复" if result.already else ""
    messages.success(request, f"{done}{already}。")
    return redirect(f"{reverse('reports:plan')}?organization={organization.code}&year={year}")


def _plan_page(
    request: HttpRequest,
    organization: Organization,
    places: list[Organization],
    year: int,
    *,
    lines: list[PlanFormRow] | None = None,
    faults: dict[int, str] | None = None,
    aims: str | None = None,
    status: int = 200,
) -> HttpResponse:
    today, by = clock.today(), request.actor
    together = "apart" not in request.GET
    page = year_plan.year_plan_page(organization, year, today=today, together=together, by=by)
    may_plan = by.may(Capability.RECORD_MEETING, organization)
    if lines is None:
        offered = page.proposals if may_plan else []
        lines = [PlanFormRow.of(number, proposal) for number, proposal in enumerate(offered)]
    # A row says the hint of its proposal while its day is still the proposed one.
    hints = {(str(proposal.uuid), f"{proposal.on:%Y-%m-%d}"): proposal.hint for proposal in page.proposals}
    lines = [
        replace(line, hint=hints.get((line.uuid, line.on), ""), fault=(faults or {}).get(line.number, ""))
        for line in lines
    ]
    by_month: dict[int, list[PlanFormRow]] = defaultdict(list)
    for line in lines:
        by_month[line.month].append(line)
    months = [(month, by_month[month.period.since.month]) for month in page.months]
    # The months of this year that are over fold up, so the page opens at the current one.
    over = [pair for pair in months if year == today.year and pair[0].period.until < today]
    context: dict[str, Any] = {
        "organization": organization,
        "places": [place for place in places if place.pk != organization.pk],
        "sheet": page,
        "over": over,
        "over_there": sum(len(month.meetings) for month, _ in over),
        "over_missed": sum(len(month.missed) for month, _ in over),
        "over_typed": any(rows for _, rows in over),
        "months": months[len(over) :],
        "lines": lines,
        "faults": [line for line in lines if line.fault],
        "aims": page.aims if aims is None else aims,
        "may_plan": may_plan,
        "is_typed": aims is not None,
        "year": year,
        "years": [near for near in (year - 1, year, year + 1) if near in year_plan.plan_years(today)],
        "this_month": today.month if today.year == year else 0,
        "together": together,
    }
    return render(request, "planning/plan_year.html", context, status=status)
