"""Pages of papers: overview, minutes, sheets, workbook, a member's year, statistics, upload of a signed scan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.models import Job
from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core import clock, pdf
from core.errors import NotPermitted, RuleBroken
from core.http import download, form_page, requested_year
from core.parsing import parse_year
from documents import actions
from documents.actions.year_workbooks import TASK
from documents.contexts import branch_papers, layout, member_year
from documents.forms import ScanForm
from documents.states import OF_ORGANIZATION, PaperKind
from meetings.models import Meeting
from meetings.states import Status
from members.actions import open_file
from members.models import Member

YEARS = 3
MOST_PLACES = 200


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The papers of an organization and year; without EXPORT, redirects to the actor's own record."""
    by = request.actor
    if not by.reach.has(Capability.EXPORT):
        member = Member.objects.visible_to(by).filter(user_id=by.user.pk).first()
        if member is None:
            raise NotPermitted
        return redirect("papers:member", member.uuid, clock.today().year)
    places = Organization.objects.visible_to(by, Capability.EXPORT).standing(clock.today())
    place = _place(places, request.GET.get("organization", ""))
    choices = list(places.branches().order_by("path")[:MOST_PLACES].values_list("code", "short_name"))
    year = requested_year(request)
    context: dict[str, Any] = {
        "place": place,
        "place_choices": choices if place.is_branch else [(place.code, place.short_name), *choices],
        "year": year,
        "year_choices": [(each, f"{each}年") for each in _years()],
        "lacking": " ".join(pdf.missing()),
        "may_install": by.reach.has(Capability.RUN_SYSTEM),
        "recent_workbooks": _recent_workbooks(request, place),
        "people": _people(request, place),
        "forms": _forms(place),
        "may_change_templates": by.reach.has(Capability.MANAGE_RULES),
    }
    return render(request, "documents/paper_list.html", context)


@require_POST
def start_workbook(request: HttpRequest) -> HttpResponse:
    """Start the workbook; the page of the job shows its progress."""
    places = Organization.objects.visible_to(request.actor, Capability.CALENDAR)
    place = get_object_or_404(places, code=request.POST.get("organization", ""))
    form = _known_form(request.POST.get("form", "pdf"), layout.FORMS)
    year = requested_year(request)
    try:
        job = actions.start_workbook(organization=place, year=year, form=form, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('papers:index')}?organization={place.code}&year={year}")
    return redirect("audit:job", job.uuid)


@require_safe
def workbook_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A finished workbook, for who started it."""
    job = get_object_or_404(
        Job.objects.filter(owner_id=request.user.pk, task=TASK, status=Job.Status.DONE), uuid=uuid
    )
    name, content = actions.collect_paper(job=job, by=request.actor)
    return download(content, name)


@require_safe
def statistics_file(request: HttpRequest, form: str) -> HttpResponse:
    places = Organization.objects.visible_to(request.actor, Capability.CALENDAR)
    place = get_object_or_404(places, code=request.GET.get("organization", ""))
    name, content = actions.export_statistics(
        organization=place,
        year=requested_year(request),
        form=_known_form(form, ("xlsx", "docx")),
        by=request.actor,
    )
    return download(content, name)


@require_safe
def member_year_page(request: HttpRequest, uuid: UUID, year: int) -> HttpResponse:
    """A member's record of a year as a page."""
    found = _member(request, uuid)
    if parse_year(str(year)) is None:
        raise Http404
    open_file(member=found, by=request.actor)
    words = member_year.context(found, year)
    context = {
        "member": found,
        "year": year,
        "years": _years(),
        "paper": words,
        "lacking": " ".join(pdf.missing()),
        "is_own": found.user_id == request.user.pk,
    }
    return render(request, "documents/paper_member.html", context)


@require_safe
def member_year_file(request: HttpRequest, uuid: UUID, year: int, form: str) -> HttpResponse:
    found = _member(request, uuid)
    name, content = actions.export_member_year(
        member=found, year=year, form=_known_form(form, layout.FORMS), by=request.actor
    )
    return download(content, name)


@require_safe
def minutes_word(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _minutes_file(request, uuid, "docx")


@require_safe
def minutes_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _minutes_file(request, uuid, "pdf")


def _minutes_file(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    meeting = _meeting(request, uuid, Capability.VIEW)
    name, content = actions.export_minutes(
        meeting=meeting, form=form, address=_scan_address(request, meeting), by=request.actor
    )
    return download(content, name)


@require_safe
def sign_in_sheet(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """The sign-in sheet: blank before the meeting, filled in afterwards."""
    meeting = _meeting(request, uuid, Capability.VIEW)
    name, content = actions.export_sign_in(
        meeting=meeting,
        form=_known_form(form, layout.FORMS),
        address=_scan_address(request, meeting),
        by=request.actor,
    )
    return download(content, name)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_signed_scan(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page of the printed QR code, where the scan or photo of the signed minutes is uploaded."""
    meeting = _meeting(request, uuid, Capability.RECORD_MEETING)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()

    def save() -> HttpResponse:
        sent = form.cleaned_data["file"]
        kept = actions.attach_signed(meeting=meeting, upload=sent, name=sent.name, by=request.actor)
        messages.success(request, f"{kept.name}收好了，记录本身没有改动。")
        return redirect("meetings:detail", uuid)

    def show(status: int) -> HttpResponse:
        is_held = meeting.status not in (Status.PLANNED, Status.CANCELLED)
        context = {"meeting": meeting, "form": form, "is_held": is_held}
        return render(request, "documents/paper_scan.html", context, status=status)

    return form_page(form, save, show)


def _scan_address(request: HttpRequest, meeting: Meeting) -> str:
    return request.build_absolute_uri(reverse("meetings:scan", args=[meeting.uuid]))


def _meeting(request: HttpRequest, uuid: UUID, capability: Capability) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor).select_related(
        "organization__parent", "host", "recorder"
    )
    meeting = get_object_or_404(rows.prefetch_related("kinds"), uuid=uuid)
    request.actor.must(capability, meeting.organization)
    return meeting


def _member(request: HttpRequest, uuid: UUID) -> Member:
    people = Member.objects.visible_to(request.actor).select_related("organization", "group")
    return get_object_or_404(people, uuid=uuid)


def _place(places: Any, code: str) -> Organization:
    """The requested organization, else the first branch, else the first organization."""
    if code:
        return get_object_or_404(places, code=code)
    found = places.filter(kind__in=BRANCHES).order_by("path").first() or places.order_by("path").first()
    if found is None:
        raise NotPermitted
    return found


def _people(request: HttpRequest, place: Organization) -> Any:
    if not place.is_branch:
        return []
    rows = Member.objects.visible_to(request.actor).filter(organization=place).present()
    return rows.order_by("pinyin", "pk").values("uuid", "name")


def _forms(place: Organization) -> list[PaperKind]:
    """The papers of a branch on no meeting that can be made of it."""
    if not place.is_branch:
        return []
    term = branch_papers.current_term(place)
    return [kind for kind in OF_ORGANIZATION if not branch_papers.lacking(kind, place, term)]


def _recent_workbooks(request: HttpRequest, place: Organization) -> Any:
    return Job.objects.filter(owner_id=request.user.pk, task=TASK, params__organization=place.pk)[:5]


def _years() -> list[int]:
    this = clock.today().year
    return list(range(this, this - YEARS, -1))


def _known_form(asked: str, known: tuple[str, ...]) -> str:
    if asked not in known:
        raise Http404
    return asked
