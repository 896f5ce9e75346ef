"""Pages of reminders: the list, channel settings, quiet hours, and the duties escalated to an office."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.errors import NotPermitted, Refusal
from core.http import form_page
from reminders import actions
from reminders.forms import ChannelForm, QuietHoursForm, channel_settings
from reminders.models import Channel, QuietHours
from reminders.selectors import inbox

PAST_DAYS = 30


@require_safe
@never_cache
def reminders(request: HttpRequest) -> HttpResponse:
    """The person's digests; opening the page marks them as seen."""
    today, spans = clock.today(), request.actor.reach.spans
    rows = list(inbox.digests_of(request.user, since=today - dt.timedelta(days=PAST_DAYS)))
    inbox.mark_seen(rows)
    newest = rows[0] if rows and rows[0].day == today else None
    context = {
        "newest": newest,
        "past": [row for row in rows if row is not newest],
        "today": today,
        "rest": inbox.reason_for_silence(today, spans[0].path if spans else ""),
    }
    return render(request, "reminders/reminder_list.html", context)


@require_safe
def escalated(request: HttpRequest) -> HttpResponse:
    """The duties escalated to the office of an organization: the rows behind the number in its reminder."""
    if not request.actor.reach.has(Capability.VERIFY):
        raise NotPermitted
    code = request.GET.get("organization", "")
    seen = Organization.objects.visible_to(request.actor, Capability.VERIFY).order_by("path")
    organization = get_object_or_404(seen, code=code) if code else seen.first()
    if organization is None:
        raise Http404
    rows = inbox.escalated_rows(organization, clock.today())
    context = {
        "organization": organization,
        "rows": rows,
        "branches": len({each.row.organization.pk for each in rows}),
        "today": clock.today(),
    }
    return render(request, "reminders/reminder_told.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def channels(request: HttpRequest) -> HttpResponse:
    """One's own channels; the secret of a new webhook is shown once, on the response."""
    kind = request.POST.get("kind", "")
    if request.method != "POST":
        return _settings_page(request)
    form = ChannelForm(request.POST)

    def save() -> HttpResponse:
        channel, secret = actions.set_channel(**form.cleaned_data, by=request.actor)
        if secret:
            return _settings_page(request, kind=kind, secret=secret)
        messages.success(request, _saved_message(channel))
        return redirect("reports:channels")

    return form_page(form, save, lambda status: _settings_page(request, status, form=form, kind=kind))


def _saved_message(channel: Channel) -> str:
    if channel.confirmed_at:
        return f"提醒会同时发到{channel.address}。"
    return f"确认邮件发到{channel.address}了，打开里面的链接点“确认”，提醒才会发去。"


def _settings_page(
    request: HttpRequest,
    status: int = 200,
    form: ChannelForm | None = None,
    kind: str = "",
    secret: str = "",
    quiet: QuietHoursForm | None = None,
) -> HttpResponse:
    own = QuietHours.objects.filter(user=request.user.pk).values("quiet_from", "quiet_until").first()
    context = {
        "ways": channel_settings(request.user, form, kind),
        "secret": secret,
        "quiet": quiet or QuietHoursForm(initial=own, auto_id="quiet_%s"),
        "own": own,
        **inbox.reminder_settings(),
    }
    return render(request, "reminders/reminder_channels.html", context, status=status)


@require_POST
def quiet_hours(request: HttpRequest) -> HttpResponse:
    """Set or remove one's own quiet hours."""
    form = QuietHoursForm(request.POST, auto_id="quiet_%s")

    def save() -> HttpResponse:
        actions.set_quiet_hours(**form.cleaned_data, by=request.actor)
        messages.success(request, "不打扰时间存好了。")
        return redirect("reports:channels")

    return form_page(form, save, lambda status: _settings_page(request, status, quiet=form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail; a POST confirms, so that mail scanners confirm nothing."""
    if request.method != "POST":
        return render(request, "reminders/reminder_confirm.html")
    try:
        channel = actions.confirm_channel(token=token, by=request.actor)
    except Refusal as refusal:
        return render(request, "reminders/reminder_confirm.html", {"refusal": refusal}, status=409)
    messages.success(request, _saved_message(channel))
    return redirect("reports:channels")


def _own_channel(request: HttpRequest, kind: str) -> Channel:
    return get_object_or_404(Channel, user=request.user.pk, kind=kind)


@require_POST
def switch(request: HttpRequest, kind: str) -> HttpResponse:
    channel = _own_channel(request, kind)
    is_on = request.POST.get("on") == "on"
    actions.switch_channel(channel=channel, is_on=is_on, by=request.actor)
    messages.success(request, f"{channel.get_kind_display()}已{'启用' if is_on else '停用'}。")
    return redirect("reports:channels")


@require_POST
def remove(request: HttpRequest, kind: str) -> HttpResponse:
    channel = _own_channel(request, kind)
    actions.remove_channel(channel=channel, by=request.actor)
    messages.success(request, f"{channel.get_kind_display()}已删除。")
    return redirect("reports:channels")
