"""API of reports, with the actions, filters and permissions of the pages."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.api.fields import named_organization
from branches.selectors.organization_names import PastNames
from core.api import read_body
from reports import actions
from reports.api import serializers as shapes
from reports.filters import LineFilter, ReportFilter, RowFilter
from reports.models import Report
from reports.selectors import previews
from reports.selectors.corrections import named_in
from reports.selectors.received import readers_of

FOUND_JOB = OpenApiResponse(shapes.BuildAcceptedSerializer, description="Accepted: a job builds it")


@extend_schema_view(
    lines=extend_schema(responses=shapes.ReportLineSerializer(many=True)),
    totals=extend_schema(responses=shapes.ReportTotalSerializer(many=True)),
    amendments=extend_schema(responses=shapes.ReportAmendmentSerializer(many=True)),
)
class ReportViewSet(GenericViewSet):
    """Monthly supervision reports, newest first: drafts for those who build them, published ones for those below."""

    queryset = Report.objects.all()
    serializer_class = shapes.ReportSerializer
    filterset_class = ReportFilter
    cursor_ordering: str | tuple[str, ...] = "-pk"
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    @extend_schema(responses=shapes.ReportSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.filter_queryset(Report.objects.visible_to(request.actor)).values(*shapes.REPORT)
        return self.get_paginated_response(
            [shapes.report_data(row) for row in with_names_of_the_month(self.paginate_queryset(found))]
        )

    @extend_schema(responses=shapes.ReportSerializer)
    def retrieve(self, request: Request, uuid: UUID) -> Response:
        row = get_object_or_404(Report.objects.visible_to(request.actor).values(*shapes.REPORT), uuid=uuid)
        return Response(shapes.report_data(*with_names_of_the_month([row])))

    @extend_schema(request=shapes.BuildReportSerializer, responses={202: FOUND_JOB})
    def create(self, request: Request) -> Response:
        """Build a committee's report of a month, and those of the committees below it."""
        body = read_body(shapes.BuildReportSerializer, request)
        organization = named_organization(request.actor, body["organization"], Capability.VIEW)
        job = actions.build(organization=organization, month=body["month"], by=request.actor)
        accepted = {"job": job.uuid, "title": job.title, "status": job.status}
        accepted |= {"organization": organization.code, "month": body["month"].text}
        return Response(accepted, status=status.HTTP_202_ACCEPTED)

    @action(detail=True, filterset_class=LineFilter, cursor_ordering=("path", "rule_id"))
    def lines(self, request: Request, uuid: UUID) -> Response:
        """Organization × rule, in tree order: the rows that the reach covers."""
        return self._rows("lines", shapes.LINE, shapes.line_data)

    @action(detail=True, filterset_class=RowFilter, cursor_ordering="path")
    def totals(self, request: Request, uuid: UUID) -> Response:
        """An organization over all rules, in tree order."""
        return self._rows("totals", shapes.TOTAL, shapes.total_data)

    @action(detail=True, filterset_class=RowFilter)
    def amendments(self, request: Request, uuid: UUID) -> Response:
        """What became known after the freeze, newest first."""
        return self._rows("amendments", shapes.AMENDMENT, shapes.amendment_data)

    @extend_schema(request=shapes.PublishReportSerializer, responses=shapes.ReportSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def publish(self, request: Request, uuid: UUID) -> Response:
        """Publish a frozen report to everybody below, alone or with the reports below it."""
        actions.publish(
            report=self._report(), **read_body(shapes.PublishReportSerializer, request), by=request.actor
        )
        return self.retrieve(request, uuid)

    @extend_schema(request=shapes.WithdrawReportSerializer, responses=shapes.ReportSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, uuid: UUID) -> Response:
        """Withdraw a published report and those below it; answers with the next version, frozen and not published."""
        body = read_body(shapes.WithdrawReportSerializer, request)
        made = actions.withdraw(report=self._report(), **body, by=request.actor)
        return self.retrieve(request, made.uuid)

    @extend_schema(request=None, responses=shapes.ReportReadingSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def read(self, request: Request, uuid: UUID) -> Response:
        """已阅: say that one has read it. Said twice it stands once."""
        reading = actions.mark_read(report=self._report(), by=request.actor)
        return Response({"version": reading.report.version, "read_at": timezone.localtime(reading.at)})

    @extend_schema(responses=shapes.ReadersSerializer)
    @action(detail=True, filterset_class=None, pagination_class=None)
    def readers(self, request: Request, uuid: UUID) -> Response:
        """How many received it and how many have read it, for who may publish it; as a whole, never by unit."""
        report = self._report()
        request.actor.must(Capability.PUBLISH_REPORT, report.organization)
        return Response(vars(readers_of(report)))

    @extend_schema(
        responses=shapes.ReceivedReportSerializer,
        parameters=[OpenApiParameter("organization", str, description="name, code or initials")],
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def preview(self, request: Request, uuid: UUID) -> Response:
        """What an organization below will find on its desk, for who may publish the report."""
        report = self._report()
        request.actor.must(Capability.PUBLISH_REPORT, report.organization)
        text = request.query_params.get("organization", "").strip()[:60]
        found = previews.preview_report(report, text, by=request.actor).received
        if found is None:
            raise Http404
        return Response(shapes.received_data(found))

    def _report(self) -> Report:
        visible = Report.objects.visible_to(self.request.actor).select_related("organization")
        return get_object_or_404(visible, uuid=self.kwargs["uuid"])

    def _rows(self, name: str, columns: Sequence[str], data: Callable[[dict[str, Any]], Any]) -> Response:
        report = self._report()
        rows = getattr(report, name).visible_to(self.request.actor).values(*columns)
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response([data(row) for row in with_names_of_the_month(page, report)])


def with_names_of_the_month(rows: list[dict[str, Any]], report: Report | None = None) -> list[dict[str, Any]]:
    """These rows with the name each organization had in the month of its report, frozen with it. One query."""
    if report is not None:
        asked = [named_in(report.month, report.frozen_at)] * len(rows)
    else:
        asked = [named_in(row["month"], row["frozen_at"]) for row in rows]
    renames = PastNames(asked)
    for row, then in zip(rows, asked, strict=True):
        row["organization__name"], _ = renames.then(row["organization_id"], then, row["organization__name"])
    return rows
