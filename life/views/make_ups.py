"""Views of make-up (补学): what the signed-in member still owes, and the members whose attendance they record."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.clock import Period
from core.http import form_page, posted_data
from life import actions
from life.forms import MakeUpForm
from life.selectors import make_ups
from meetings.errors import NotAMember
from meetings.forms import initial_data
from meetings.models import Meeting
from meetings.selectors import own_seat
from meetings.states import MakeUpMethod
from members.models import Member

PAGE = "life/make_up_list.html"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def make_up_list(request: HttpRequest) -> HttpResponse:
    form = MakeUpForm(posted_data(request))

    def enter() -> HttpResponse:
        facts = dict(form.cleaned_data)
        rows = Meeting.objects.visible_to(request.actor).select_related("organization")
        meeting = get_object_or_404(rows, uuid=facts.pop("meeting"))
        member = _member(request, facts.pop("member"))
        facts["way"] = facts["way"] or MakeUpMethod.MATERIAL
        actions.enter_make_up(meeting=meeting, member=member, **facts, by=request.actor)
        messages.success(request, f"{member.name}补学登记好了。")
        return redirect("attendance:make_ups")

    return form_page(form, enter, partial(_page, request, form))


def _member(request: HttpRequest, uuid: UUID | None) -> Member:
    """The member named, else the signed-in member."""
    if uuid:
        return get_object_or_404(Member.objects.visible_to(request.actor), uuid=uuid)
    return own_seat.member_of(request.actor)


def _page(request: HttpRequest, form: MakeUpForm, status: int) -> HttpResponse:
    by, today = request.actor, clock.today()
    context: dict[str, Any] = {"form": form, "ways": MakeUpMethod.choices, "today": today}
    try:
        member = own_seat.member_of(by)
    except NotAMember:
        context["year"] = None
    else:
        context |= {"member": member, "year": make_ups.OwnYear(member, today.year, today)}
    places = initial_data.recording_places(by)
    if places:
        top, owed = places[0], make_ups.owed_make_ups_in_reach(by, today=today)
        context |= {
            "place": top,
            "rows": list(owed[:SHOWN]),
            "count": owed.count(),
            "coverage": make_ups.coverage(top, Period.holding(today, 12), by=by),
        }
    return render(request, PAGE, context, status=status)
