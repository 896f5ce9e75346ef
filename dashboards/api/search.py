"""API of the global search, by the same selector as the page."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.models import Organization
from branches.states import Kind as OrganizationKind
from core import clock
from core.api import refuse_unknown
from dashboards.errors import WholeNumberSought
from dashboards.forms import LONGEST, SearchForm
from dashboards.selectors import search as selector
from meetings.selectors.meeting_list import MeetingListRow
from meetings.states import Kind, Status, calendar_status

Q = OpenApiParameter(
    "q",
    {"type": "string", "maxLength": LONGEST},
    required=True,
    description="name, initials, pinyin, code or day, words apart; no whole telephone or identity number (409)",
)


class FoundOrganizationSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(OrganizationKind.choices)
    parent = serializers.CharField(source="parent.code", allow_null=True, default=None, help_text="code")


class FoundMemberSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    organization = serializers.CharField(help_text="code")
    status = serializers.ChoiceField([("full", "正式党员"), ("preparatory", "预备党员")])
    phone = serializers.CharField(allow_blank=True, help_text="masked")


class FoundMeetingSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="row.uuid")
    kinds = serializers.ListField(source="codes", child=serializers.ChoiceField(Kind.choices))
    organization = serializers.CharField(source="row.organization__code", help_text="code")
    held_on = serializers.DateField(source="row.held_on")
    theme = serializers.CharField(
        source="row.theme", allow_blank=True, help_text="empty where it is withheld"
    )
    status = serializers.SerializerMethodField()

    def get_status(self, line: MeetingListRow) -> Status:
        status = line.row["status"]
        return Status(status if line.sees_content else calendar_status(status))


class FoundSerializer(serializers.Serializer):
    organizations = FoundOrganizationSerializer(many=True)
    members = FoundMemberSerializer(many=True)
    meetings = FoundMeetingSerializer(many=True)
    organization_count = serializers.IntegerField(min_value=0)
    member_count = serializers.IntegerField(min_value=0)
    meeting_count = serializers.IntegerField(min_value=0, max_value=selector.MOST_COUNTED)


class SearchViewSet(GenericViewSet):
    """Organizations, members and meetings in reach that fit what is looked for: the first 20 of each, with their numbers."""

    queryset = Organization.objects.none()
    serializer_class = FoundSerializer

    @extend_schema(parameters=[Q], responses=FoundSerializer, filters=False)
    def find(self, request: Request) -> Response:
        refuse_unknown(request, "q")
        form = SearchForm(request.query_params)
        if form.has_error("q", "whole_number"):
            raise WholeNumberSought.at("q")
        if not form.is_valid():
            raise serializers.ValidationError({"q": form.errors["q"]})
        text = form.cleaned_data["q"]
        if not text:
            raise serializers.ValidationError({"q": ["写要找的名称、拼音首字母、编号或日期。"]})
        found = selector.search(text, on=clock.today(), by=request.actor)
        return Response(
            FoundSerializer({**vars(found), "members": [each.data for each in found.members]}).data
        )
