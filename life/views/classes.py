"""HTML views of classes of training: those of a year, registering one with who attended, taking one back."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.parsing import parse_day, parse_uuid
from life import actions
from life.actions.training import MAY_REGISTER
from life.models import TrainingClass
from life.selectors import training
from life.views.scope import requested_life_year
from members.models import Member

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest) -> HttpResponse:
    """The classes of an organization's year and the form that registers one."""
    organization, asked_year = _place(request), requested_life_year(request)
    may_register = any(request.actor.may(each, organization) for each in MAY_REGISTER)
    refused: dict[str, str] = {}
    if request.method == "POST":
        try:
            row = _register(request, organization)
        except RuleBroken as refusal:
            refused = refusal.fields or {"": str(refusal)}
        else:
            messages.success(request, f"登记了“{row.title}”，{row.places.count()}人，每人{row.hours}学时。")
            return _back(organization, row.since.year)
    people = training.people_of(organization, clock.today()).order_by("id") if organization.is_branch else []
    context: dict[str, Any] = {
        "organization": organization,
        "year": asked_year,
        "years": range(clock.today().year, clock.today().year - 3, -1),
        "classes": training.of_organization(organization, asked_year, request.actor)[:SHOWN],
        "may_register": may_register,
        "people": [(str(member.uuid), member.name) for member in people],
        "refused": refused,
        "wrong_names": refused.get("names") or refused.get("members"),
        "sent": request.POST,
        "chosen": request.POST.getlist("members"),
    }
    return render(request, "life/class_year.html", context, status=409 if refused else 200)


@require_POST
def strike(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back a class registered by mistake."""
    row = get_object_or_404(training.visible_to(request.actor), uuid=uuid)
    actions.strike_class(training=row, by=request.actor)
    messages.success(request, "删掉了，审计里留有记录。")
    return _back(row.organization, row.since.year)


def _back(organization: Organization, year: int) -> HttpResponse:
    return redirect(f"{reverse('life:classes')}?organization={organization.code}&year={year}")


def _place(request: HttpRequest) -> Organization:
    """The organization asked for, else the first one whose records this person sees. Raises Http404, NotPermitted."""
    seen = Organization.objects.visible_to(request.actor, Capability.VIEW)
    if code := request.POST.get("organization") or request.GET.get("organization"):
        return get_object_or_404(seen, code=code)
    place = seen.standing(clock.today()).order_by("path").first()
    if place is None:
        raise NotPermitted
    return place


def _register(request: HttpRequest, organization: Organization) -> TrainingClass:
    sent = request.POST
    since, until = parse_day(sent.get("since", "")), parse_day(sent.get("until", ""))
    missing = {}
    if since is None:
        missing["since"] = "写开班日期，如2026-11-20。"
    if until is None and sent.get("until", "").strip():
        missing["until"] = "写结业日期，如2026-11-22；只有一天的不用写。"
    if len(sent.get("title", "").strip()) < 2:
        missing["title"] = "写培训班名称，至少2个字。"
    hours = _hours(sent.get("hours", ""))
    if hours is None:
        missing["hours"] = "写学时，如8或者4.5。"
    if missing or since is None or hours is None:
        refusal = RuleBroken(next(iter(missing.values())))
        refusal.fields = missing
        raise refusal
    return actions.register_class(
        organization=organization,
        title=sent["title"],
        since=since,
        until=until,
        hours=hours,
        place=sent.get("place", ""),
        members=_people(request, organization, since),
        by=request.actor,
    )


def _hours(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def _people(request: HttpRequest, organization: Organization, since: Any) -> list[Member]:
    """Those ticked, and those whose names were typed. Raises RuleBroken for names it cannot read."""
    ticked = {uuid for text in request.POST.getlist("members") if (uuid := parse_uuid(text))}
    here = training.people_of(organization, since)
    named = training.named_people(organization, since, request.POST.get("names", ""))
    sentences = []
    if named.unknown:
        sentences.append(f"名册上没有{'、'.join(named.unknown)}")
    if named.unclear:
        sentences.append(f"{'、'.join(named.unclear)}不止一人，写成“姓名（党支部简称）”")
    if sentences:
        raise RuleBroken.at("names", "；".join(sentences) + "。")
    return list(here.filter(uuid__in=ticked)) + named.members
