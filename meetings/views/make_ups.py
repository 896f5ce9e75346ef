"""Views of make-up (补学): what the signed-in member still owes, and the members whose attendance they record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.clock import Period
from core.errors import RuleBroken
from core.http import errors_to_form
from meetings import actions, errors
from meetings.forms import initial_data
from meetings.forms.attendance import MakeUpForm
from meetings.models import Meeting
from meetings.selectors import make_ups, own_seat
from meetings.states import MakeUpMethod
from members.models import Member

PAGE = "meetings/make_up_list.html"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def make_up_list(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = MakeUpForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    given = form.cleaned_data
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.actor).select_related("organization"), uuid=given["meeting"]
    )
    member = _member(request, given["member"])
    try:
        actions.enter_make_up(
            meeting=meeting,
            member=member,
            way=given["way"] or MakeUpMethod.MATERIAL,
            note=given["note"],
            done_on=given["done_on"],
            by=request.actor,
        )
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
        return _page(request, form, 409)
    messages.success(request, f"{member.name}补学登记好了。")
    return redirect("attendance:make_ups")


def _member(request: HttpRequest, uuid: UUID | None) -> Member:
    """Oneself when nobody is named."""
    rows = Member.objects.visible_to(request.actor)
    found = rows.filter(uuid=uuid).first() if uuid else own_seat.member_of(request.actor)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, form: MakeUpForm | None = None, status: int = 200) -> HttpResponse:
    by, today = request.actor, clock.today()
    context: dict[str, Any] = {"form": form, "ways": MakeUpMethod.choices, "today": today}
    try:
        member = own_seat.member_of(by)
    except errors.NotAMember:
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
