"""Pages of members: the list, one file, the actions on it, enrolment."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.selectors.requested_place import requested_place
from core import clock
from core.http import form_page, page_or_part, posted_data
from core.keyset import page_of
from members import actions
from members.filters import MemberFilter
from members.forms import LookUpForm, UnmaskForm
from members.models import Member
from members.selectors import member_list
from members.selectors.member_page import load_member_page
from members.views.action_forms import available_actions

PAGE = 50
NARROWING = ("organization", "below", "group", "status", "q", "left")


def filter_members(request: HttpRequest) -> MemberFilter:
    return MemberFilter(request.GET, Member.objects.visible_to(request.actor), request=request)


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    found = filter_members(request)
    rows = member_list.member_rows(found.qs if found.is_valid() else Member.objects.none())
    page = page_of(request, rows, order=("pinyin", "pk"), size=PAGE)
    today, reach = clock.today(), request.actor.reach
    place = requested_place(request.GET, request.actor)
    context = {
        "form": found.form,
        "page": page,
        "rows": [(row, member_list.member_data(row, today)) for row in page.rows],
        "place": place,
        "narrowed": any(request.GET.get(name) for name in NARROWING),
        "may_export": reach.has(Capability.EXPORT),
        "reason_hint": "导出上面筛选出的人。要完整号码的，写明理由；"
        f"超过{settings.EXPORT_REASON_ROWS}人的，写明理由提出申请，由另一个人批准后再取文件。每次导出都会记入审计。",
        "left_choices": [("", "在册的"), ("true", "已离开的")],
        "may_unmask": reach.has(Capability.VIEW_PRIVATE),
        "sees_left": reach.has(Capability.MANAGE_MEMBERS),
        "may_see": reach.has(Capability.VIEW_MEMBERS),
        "may_import": reach.has(Capability.IMPORT),
        "may_enroll": (place.is_branch and reach.covers(Capability.MANAGE_MEMBERS, place))
        if place
        else reach.has(Capability.MANAGE_MEMBERS),
    }
    return page_or_part(request, "members/member_list.html", "rows", context)


def _member(request: HttpRequest, uuid: UUID) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.actor).with_place(), uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """Whose whole number this is. It is sent in the body: it stands in no address and in no log."""
    request.actor.must_have(Capability.VIEW_PRIVATE)
    form = LookUpForm(posted_data(request))
    template = "members/member_look_up.html"

    def save() -> HttpResponse:
        found = actions.look_up(**form.cleaned_data, by=request.actor)
        return render(request, template, {"form": form, "found": found, "is_answer": True})

    return form_page(form, save, lambda status: render(request, template, {"form": form}, status=status))


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = actions.open_file(member=_member(request, uuid), by=request.actor)
    return _render_page(request, member, UnmaskForm(auto_id="unmask_%s"))


@require_POST
def unmask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file with one number in plain text, this once: neither browser nor server stores it."""
    member, form = _member(request, uuid), UnmaskForm(request.POST, auto_id="unmask_%s")

    def save() -> HttpResponse:
        plain = actions.unmask(member=member, **form.cleaned_data, by=request.actor)
        return _render_page(request, member, form, opened={form.cleaned_data["field"]: plain})

    response = form_page(form, save, lambda status: _render_page(request, member, form, status, opened={}))
    response["Cache-Control"] = "no-store"
    return response


def _render_page(
    request: HttpRequest, member: Member, form: UnmaskForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "member": member,
        "member_page": load_member_page(member, request.actor),
        "actions": available_actions(member, request.actor),
        "form": form,
        "sees_list": request.actor.reach.has(Capability.VIEW_MEMBERS),
        **more,
    }
    return render(request, "members/member_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, uuid: UUID, deed: str) -> HttpResponse:
    """The page of one action on one member, as members.views.action_forms lists them."""
    member = _member(request, uuid)
    available = available_actions(member, request.actor)
    if deed not in available:
        request.actor.must(Capability.MANAGE_MEMBERS, member.organization)
        raise Http404
    form = available[deed].form(request.POST or None, member=member, by=request.actor)

    def save() -> HttpResponse:
        available[deed].action(**form.facts(), by=request.actor)
        messages.success(request, available[deed].done)
        if deed == "update":
            for sentence in Member.objects.get(pk=member.pk).warnings.values():
                messages.warning(request, f"{sentence}。")
        seen = Member.objects.visible_to(request.actor).filter(pk=member.pk).exists()
        return redirect("members:detail", uuid) if seen else redirect("members:list")

    context = {
        "form": form,
        "member": member,
        "action_form": available[deed],
        "actions": available,
        "slug": deed,
    }
    template = "members/member_change.html"
    return form_page(form, save, lambda status: render(request, template, context, status=status))
