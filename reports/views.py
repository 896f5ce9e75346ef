"""Pages of supervision reports: the list, one report, its publication, withdrawal and 已阅."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from reports.forms import BuildForm, PublishForm, WithdrawForm, months_to_choose
from reports.models import Report
from reports.selectors import previews, received, report_list, report_table
from reports.selectors.comparison import compared_figures
from reports.selectors.corrections import named_in
from reports.selectors.versions import changed_figures

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
    """Of all months the highest reports only; of one month, or of one status, all of them."""
    visible = reports = Report.objects.visible_to(request.actor).filter(built_at__isnull=False)
    month, status = request.GET.get("month", ""), request.GET.get("status", "")
    if month:
        reports = reports.filter(month=requested_month(request).since)
    if status in Report.Status.values:
        reports = reports.filter(status=status)
    if not month and status not in Report.Status.values:
        reports = report_list.highest_of_each_month(reports)
    rows = reports.select_related("organization", "job__owner").order_by("-month", "path", "-version")
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
        "rows": report_list.report_rows(list(page), visible),
        "publishes": request.actor.reach.has(Capability.PUBLISH_REPORT),
        "month_chosen": month,
        "status_chosen": status,
        "running": [(job, *jobs.progress(job)) for job in running[:5]],
    }


def _visible_report(request: HttpRequest, uuid: UUID) -> Report:
    seen = Report.objects.visible_to(request.actor).filter(built_at__isnull=False)
    with_names = ("organization", "published_by", "withdrawn_by", "job__owner", "replaces", "replaced_by")
    return get_object_or_404(seen.select_related(*with_names), uuid=uuid)


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    report, by = _visible_report(request, uuid), request.actor
    may_publish = by.may(Capability.PUBLISH_REPORT, report.organization)
    is_published = report.status == Report.Status.PUBLISHED
    context = {
        "report": report,
        "table": report_table.report_table(report, opened=request.GET.getlist("open"), by=by),
        "here": reverse("reports:detail", args=[report.uuid]),
        "may_publish": may_publish and not report.is_issued,
        "may_withdraw": may_publish and is_published,
        "readers": received.readers_of(report) if may_publish and report.is_issued else None,
        "may_read": is_published and received.is_unread(report, by=by),
        "changed": changed_figures(report, by=by),
        "may_export": by.reach.has(Capability.EXPORT),
        "may_rebuild": by.may(Capability.BUILD_REPORT, report.organization)
        and report.status == Report.Status.DRAFTED,
        "digest": " ".join(report.digest[at : at + 4] for at in range(0, 16, 4)),
        "month": Period.month(report.month),
        "shown": report_table.SHOWN,
    }
    return page_or_part(request, "reports/report_detail.html", "lines", context)


def _report_to_publish(request: HttpRequest, uuid: UUID) -> Report:
    """Raises NotPermitted for who may see it and not publish it."""
    report = _visible_report(request, uuid)
    if not request.actor.may(Capability.PUBLISH_REPORT, report.organization):
        raise NotPermitted
    return report


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What those below will see, word for word; with POST it is published, with the reports below if that is ticked."""
    report, by = _report_to_publish(request, uuid), request.actor
    if report.is_issued and request.method != "POST":
        return redirect("reports:detail", uuid=report.uuid)
    below = actions.unpublished_below(report).count()
    form = PublishForm(posted_data(request), below=below)

    def save() -> HttpResponse:
        with_below = bool(below) and form.cleaned_data["with_below"]
        actions.publish(report=report, note=form.cleaned_data["note"], with_below=with_below, by=by)
        also = f"和下面{below}份" if with_below else ""
        messages.success(
            request, f"已公布{short_month(report.month)}督查月报{also}，在下级的工作台上能看到自己的一行"
        )
        return redirect("reports:detail", uuid=report.uuid)

    def show(status: int) -> HttpResponse:
        seen_as = request.GET.get("as", "").strip()[:60]
        preview = previews.preview_report(report, seen_as, by=by)
        context = {
            "report": report,
            "form": form,
            "ready": report.status != Report.Status.DRAFTED,
            "below": below,
            "seen_as": preview.organization.short_name if preview.organization else seen_as,
            "received": preview.received,
            "street": preview.committee,
            "lacking": preview.lacking,
            "readers": received.readers_of(report),
            "compared": compared_figures(report),
            "unconfirmed": previews.unconfirmed_records(report),
        }
        return render(request, "reports/report_publish.html", context, status=status)

    return form_page(form, save, show)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back a published version, with reason and document; the next is prepared at once."""
    report, by = _report_to_publish(request, uuid), request.actor
    form = WithdrawForm(posted_data(request))

    def save() -> HttpResponse:
        made = actions.withdraw(report=report, **form.cleaned_data, by=by)
        messages.success(request, f"已撤下第{report.version}版。第{made.version}版已经冻结，核对以后公布")
        return redirect("reports:detail", uuid=made.uuid)

    context = {
        "report": report,
        "form": form,
        "readers": received.readers_of(report),
        "below": report.published_too.published().count(),
    }
    return form_page(
        form, save, lambda status: render(request, "reports/report_withdraw.html", context, status=status)
    )


@require_POST
def read(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """我看过了: back to the desk, or to the report."""
    report = _visible_report(request, uuid)
    actions.mark_read(report=report, by=request.actor)
    messages.success(request, f"已阅{short_month(report.month)}督查月报")
    if request.POST.get("from") == "desk":
        return redirect("reports:desk")
    return redirect("reports:detail", uuid=report.uuid)
