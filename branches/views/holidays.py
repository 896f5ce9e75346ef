"""The district's own table of days off and worked weekends."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches import actions
from branches.access.roles import Capability
from branches.forms import HolidayForm
from branches.models import Holiday
from branches.selectors.workdays import Workdays, is_packaged
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.http import errors_to_form


@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """One year's table; with POST a day, or several on end, are entered."""
    if not request.actor.reach.has(Capability.MANAGE_RULES):
        raise NotPermitted
    year = _year(request)
    form = HolidayForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                made = actions.set_holiday(**form.cleaned_data, by=request.actor)
            except RuleBroken as refusal:
                errors_to_form(form, refusal)
                status = 409
            else:
                messages.success(request, f"{made.name}登记好了。")
                return redirect(f"{reverse('meetings:holidays')}?year={made.day.year}")
    context = {
        "form": form,
        "year": year,
        "years": [year - 1, year + 1],
        "rows": Holiday.objects.filter(day__year=year),
        "unpublished": Workdays.of(year).unpublished(year),
        "is_packaged": is_packaged(year),
    }
    return render(request, "branches/holiday_list.html", context, status=status)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    if not request.actor.reach.has(Capability.MANAGE_RULES):
        raise NotPermitted
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    gone = actions.remove_holiday(holiday=get_object_or_404(Holiday, day=day), by=request.actor)
    messages.success(request, f"{gone.name}去掉了。")
    return redirect(f"{reverse('meetings:holidays')}?year={day.year}")


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    if not text:
        return clock.today().year
    if not (text.isascii() and text.isdecimal() and 2000 <= int(text[:5]) <= 2100):
        raise Http404
    return int(text)
