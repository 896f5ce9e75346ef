"""The desk: the start page with the work of the person, by mandate."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.desk_places import desk_places
from core import clock
from core.clock import Period
from core.http import page_or_part, requested_month
from dashboards.selectors import absences, member_alerts, member_desk, unfinished
from dashboards.selectors import desk as desk_selector
from dashboards.selectors.branch_warnings import branch_warnings
from exchange.models import Export
from life.selectors import appraisals, make_ups, polls, study_hours
from meetings.models import Amendment
from meetings.selectors import leaves, open_tasks
from members.models import Member
from planning.selectors import themes
from reports.selectors import received

CHORES = [
    (Capability.GRANT_MANDATES, "授权", "branches:mandates", "谁在哪个组织做什么，从哪天到哪天。"),
    (Capability.GRANT_MANDATES, "账号", "accounts_of:list", "开账号、重设密码、停用。"),
    (Capability.READ_AUDIT, "审计", "audit:list", "谁在什么时候做了什么，只增不改。"),
    (Capability.RUN_SYSTEM, "任务", "audit:jobs", "后台任务做到哪里，没有做完的是为什么。"),
    (Capability.RUN_SYSTEM, "接口账号", "clients:list", "哪些系统在读写，最近什么时候用过。"),
    (Capability.SEE_TREE, "组织", "organizations:tree", "党组织的名称、隶属和届次。"),
]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Redirect offices to the dashboard, unless they request a branch whose records they keep."""
    reach = request.actor.reach
    if reach.has(Capability.BUILD_REPORT) and "organization" not in request.GET:
        return redirect("reports:dashboard")
    if reach.has(Capability.RECORD_MEETING):
        places = desk_places(request.actor)
        if places:
            return _branch_desk(
                request, _requested_place(places, request.GET.get("organization", "")), places
            )
    if reach.has(Capability.CALENDAR):
        return _member_desk(request)
    return _places_page(request)


def _requested_place(places: list[Organization], code: str) -> Organization:
    if not code:
        return places[0]
    found = next((place for place in places if place.code == code), None)
    if found is None:
        raise Http404
    return found


def _branch_desk(
    request: HttpRequest, organization: Organization, places: list[Organization]
) -> HttpResponse:
    today, by, month = clock.today(), request.actor, requested_month(request)
    shown = _calendar(organization, month, today, due=month == Period.month(today), by=by)
    if request.htmx and not request.htmx.boosted:
        return page_or_part(request, "dashboards/desk.html", "month", {**shown, "linked": True})
    below = dict(Organization.objects.within(organization).values_list("pk", "code"))
    written = unfinished.unfinished_records(below, by)
    upcoming = desk_selector.next_meeting(organization, today=today, by=by)
    month_before = desk_selector.late_window(today)
    context = {
        **shown,
        "linked": True,
        "places": places,
        "desk": desk_selector.desk(organization, today=today, unfinished=written, by=by),
        "unfinished": written,
        "codes": " ".join(below.values()),
        "returned": desk_selector.returned_records(organization, by=by),
        "upcoming": upcoming,
        "upcoming_distance": member_alerts.days_left(upcoming.held_on, today) if upcoming else "",
        "offers": themes.themes_for_branch(organization, since=today),
        "alerts": [
            *absences.repeated_absences(organization, today=today, by=by),
            *member_alerts.member_alerts(organization, today=today, by=by),
        ],
        "waiting": leaves.leaves_to_decide(by, organization),
        "warnings": branch_warnings(organization, today, by),
        "open_tasks": [
            (task, task.is_overdue) for task in open_tasks.open_tasks_of(organization, on=today, today=today)
        ],
        "exports": Export.objects.waiting_for(by).count(),
        "amendments": Amendment.objects.waiting().filter(meeting__organization=organization).count(),
        "to_make_up": make_ups.owed_make_ups_in_reach(by, today=today, organization=organization).count(),
        "reports": received.desk_reports(organization, by=by),
        "coverage": make_ups.coverage(organization, Period.holding(today, 12), by=by),
    }
    if month_before is not None:
        before = desk_selector.desk(organization, month=month_before, today=today, unfinished=written, by=by)
        # The quarter, half-year or year that ended with it reaches its report just as long.
        ended = [each for each in before.stretches if each.tasks[0].owed.period.until == month_before.until]
        unsent = len(before.tasks) + sum(len(each.tasks) for each in ended)
        context |= {"before": before if unsent else None, "before_ended": ended, "before_unsent": unsent}
        context["cut_off"] = desk_selector.last_late_day(today)
    return page_or_part(request, "dashboards/desk.html", "month", context)


def _calendar(
    organization: Organization, month: Period, today: dt.date, *, due: bool, by: Any
) -> dict[str, Any]:
    weeks, meetings = desk_selector.calendar_month(organization, month, today=today, due=due, by=by)
    return {
        "organization": organization,
        "today": today,
        "weeks": weeks,
        "meetings": meetings,
        "calendar_month": month,
    }


def _member_desk(request: HttpRequest) -> HttpResponse:
    """The desk of a member: calendar of their branch and their own attendance."""
    today, by, month = clock.today(), request.actor, requested_month(request)
    member = (
        Member.objects.visible_to(by).filter(user=by.user).select_related("organization", "group").first()
    )
    near = Organization.objects.visible_to(by, Capability.CALENDAR).order_by("path")
    organization = near.filter(pk=member.organization_id).first() if member else None
    organization = organization or near.first()
    if organization is None:
        return _places_page(request)
    shown = _calendar(organization, month, today, due=False, by=by)
    if request.htmx and not request.htmx.boosted:
        return page_or_part(request, "dashboards/desk_member.html", "month", shown)
    context = {
        **shown,
        "member": member,
        "coming": member_desk.upcoming_meetings(organization, member, today=today, by=by),
        "ballots": polls.open_polls_for(by).filter(has_voted=False).count(),
        "record": member_desk.member_attendance(member, today=today) if member else None,
        "hours": study_hours.hours_of_member(member, today.year) if member else None,
        "appraising": appraisals.entries_waiting_for(member) if member else [],
        "own_year": make_ups.OwnYear(member, today.year, today) if member else None,
    }
    return page_or_part(request, "dashboards/desk_member.html", "month", context)


def _places_page(request: HttpRequest) -> HttpResponse:
    reach = request.actor.reach
    chores = [
        {"label": label, "url": reverse(name), "sentence": sentence}
        for capability, label, name, sentence in CHORES
        if reach.has(capability)
    ]
    return render(request, "dashboards/desk_places.html", {"chores": chores, "today": clock.today()})
