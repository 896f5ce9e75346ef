"""API of the branches that lack meetings and of reminding them, with the same list and actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import StrictFields, read_body, refuse_unknown
from core.writes import TaggedRow
from dashboards.selectors.behind import month_looked_after
from meetings.states import Kind
from reminders import actions
from reminders.forms import BehindForm
from reminders.models import BranchReminder
from reminders.selectors import behind_list

MOST = 2000
FILTERS = [
    OpenApiParameter("below", str, description="code or name: it and everything below"),
    OpenApiParameter("q", str, description="name of the branch in any spelling, or of its contact"),
    OpenApiParameter("kind", str, enum=Kind.values, description="kind of meeting that is lacking"),
    OpenApiParameter("due", str, enum=["month", "longer"], description="of the month, or of a longer period"),
    OpenApiParameter("run", str, enum=["2", "3"], description="at least so many ended periods in a row"),
    OpenApiParameter("told", str, enum=["no", "unanswered", "answered"]),
    OpenApiParameter("post", str, enum=["held", "vacant"], description="of the secretary"),
    OpenApiParameter("order", str, enum=["name", "due", "run", "told"]),
]


class BranchReminderSerializer(TaggedRow, serializers.ModelSerializer):
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code", help_text="code of the branch")
    items = serializers.ListField(child=serializers.CharField(), help_text="what was lacking, and until when")

    class Meta:
        model = BranchReminder
        fields = (
            *("id", "organization", "office", "who", "at", "items", "note", "receiver"),
            *("seen_at", "seen_by", "answer", "answered_at", "answered_by"),
        )


class BehindItemSerializer(serializers.Serializer):
    organization = serializers.CharField(source="organization.code", help_text="the branch, or its group")
    rule = serializers.CharField(source="rule.code")
    since = serializers.DateField(source="period.since")
    until = serializers.DateField(source="period.until")
    missing = serializers.IntegerField(min_value=1)
    missed_in_a_row = serializers.IntegerField(min_value=0, help_text="ended periods without any")
    sentence = serializers.CharField(help_text="as a reminder says it")


class BehindRowSerializer(serializers.Serializer):
    organization = serializers.CharField(source="branch.code", help_text="code")
    street = serializers.CharField(source="street_name", help_text="name of the body under the root")
    items = BehindItemSerializer(source="behind.items", many=True)
    contact = serializers.CharField(
        source="contact.name", default="", allow_blank=True, help_text="secretary or substitute"
    )
    contact_title = serializers.CharField(source="contact.title", default="", allow_blank=True)
    is_vacant = serializers.BooleanField(help_text="there is no secretary")
    can_sign_in = serializers.BooleanField(help_text="somebody of the branch has an account for its desk")
    phone = serializers.CharField(
        allow_blank=True, help_text="empty without the right to see it; reading it leaves an audit entry"
    )
    via = serializers.SerializerMethodField(help_text="office and person above the branch; may be empty")
    refusal = serializers.SerializerMethodField(help_text="why it cannot be reminded now; empty when it can")
    last_reminder = BranchReminderSerializer(source="last", allow_null=True)

    def get_via(self, row: behind_list.BehindRow) -> str:
        return str(row.office or "")

    def get_refusal(self, row: behind_list.BehindRow) -> str:
        return str(row.refusal or "")


class RemindSerializer(StrictFields, serializers.Serializer):
    organizations = serializers.ListField(
        child=serializers.CharField(max_length=32), allow_empty=False, max_length=MOST, help_text="codes"
    )
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="one sentence for all of them"
    )


class NotRemindedSerializer(serializers.Serializer):
    organization = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class RemindedSerializer(serializers.Serializer):
    reminded = BranchReminderSerializer(many=True)
    refused = NotRemindedSerializer(many=True)
    unread = serializers.ListField(
        child=serializers.CharField(), help_text="codes of those reminded of which nobody has an account yet"
    )


class ReminderAnswerSerializer(StrictFields, serializers.Serializer):
    answer = serializers.CharField(max_length=100, help_text="one sentence, such as the day of the meeting")


class BehindViewSet(GenericViewSet):
    """Branches this office looks after that have not held all they should."""

    queryset = Organization.objects.none()
    serializer_class = BehindRowSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "branch.code"

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request) -> Response:
        """In tree order unless sorted; telephones of the page's rows for whoever may see them."""
        request.actor.must_have(Capability.VERIFY)
        refuse_unknown(request, *BehindForm.base_fields)
        form = BehindForm(request.query_params, by=request.actor)
        if not form.is_valid():
            raise ValidationError(form.errors)
        rows = behind_list.behind_rows(request.actor, clock.today())
        rows = behind_list.narrow(rows, form.cleaned_data, month_looked_after(clock.today()))
        page = actions.open_telephones(rows=self.paginate_queryset(rows), by=request.actor)
        return self.get_paginated_response(BehindRowSerializer(page, many=True).data)

    @extend_schema(request=RemindSerializer, responses=RemindedSerializer, filters=False)
    def remind(self, request: Request) -> Response:
        """Remind branches of what they lack now: at most once a day and not within 24 hours of the last time. What is
        refused is named with its code; the others are reminded. Codes out of reach are left out."""
        request.actor.must_have(Capability.VERIFY)
        body = read_body(RemindSerializer, request)
        seen = Organization.objects.visible_to(request.actor, Capability.VERIFY)
        branches = seen.filter(code__in=body["organizations"]).order_by("path")
        done = actions.remind_branches(branches=branches, note=body.get("note", ""), by=request.actor)
        answer = {
            "reminded": done.reminded,
            "refused": [
                {"organization": place.code, "code": why.code, "detail": str(why)}
                for place, why in done.refused
            ],
            "unread": [place.code for place in done.unread],
        }
        return Response(RemindedSerializer(answer).data)


class BranchReminderViewSet(GenericViewSet):
    """Offices' reminders: of the branches whose records one keeps, and of those one's office looks after."""

    queryset = BranchReminder.objects.none()
    serializer_class = BranchReminderSerializer
    filter_backends: list[Any] = []
    cursor_ordering: str | tuple[str, ...] = "-pk"
    lookup_field = "uuid"

    def get_queryset(self) -> QuerySet[BranchReminder]:
        return BranchReminder.objects.visible_to(self.request.actor).select_related("organization")

    @extend_schema(responses=BranchReminderSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        refuse_unknown(request)
        rows = self.paginate_queryset(self.get_queryset().order_by("-pk"))
        return self.get_paginated_response(BranchReminderSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=BranchReminderSerializer)
    def read(self, request: Request, uuid: Any) -> Response:
        """The branch has read it."""
        reminder = get_object_or_404(self.get_queryset(), uuid=uuid)
        return Response(
            BranchReminderSerializer(actions.read_reminder(reminder=reminder, by=request.actor)).data
        )

    @extend_schema(request=ReminderAnswerSerializer, responses=BranchReminderSerializer)
    def answer(self, request: Request, uuid: Any) -> Response:
        """The branch answers in one sentence; that it was read is part of it."""
        reminder = get_object_or_404(self.get_queryset(), uuid=uuid)
        answer = read_body(ReminderAnswerSerializer, request)["answer"]
        row = actions.answer_reminder(reminder=reminder, answer=answer, by=request.actor)
        return Response(BranchReminderSerializer(row).data)
