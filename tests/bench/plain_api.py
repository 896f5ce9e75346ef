"""The yardstick: the same lists and the same record as an engineer writes them with Django REST framework in an afternoon.

ModelViewSet, ModelSerializer, select_related and prefetch_related, the framework's own pages and JSON; scoped to what the
user may see by the product's own words. No audit, no filters, no rules.
"""

from typing import Any

from django.db import transaction
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, ExtractYear
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.viewsets import ModelViewSet

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.states import Kind
from core import clock
from meetings.models import AgendaItem, Attendance, Meeting, MeetingKind, Resolution
from members.models import Member
from members.personal_data import sealing
from tests.facts import fact_of


class Pages(CursorPagination):
    page_size = 50

    def get_ordering(self, request: Any, queryset: QuerySet, view: Any) -> tuple[str, ...]:
        return view.ordering


class PlainViewSet(ModelViewSet):
    pagination_class = Pages
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    permission_classes = (IsAuthenticated,)
    filter_backends = ()
    throttle_classes = ()


# ── lists ──


class MeetingSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code")
    kinds = serializers.SlugRelatedField(slug_field="kind", many=True, read_only=True)
    host = serializers.CharField(source="host.name", default=None)
    recorder = serializers.CharField(source="recorder.name", default=None)

    class Meta:
        model = Meeting
        fields = (
            "id", "organization", "kinds", "theme", "held_on", "starts_at", "ends_at", "place", "host", "recorder",
            "status", "expected", "present", "on_leave", "absent", "undecided", "submitted_at", "is_late", "is_void", "version",
        )  # fmt: skip


class MeetingViewSet(PlainViewSet):
    serializer_class = MeetingSerializer
    ordering = ("-held_on", "-pk")

    def get_queryset(self) -> QuerySet:
        # The product's own way to the places (meetings.querysets): without it a district's page sorts the whole district.
        meetings = Meeting.objects.held_at(
            Organization.objects.visible_to(self.request.actor, Capability.CALENDAR)
        )
        return meetings.select_related("organization", "host", "recorder").prefetch_related("kinds")


class MemberSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="uuid")
    birth_year = serializers.IntegerField()
    organization = serializers.CharField(source="organization.code")
    group = serializers.CharField(source="group.code", default=None)
    status = serializers.SerializerMethodField()
    identity = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()

    class Meta:
        model = Member
        fields = (
            "id", "name", "gender", "birth_year", "organization", "group", "status", "joined_on", "full_on", "left_on",
            "identity", "phone", "version",
        )  # fmt: skip

    def get_status(self, member: Member) -> str:
        return "full" if member.full_on and member.full_on <= clock.today() else "preparatory"

    def get_identity(self, member: Member) -> str:
        return sealing.mask_identity(fact_of(member, "identity"))

    def get_phone(self, member: Member) -> str:
        return sealing.mask_phone(fact_of(member, "phone"))


class MemberViewSet(PlainViewSet):
    serializer_class = MemberSerializer
    ordering = ("-pk",)

    def get_queryset(self) -> QuerySet:
        members = Member.objects.visible_to(self.request.actor).present()
        return members.select_related("organization", "group").annotate(birth_year=ExtractYear("birth_on"))


class OrganizationSerializer(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent.code", default=None)
    depth = serializers.SerializerMethodField()
    member_count = serializers.IntegerField()
    full_member_count = serializers.IntegerField()
    suspended_count = serializers.IntegerField()

    class Meta:
        model = Organization
        fields = (
            "code", "name", "short_name", "kind", "unit_kind", "parent", "depth", "activity_day", "units_covered", "units",
            "special_provision", "established_on", "dissolved_on", "planned_end_on", "member_count",
            "full_member_count", "suspended_count", "power_document", "power_granted_on", "version",
        )  # fmt: skip

    def get_depth(self, organization: Organization) -> int:
        return tree.depth(organization.path)


class OrganizationViewSet(PlainViewSet):
    serializer_class = OrganizationSerializer
    ordering = ("-pk",)

    def get_queryset(self) -> QuerySet:
        # ":" is the letter after the digits, of which paths are made.
        bound = Concat(OuterRef("path"), Value(":"))
        on_roll = Member.objects.present().order_by()
        members, suspended = on_roll.counted_on(clock.today()), on_roll.suspended_on(clock.today())
        below = members.filter(organization__path__gte=OuterRef("path"), organization__path__lt=bound)
        of_group = members.filter(group=OuterRef("pk"))
        is_full = Q(full_on__lte=clock.today())
        organizations = Organization.objects.visible_to(self.request.actor).select_related("parent")
        return organizations.annotate(
            member_count=Case(When(kind=Kind.GROUP, then=number(of_group)), default=number(below)),
            full_member_count=Case(
                When(kind=Kind.GROUP, then=number(of_group.filter(is_full))),
                default=number(below.filter(is_full)),
            ),
            suspended_count=Case(
                When(kind=Kind.GROUP, then=number(suspended.filter(group=OuterRef("pk")))),
                default=number(
                    suspended.filter(organization__path__gte=OuterRef("path"), organization__path__lt=bound)
                ),
            ),
        )


def number(rows: QuerySet) -> Coalesce:
    """How many rows, as a subquery."""
    return Coalesce(
        Subquery(rows.annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")), 0
    )


# ── recording ──


class KindSerializer(serializers.ModelSerializer):
    class Meta:
        model = MeetingKind
        fields = ("kind",)


class AttendanceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Attendance
        fields = ("member", "state", "reason_code", "reason", "has_vote", "source")


class ResolutionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Resolution
        exclude = ("id", "item")


class AgendaItemSerializer(serializers.ModelSerializer):
    resolution = ResolutionSerializer(allow_null=True, default=None)

    class Meta:
        model = AgendaItem
        fields = ("position", "title", "discussion", "resolution")


class RecordSerializer(serializers.ModelSerializer):
    kinds = KindSerializer(many=True)
    attendances = AttendanceSerializer(many=True)
    agenda = AgendaItemSerializer(many=True)

    class Meta:
        model = Meeting
        fields = (
            "uuid", "organization", "kinds", "theme", "held_on", "starts_at", "ends_at", "place", "host", "recorder",
            "minutes", "status", "expected", "present", "on_leave", "absent", "roll_frozen_at", "attendances", "agenda",
        )  # fmt: skip

    @transaction.atomic
    def create(self, given: dict[str, Any]) -> Meeting:
        kinds, attendances, agenda = (given.pop(name) for name in ("kinds", "attendances", "agenda"))
        meeting = Meeting.objects.create(**given)
        MeetingKind.objects.bulk_create(MeetingKind(meeting=meeting, **row) for row in kinds)
        Attendance.objects.bulk_create(Attendance(meeting=meeting, **row) for row in attendances)
        for row in agenda:
            resolution = row.pop("resolution", None)
            item = meeting.agenda.create(**row)
            if resolution:
                Resolution.objects.create(item=item, **resolution)
        user = self.context["request"].user
        meeting.steps.create(deed="recorded", by=user, who=str(user))
        return meeting


class RecordViewSet(PlainViewSet):
    queryset = Meeting.objects.all()
    serializer_class = RecordSerializer
