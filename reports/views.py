"""Pages of supervision reports: the list, one report, its publication."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.selectors.organization_names import PastNames
from core.clock import Period
from core.dates_zh import short_month
from core.errors import NotPermitted
from core.http import form_page, page_or_part, posted_data, requested_month
from reports import actions
from reports.actions.build_report import TASK
from reports.forms import BuildForm, PublishForm, months_to_choose
from reports.models import Report
from reports.selectors import report_table
from reports.selectors.corrections import named_in

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def list_(request: HttpRequest) -> HttpResponse:
    """The reports one may see; with POST a month's are built anew, as a job."""
    by = request.actor
    if not by.reach.has(Capability.VIEW):
        raise NotPermitted
    may_build = by.reach.has(Capability.BUILD_REPORT)
    form: Any = None
    if may_build:
        form = BuildForm(posted_data(request), by=by, initial={"month": request.GET.get("month") or None})
    elif request.method == "POST":
        raise NotPermitted

    def save() -> HttpResponse:
        return redirect("audit:job", uuid=actions.build(**form.facts(), by=by).uuid)

    def show(status: int) -> HttpResponse:
        context = {
            "form": form,
            "months": months_to_choose(),
            "statuses": Report.Status.choices,
            "cut_off_day": settings.REPORT_CUT_OFF_DAY,
            **_list_context(request),
        }
        return page_or_part(request, "reports/report_list.html", "rows", context, status=status)

    return form_page(form, save, show) if may_build else show(200)


def _list_context(request: HttpRequest) -> dict[str, Any]:
    reports = Report.objects.visible_to(request.actor).filter(built_at__isnull=False)
    month, status = request.GET.get("month", ""), request.GET.get("status", "")
    if month:
        reports = reports.filter(month=requested_month(request).since)
    if status in Report.Status.values:
        reports = reports.filter(status=status)
    rows = reports.select_related("organization", "job__owner").order_by("-month", "path")
    running = Job.objects.filter(
        owner=request.actor.user,
        task=TASK,
        status__in=[Job.Status.QUEUED, Job.Status.RUNNING],
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    renames = PastNames(named_in(report.month, report.frozen_at) for report in page)
    for report in page:
        renames.put_back([report.organization], named_in(report.month, report.frozen_at))
    return {
        "page": page,
        "month_chosen": month,
        "status_chosen": status,
        "running": [(job, *jobs.progress(job)) for job in running[:5]],
    }


def _visible_report(request: HttpRequest, uuid: UUID) -> Report:
    seen = Report.objects.visible_to(request.actor).filter(built_at__isnull=False)
    return get_object_or_404(seen.select_related("organization", "published_by", "job__owner"), uuid=uuid)


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _visible_report(request, uuid))


def _page(
    request: HttpRequest, report: Report, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    by = request.actor
    may_publish = by.may(Capability.PUBLISH_REPORT, report.organization)
    if form is None and may_publish and report.status == Report.Status.FROZEN:
        form = PublishForm()
    context = {
        "report": report,
        "table": report_table.report_table(report, opened=request.GET.getlist("open"), by=by),
        "here": reverse("reports:detail", args=[report.uuid]),
        "form": form,
        "may_export": by.reach.has(Capability.EXPORT),
        "may_rebuild": by.may(Capability.BUILD_REPORT, report.organization)
        and report.status == Report.Status.DRAFTED,
        "digest": " ".join(report.digest[at : at + 4] for at in range(0, 16, 4)),
        "month": Period.month(report.month),
        "shown": report_table.SHOWN,
    }
    return page_or_part(request, "reports/report_detail.html", "lines", context, status=status)


@require_POST
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    report = _visible_report(request, uuid)
    form = PublishForm(request.POST)

    def save() -> HttpResponse:
        actions.publish(report=report, note=form.cleaned_data["note"], by=request.actor)
        messages.success(request, f"已公布{short_month(report.month)}督查月报，下级可以看到自己的一行")
        return redirect("reports:detail", uuid=report.uuid)

    return form_page(form, save, lambda status: _page(request, report, form, status))
