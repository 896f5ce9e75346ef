"""API of the year plan, with the actions and permissions of the page."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.api.fields import named_organization
from branches.models import Organization
from core import clock
from core.api import StrictFields, read_body, refuse_unknown
from core.parsing import parse_year
from meetings.models import Meeting
from meetings.states import Kind, Status
from planning.actions import plan_year
from planning.actions.plan_whole_year import MOST_ROWS, PlanRow
from planning.forms.year_plan import MOST_AIMS
from planning.models import YearPlan
from planning.selectors import year_plan


class MeetingProposalSerializer(serializers.Serializer):
    id = serializers.UUIDField(
        source="uuid", help_text="of the meeting once it is planned: sending it twice plans it once"
    )
    organization = serializers.CharField(
        source="organization.code", help_text="code; a group of the branch for its own meetings"
    )
    kinds = serializers.ListField(child=serializers.ChoiceField(Kind.choices))
    held_on = serializers.DateField(source="on")
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(allow_blank=True)
    basis = serializers.CharField()
    moved_from = serializers.DateField(allow_null=True, help_text="the fixed day, where it is a day off")


class PlannedMeetingSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    organization = serializers.CharField(help_text="code")
    kinds = serializers.ListField(child=serializers.ChoiceField(Kind.choices))
    held_on = serializers.DateField()
    theme = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Status.choices)
    day_off = serializers.CharField(
        allow_blank=True, help_text="name of the day off a planned meeting lies on"
    )


class MonthChoresSerializer(serializers.Serializer):
    month = serializers.IntegerField(source="period.since.month", min_value=1, max_value=12)
    items = serializers.ListField(source="chores", child=serializers.CharField())


class YearPlanSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    year = serializers.IntegerField()
    aims = serializers.CharField(allow_blank=True)
    is_published = serializers.BooleanField(help_text="whether that year's holidays are known")
    notice = serializers.CharField(allow_blank=True, help_text="what to say when they are not")
    meetings = PlannedMeetingSerializer(many=True)
    proposals = MeetingProposalSerializer(many=True)
    chores = MonthChoresSerializer(many=True)


class MeetingToPlanSerializer(StrictFields, serializers.Serializer):
    id = serializers.UUIDField()
    organization = serializers.CharField(
        max_length=32, required=False, help_text="the branch's own by default"
    )
    kinds = serializers.ListField(child=serializers.ChoiceField(Kind.choices), min_length=1, max_length=9)
    held_on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    theme = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    place = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class PlanYearSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=32)
    year = serializers.IntegerField(min_value=2000, max_value=2200)
    aims = serializers.CharField(max_length=MOST_AIMS, required=False, allow_blank=True)
    meetings = serializers.ListField(
        child=MeetingToPlanSerializer(), max_length=MOST_ROWS, required=False, default=list
    )


class YearPlannedSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    year = serializers.IntegerField()
    aims = serializers.CharField(allow_blank=True)
    planned = serializers.ListField(child=serializers.UUIDField(), help_text="meetings planned just now")
    already = serializers.IntegerField(min_value=0, help_text="how many were planned before")


class YearPlanViewSet(GenericViewSet):
    """A branch's year: what stands, what its rules still ask for, and planning all of it at once."""

    queryset = YearPlan.objects.none()
    serializer_class = YearPlanSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(
        responses=YearPlanSerializer,
        parameters=[
            OpenApiParameter("organization", str, required=True, description="code of a branch or a group"),
            OpenApiParameter(
                "year",
                {"type": "integer", "minimum": 2000, "maximum": 2200},
                description="this year unless given; refused unless near enough to plan",
            ),
            OpenApiParameter(
                "together",
                str,
                enum=["true", "false"],
                description="general meeting and lecture on the theme day, two kinds in one meeting (default true)",
            ),
        ],
    )
    def retrieve(self, request: Request) -> Response:
        query = request.query_params
        refuse_unknown(request, "organization", "year", "together")
        if not query.get("organization"):
            raise exceptions.ValidationError({"organization": ["写党组织的编号。"]})
        together = query.get("together") or "true"
        if together not in ("true", "false"):
            raise exceptions.ValidationError({"together": ["写true或false。"]})
        year = self.requested_year(query.get("year"))
        seen = Organization.objects.visible_to(request.actor, Capability.VIEW)
        organization = get_object_or_404(seen, code=query["organization"])
        if not (organization.is_branch or organization.is_group):
            raise exceptions.ValidationError(
                {"organization": ["年计划按党支部或党小组做，请写支部的编号。"]}, code="refused"
            )
        page = year_plan.year_plan_page(
            organization, year, today=clock.today(), together=together == "true", by=request.actor
        )
        return Response(
            {
                "organization": organization.code,
                "year": year,
                "aims": page.aims,
                "is_published": not page.unpublished,
                "notice": page.unpublished,
                "meetings": [
                    _planned_data(row, page.days_off.get(row.pk, ""))
                    for month in page.months
                    for row in month.meetings
                ],
                "proposals": MeetingProposalSerializer(page.proposals, many=True).data,
                "chores": MonthChoresSerializer(page.months, many=True).data,
            }
        )

    def requested_year(self, text: str | None) -> int:
        today = clock.today()
        if not text:
            return today.year
        year, years = parse_year(text, 2000, 2200), year_plan.plan_years(today)
        if year is None:
            raise exceptions.ValidationError({"year": ["写四位数的年份。"]})
        if year not in years:
            raise exceptions.ValidationError(
                {"year": [f"写{years[0]}到{years[-1]}之间的年份。"]}, code="refused"
            )
        return year

    @extend_schema(request=PlanYearSerializer, responses={201: YearPlannedSerializer})
    def create(self, request: Request) -> Response:
        """Plan the meetings, all of them or none, and keep the aims. What stands already is not planned twice."""
        body = read_body(PlanYearSerializer, request)
        year = self.requested_year(str(body["year"]))
        organization = named_organization(request.actor, body["organization"], Capability.VIEW)
        seen = Organization.objects.visible_to(request.actor, Capability.VIEW).within(organization)
        places = {place.code: place for place in seen}
        rows = []
        for number, row in enumerate(body["meetings"]):
            code = row.pop("organization", organization.code)
            if code not in places:
                raise exceptions.ValidationError(
                    {f"meetings.{number}": ["没有这个党小组，或者不在这个支部里。"]}, code="not_found"
                )
            rows.append(PlanRow(uuid=row.pop("id"), organization=places[code], **row))
        result = plan_year(
            organization=organization, year=year, rows=rows, aims=body.get("aims"), by=request.actor
        )
        return Response(
            {
                "organization": organization.code,
                "year": year,
                "aims": result.plan.aims,
                "planned": [meeting.uuid for meeting in result.meetings],
                "already": result.already,
            },
            status=status.HTTP_201_CREATED,
        )


def _planned_data(meeting: Meeting, day_off: str) -> dict[str, Any]:
    return {
        "id": meeting.uuid,
        "organization": meeting.organization.code,
        "kinds": [row.kind for row in meeting.kinds.all()],
        "held_on": meeting.held_on,
        "theme": meeting.theme,
        "status": meeting.status,
        "day_off": day_off,
    }
