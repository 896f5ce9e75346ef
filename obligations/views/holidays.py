"""HTML views of the own tables of days off and worked weekends."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches import actions
from branches.access.roles import Capability
from branches.models import Holiday
from branches.selectors.workdays import Workdays, is_packaged
from core.http import form_page, posted_data, requested_year, undo_message
from core.parsing import parse_day
from obligations.forms import HolidayForm

YEARS = (2000, 2100)  # of the table


@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """One year's table; with POST a day, or several on end, are entered."""
    by, may = request.actor, Capability.MANAGE_RULES
    by.must_have(may)
    year = requested_year(request, *YEARS)
    form = HolidayForm(posted_data(request), by=by)

    def save() -> HttpResponse:
        made = actions.set_holiday(**form.cleaned_data, by=by)
        messages.success(request, f"{made.name}登记好了。")
        return redirect(f"{reverse('meetings:holidays')}?year={made.day.year}")

    def show(status: int) -> HttpResponse:
        rows = Holiday.objects.visible_to(by).filter(day__year=year).select_related("organization")
        everywhere = by.may_throughout(may)
        context = {
            "form": form,
            "year": year,
            "years": [year - 1, year + 1],
            "rows": [
                (row, by.may(may, row.organization) if row.organization else everywhere) for row in rows
            ],
            "unpublished": Workdays.of(year).unpublished(year),
            "is_packaged": is_packaged(year),
        }
        return render(request, "obligations/holiday_list.html", context, status=status)

    return form_page(form, save, show)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    request.actor.must_have(Capability.MANAGE_RULES)
    code = request.POST.get("organization") or None
    seen = Holiday.objects.visible_to(request.actor).select_related("organization")
    day = parse_day(request.POST.get("day", ""))
    holiday = get_object_or_404(seen, day=day, organization__code=code)
    gone = actions.remove_holiday(holiday=holiday, by=request.actor)
    was = {"name": gone.name, "day": gone.day, "source": gone.source, "organization": code or ""}
    if gone.is_workday:
        was["is_workday"] = "on"
    undo_message(request, f"{gone.name}去掉了。", "meetings:holidays", **was)
    return redirect(f"{reverse('meetings:holidays')}?year={gone.day.year}")
