"""HTML doors of people and of imports."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import jobs
from audit.models import Job
from branches import holders
from branches.deeds import deeds_for as organization_deeds
from branches.forms import BeginTermForm
from branches.models import Organization
from branches.roles import Capability
from core import clock
from core.documents import download, workbook
from core.errors import NotPermitted, RuleBroken
from core.http import errors_to_form, page_or_part
from core.pages import page_of
from members import actions, errors, lists
from members.actions import importing
from members.actions.exports import ASKED_FOR, WAYS
from members.deeds import deeds_for
from members.filters import MemberFilters, in_words
from members.forms import EnrollForm, LinkForm, UnmaskForm, UploadForm, place_named
from members.imports.preview import FILTERS
from members.models import Export, Import, Member
from members.portrait import portrait

PAGE = 50
NARROWING = ("organization", "below", "group", "status", "q", "left")


def _filtered(request: HttpRequest) -> MemberFilters:
    return MemberFilters(request.GET, Member.objects.visible_to(request.actor), request=request)


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    rows = lists.rows_of(found.qs if found.is_valid() else Member.objects.none())
    page = page_of(request, rows, order=("pinyin", "pk"), size=PAGE)
    today, reach = clock.today(), request.actor.reach
    code = request.GET.get("organization") or request.GET.get("below")
    place = Organization.objects.visible_to(request.actor).filter(code=code).first() if code else None
    context = {
        "form": found.form,
        "page": page,
        "rows": [(row, lists.shown(row, today)) for row in page.rows],
        "place": place,
        "narrowed": any(request.GET.get(name) for name in NARROWING),
        "may_export": reach.has(Capability.EXPORT),
        "most": settings.EXPORT_REASON_ROWS,
        "may_unmask": reach.has(Capability.VIEW_PRIVATE),
        "sees_left": reach.has(Capability.MANAGE_MEMBERS),
        "may_see": reach.has(Capability.VIEW_MEMBERS),
        "may_import": reach.has(Capability.IMPORT),
        "may_enroll": (place.is_branch and reach.covers(Capability.MANAGE_MEMBERS, place))
        if place
        else reach.has(Capability.MANAGE_MEMBERS),
    }
    return page_or_part(request, "members/member_list.html", "rows", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered roster as a workbook; the filters come in the address, the reason in the form."""
    found = _filtered(request)
    back = redirect(f"{reverse('members:list')}?{request.GET.urlencode()}#export")
    if not found.is_valid():
        return back
    asked: dict[str, Any] = {
        "filters": {name: str(value) for name, value in request.GET.items() if value},
        "full": request.POST.get("full") == "on",
        "reason": request.POST.get("reason", "")[:200],
        "by": request.actor,
    }
    try:
        try:
            lines = actions.export(people=found.qs, **asked)
        except errors.SecondPersonNeeded:
            actions.ask_export(kind=Export.Kind.ROSTER, chosen=found.qs, **asked)
            messages.success(request, ASKED_FOR)
            return redirect("members:exports")
    except RuleBroken as refusal:
        messages.error(request, str(refusal), extra_tags="beside")
        return back
    return download(workbook([("党员名册", lists.EXPORT_HEADS, lines)]), "党员名册.xlsx")


@require_safe
@never_cache
def exports(request: HttpRequest) -> HttpResponse:
    """Requests for large exports: one's own with their files, and those that wait for somebody like oneself."""
    if not request.actor.reach.has(Capability.EXPORT):
        raise NotPermitted
    only_waiting = request.GET.get("waiting") == "1"
    waiting = Export.objects.waiting_for(request.actor)
    seen = waiting if only_waiting else Export.objects.visible_to(request.actor)
    seen = seen.select_related("organization", "job")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    to_decide = set(waiting.values_list("pk", flat=True))
    rows = [
        (row, narrowed, WAYS[row.kind].unit, row.pk in to_decide, row.asked_by_id == request.user.pk)
        for row, narrowed in zip(page, in_words(list(page)), strict=True)
    ]
    context = {"page": page, "rows": rows, "only_waiting": only_waiting, "now": clock.now()}
    return render(request, "members/export_list.html", context)


@require_POST
def export_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree, or say no with a reason."""
    export = get_object_or_404(Export.objects.visible_to(request.actor), uuid=uuid)
    try:
        if request.POST.get("move") == "refuse":
            actions.refuse_export(export=export, comment=request.POST.get("comment", ""), by=request.actor)
            messages.success(request, "已退回这份申请。")
        else:
            actions.approve_export(export=export, by=request.actor)
            messages.success(request, "已批准，文件做好后由申请人自己取。")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("members:exports")


@require_safe
@never_cache
def export_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file of an approved request, for who asked."""
    export = get_object_or_404(Export.objects.visible_to(request.actor), uuid=uuid)
    try:
        name, content = actions.collect_export(export=export, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("members:exports")
    return download(content, name)


def _member(request: HttpRequest, uuid: UUID) -> Member:
    seen = Member.objects.visible_to(request.actor).select_related("organization", "group", "user")
    member = get_object_or_404(seen, uuid=uuid)
    own = member.user_id is not None and member.user_id == request.user.pk
    if member.left_on and not own and not request.actor.may(Capability.MANAGE_MEMBERS, member.organization):
        raise Http404
    return member


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _file(request, _member(request, uuid), UnmaskForm(auto_id="unmask_%s"))


@require_POST
def unmask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file again with one number opened, this once: nothing of it is kept by browser or server."""
    member, form = _member(request, uuid), UnmaskForm(request.POST, auto_id="unmask_%s")
    opened, status = {}, 400
    if form.is_valid():
        try:
            plain = actions.unmask(member=member, **form.cleaned_data, by=request.actor)
            opened, status = {form.cleaned_data["field"]: plain}, 200
        except RuleBroken as refusal:
            errors_to_form(form, refusal)
            status = 409
    response = _file(request, member, form, opened=opened, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _file(
    request: HttpRequest, member: Member, form: UnmaskForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "member": member,
        "portrait": portrait(member, request.actor),
        "deeds": deeds_for(member, request.actor),
        "form": form,
        "sees_list": request.actor.reach.has(Capability.VIEW_MEMBERS),
        **more,
    }
    return render(request, "members/member_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, uuid: UUID, deed: str) -> HttpResponse:
    """One deed on one member, as members.deeds lists them."""
    member = _member(request, uuid)
    deeds = deeds_for(member, request.actor)
    if deed not in deeds:
        request.actor.must(Capability.MANAGE_MEMBERS, member.organization)
        raise Http404
    form = deeds[deed].form(request.POST or None, member=member, by=request.actor)
    context = {"member": member, "deed": deeds[deed], "deeds": deeds, "slug": deed}
    done = _done(form, lambda: deeds[deed].does(member, request.actor, **form.facts()))
    if done is not None:
        messages.success(request, deeds[deed].done)
        seen = Member.objects.visible_to(request.actor).filter(pk=member.pk).exists()
        return redirect("members:detail", uuid) if seen else redirect("members:list")
    return _form_page(request, form, "members/member_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enroll(request: HttpRequest) -> HttpResponse:
    """A new person on the roll of ?organization=CODE; without it, of the only branch whose roll one keeps."""
    code = request.GET.get("organization", "")
    if code:
        place = place_named(code, request.actor, Capability.MANAGE_MEMBERS)
    else:
        kept = Organization.objects.branches().standing(clock.today())
        found = list(kept.visible_to(request.actor, Capability.MANAGE_MEMBERS)[:2])
        if len(found) > 1:
            messages.info(request, "先在这里选一个党支部，再从它的“名册”里编入党员。")
            return redirect("organizations:tree")
        place = found[0] if found else None
    if place is None or not place.is_branch:
        if not request.actor.reach.has(Capability.MANAGE_MEMBERS):
            raise NotPermitted
        raise Http404
    form = EnrollForm(request.POST or None, organization=place)
    member = _done(form, lambda: actions.enroll(organization=place, **form.facts(), by=request.actor))
    if member is not None:
        messages.success(request, f"已把{member.name}编入{place.short_name}。")
        return redirect("members:detail", member.uuid)
    return _form_page(request, form, "members/member_enroll.html", {"organization": place})


def _done(form: Any, deed: Any) -> Any:
    """What the deed returned; None when the form was not sent, not right, or refused (and says so)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return deed()
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
        form.refused = True
        return None


def _form_page(request: HttpRequest, form: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 409 if getattr(form, "refused", False) else 400 if form.is_bound else 200
    return render(request, template, context | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Uploads so far; a new one with POST, checked at once."""
    if not request.actor.reach.has(Capability.IMPORT):
        raise NotPermitted
    form = UploadForm(request.POST or None, request.FILES or None, by=request.actor)

    def upload() -> Import:
        sent = form.cleaned_data["file"]
        return actions.upload(
            kind=form.cleaned_data["kind"],
            organization=form.cleaned_data["organization"],
            content=sent.read(),
            name=sent.name,
            by=request.actor,
        )

    batch = _done(form, upload)
    if batch is not None:
        return redirect("members:import_preview", batch.uuid)
    seen = Import.objects.visible_to(request.actor).of_people()
    seen = seen.select_related("organization", "uploaded_by")
    return _form_page(request, form, "members/import_list.html", {"page": page_of(request, seen, size=20)})


def _import(request: HttpRequest, uuid: UUID) -> Import:
    seen = Import.objects.visible_to(request.actor).filter(kind__in=importing.WAYS)
    return get_object_or_404(seen.select_related("organization", "uploaded_by", "job"), uuid=uuid)


@require_safe
def import_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the check found, cell by cell; while the job writes, how far it is; afterwards, what came of it."""
    batch = _import(request, uuid)
    failed = batch.status == Import.Status.FAILED or (
        batch.status == Import.Status.CONFIRMED
        and batch.job is not None
        and batch.job.status == Job.Status.FAILED
    )
    done, total = jobs.progress(batch.job) if batch.job else (0, 0)
    context = {
        "way": importing.way_of(batch),
        "batch": batch,
        "failed": failed,
        "may_confirm": batch.to_write > 0 and (failed or batch.status == Import.Status.PREVIEWED),
        "done": done,
        "total": total,
    }
    if not request.htmx or request.htmx.boosted:  # who only asks how far it is, each second, needs no rows
        context |= _rows(request, batch)
    response = page_or_part(request, "members/import_preview.html", "progress", context)
    if request.htmx and (failed or batch.status == Import.Status.DONE):
        response["HX-Refresh"] = "true"
    return response


def _rows(request: HttpRequest, batch: Import) -> dict[str, Any]:
    kept = importing.preview_of(batch)
    state = request.GET.get("s", "")
    lines = kept.chosen(state if state in (*FILTERS, "all") else "")
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return {
        "kept": kept,
        "page": page,
        "lines": [kept.opened(line) for line in page.object_list],
        "looked": len(kept.chosen("")),
        "state": state,
        "many_sheets": len(kept.sheets) > 1,
    }


@require_POST
def import_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actions.confirm(batch=_import(request, uuid), by=request.actor)
    return redirect("members:import_preview", uuid)


@require_safe
@never_cache
def import_failed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A workbook of only the rows that failed. It holds full numbers, as the upload did."""
    batch = _import(request, uuid)
    try:
        content = importing.collect_failed(batch=batch, by=request.actor)
    except errors.FailedOfAnother as refusal:
        messages.error(request, str(refusal))
        return redirect("members:import_preview", uuid)
    return download(content, f"{batch.file_name.rsplit('.', 1)[0]}-错误行.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def begin_term(request: HttpRequest, code: str) -> HttpResponse:
    """The organization's deed of that name; it stands here because posts are people's, and end with their term."""
    organization = get_object_or_404(Organization.objects.visible_to(request.actor), code=code)
    request.actor.must(Capability.MANAGE_ORGANIZATIONS, organization)
    deeds = organization_deeds(organization)
    given = {"organization": organization, "by": request.actor}
    form = BeginTermForm(request.POST if request.method == "POST" else None, **given)
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.begin_term(organization=organization, **form.facts(), by=request.actor)
        except RuleBroken as refusal:
            errors_to_form(form, refusal)
            status = 409
        else:
            messages.success(request, deeds["begin_term"].done)
            return redirect("organizations:detail", organization.code)
    context = {"organization": organization, "form": form, "deeds": deeds, "slug": "begin_term"}
    return render(
        request, "branches/organization_change.html", context | {"deed": deeds["begin_term"]}, status=status
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose this account is: a member named with the branch, or nobody any more."""
    if not request.actor.reach.has(Capability.GRANT_MANDATES):
        raise NotPermitted
    user = get_object_or_404(holders.accounts(request.actor), pk=pk)
    linked = Member.objects.filter(user=user).select_related("organization").first()
    back = redirect(f"{reverse('accounts_of:list')}?{urlencode({'q': user.username})}")
    if linked and request.method == "POST":
        try:
            actions.link(member=linked, user=None, by=request.actor)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"账号“{user.username}”已不再关联{linked.name}。")
        return back
    places = [held.organization for held in user.held if held.organization.is_branch]
    initial = {"name": user.name, "place": places[0].short_name if len(places) == 1 else ""}
    form = LinkForm(request.POST or None, initial=initial, by=request.actor)
    member = _done(
        form, lambda: actions.link(member=form.cleaned_data["member"], user=user, by=request.actor)
    )
    if member is not None:
        messages.success(
            request, f"账号“{user.username}”已关联{member.organization.short_name}的{member.name}。"
        )
        return back
    return _form_page(request, form, "members/account_link.html", {"account": user, "linked": linked})
