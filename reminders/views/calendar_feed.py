"""The page of the private calendar address, and the iCalendar file at that address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from branches.middleware import actor_of
from reminders import actions
from reminders.actions.feeds import digest_of, was_reset_since
from reminders.models import Feed
from reminders.selectors import calendar_feed

KIND = "text/calendar; charset=utf-8"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Create, renew or revoke one's own calendar address; the address is shown only once."""
    token = ""
    if request.method == "POST":
        if request.POST.get("move") == "close":
            actions.close_feed(by=request.actor)
            messages.success(request, "日历地址已停用，订阅的日历不会再更新。")
            return redirect("reports:calendar")
        _, token = actions.open_feed(by=request.actor)
    held = Feed.objects.filter(user=request.actor.user, revoked_at__isnull=True).first()
    url = request.build_absolute_uri(reverse("reports:feed", args=[token])) if token else ""
    return render(request, "reminders/calendar.html", {"feed": held, "url": url})


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar at a private address; 404 for an unknown or revoked one, or of before a reset of its holder's password."""
    found = (
        Feed.objects.select_related("user").filter(digest=digest_of(token), revoked_at__isnull=True).first()
    )
    if found is None or not found.user.is_active or was_reset_since(found):
        raise Http404
    response = HttpResponse(
        calendar_feed.calendar_file(actor_of(request, found.user), found), content_type=KIND
    )
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Cache-Control"] = "private, max-age=600"
    response["X-Robots-Tag"] = "noindex"
    return response
