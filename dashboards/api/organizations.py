"""API of organizations. It stands in this app because an organization is shown with the counts of its members."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches import actions
from branches.access.roles import Capability
from branches.filters import DayFilters, OrganizationFilters
from branches.models import Change, Organization, Term
from branches.rules import tree
from branches.states import CODE, Kind, UnitKind
from core import clock
from core.api import read_body, refuse_unknown, rows_response
from dashboards.api.tree_deeds import APPLIED_HELP, StrictSerializer, TreeDeedActions
from dashboards.selectors.branch_warnings import organization_findings
from dashboards.selectors.member_counts import COUNTS, load_member_counts
from dashboards.selectors.organization_page import posts_held_on
from members import actions as member_actions
from members.models import Member, Post
from members.states import Title

COPIED = (
    "code", "name", "short_name", "kind", "unit_kind", "activity_day", "units_covered", "established_on",
    "dissolved_on", "planned_end_on", "units", "special_provision", "power_document", "power_granted_on", "version",
)  # fmt: skip
COLUMNS = ("pk", "path", "parent__code", *COPIED)


class OrganizationSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=32)
    name = serializers.CharField(max_length=120)
    short_name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(Kind.choices)
    unit_kind = serializers.ChoiceField(UnitKind.choices)
    parent = serializers.CharField(
        allow_null=True, help_text="code of the organization above; null for a root"
    )
    depth = serializers.IntegerField(min_value=1, help_text="1 for a root")
    activity_day = serializers.IntegerField(min_value=1, max_value=31, allow_null=True)
    units_covered = serializers.IntegerField(min_value=0)
    established_on = serializers.DateField()
    dissolved_on = serializers.DateField(allow_null=True)
    planned_end_on = serializers.DateField(
        allow_null=True, help_text="of a temporary branch: when its body is to end (R-ORG-13)"
    )
    units = serializers.ListField(
        child=serializers.CharField(max_length=60),
        help_text="names of the units of a joint branch (R-ORG-01)",
    )
    special_provision = serializers.CharField(
        allow_blank=True,
        help_text="the provision or approval by which a temporary branch may do more (R-ORG-12)",
    )
    power_document = serializers.CharField(
        allow_blank=True, help_text="by which a committee may approve probationary members (R-ORG-17)"
    )
    power_granted_on = serializers.DateField(allow_null=True, help_text="the day of that paper")
    version = serializers.IntegerField(min_value=1, help_text="counts the changes; also the ETag")
    member_count = serializers.IntegerField(
        min_value=0, help_text="on the roll of it and everything below, without those suspended (R-STA-10)"
    )
    full_member_count = serializers.IntegerField(min_value=0, help_text="of these, full members today")
    suspended_count = serializers.IntegerField(
        min_value=0, help_text="on the roll, suspended (停止党籍): in no other count"
    )


APPROVAL_HELP = "number of the approval from above (R-ORG-18)"


class UnitsField(serializers.ListField):
    def __init__(self) -> None:
        child = serializers.CharField(max_length=60)
        super().__init__(
            child=child, max_length=99, required=False, help_text="names of the units of a joint branch"
        )


class EstablishSerializer(StrictSerializer):
    code = serializers.RegexField(f"^{CODE}$", max_length=32)
    name = serializers.CharField(max_length=120)
    short_name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(Kind.choices)
    unit_kind = serializers.ChoiceField(UnitKind.choices)
    parent = serializers.CharField(max_length=32, help_text="code of the organization above")
    established_on = serializers.DateField()
    activity_day = serializers.IntegerField(min_value=1, max_value=31, required=False, allow_null=True)
    units_covered = serializers.IntegerField(min_value=1, max_value=999, required=False)
    units = UnitsField()
    planned_end_on = serializers.DateField(required=False, allow_null=True)
    special_provision = serializers.CharField(max_length=120, required=False, allow_blank=True)
    full_members = serializers.IntegerField(
        min_value=0,
        max_value=9999,
        required=False,
        allow_null=True,
        help_text="as declared; a branch needs it, a joint branch of all its units together (R-ORG-01)",
    )
    document = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text=f"{APPROVAL_HELP}; not for a party group"
    )
    approved_on = serializers.DateField(required=False, allow_null=True, help_text="day of the approval")
    applied_on = serializers.DateField(required=False, allow_null=True, help_text=APPLIED_HELP)


class DescribeSerializer(StrictSerializer):
    activity_day = serializers.IntegerField(min_value=1, max_value=31, required=False, allow_null=True)
    unit_kind = serializers.ChoiceField(UnitKind.choices, required=False)
    units_covered = serializers.IntegerField(min_value=1, max_value=999, required=False)
    units = UnitsField()
    planned_end_on = serializers.DateField(required=False, allow_null=True)
    special_provision = serializers.CharField(max_length=120, required=False, allow_blank=True)
    power_document = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="granted by who manages the body above"
    )
    power_granted_on = serializers.DateField(required=False, allow_null=True)


class BeginTermSerializer(StrictSerializer):
    since = serializers.DateField(help_text="the day of the election")
    has_committee = serializers.BooleanField()
    document = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        help_text="of the approval; needed for an election before or after the current term ends (R-ORG-11)",
    )
    approved_on = serializers.DateField(required=False, allow_null=True)
    approved_by = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="the body that approved"
    )


class ExtendTermSerializer(StrictSerializer):
    until = serializers.DateField(help_text="normally at most a year after the term is due (R-ORG-11)")
    document = serializers.CharField(max_length=60, help_text="of the approval")
    approved_on = serializers.DateField(
        required=False, allow_null=True, help_text="needed; after the end: the days between stay overdue"
    )
    approved_by = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="needed: the body that approved"
    )


class TermSerializer(serializers.ModelSerializer):
    class Meta:
        model = Term
        fields = (
            "number", "has_committee", "since", "due_on", "extended_until", "extension_document",
            "extension_approved_on", "extension_approved_by", "approval_document", "approved_on", "approved_by",
            "overdue_days", "until",
        )  # fmt: skip


class ChangeSerializer(serializers.ModelSerializer):
    old_parent = serializers.CharField(source="old_parent.code", allow_null=True, default=None)
    new_parent = serializers.CharField(source="new_parent.code", allow_null=True, default=None)
    reply_was_late = serializers.BooleanField(help_text="more than a month after the application (R-ORG-18)")

    class Meta:
        model = Change
        fields = (
            "deed", "effective_on", "document", "approved_on", "applied_on", "reply_was_late", "old_name",
            "old_short_name", "new_name", "old_parent", "new_parent", "recorded_at",
        )  # fmt: skip


class FindingSerializer(serializers.Serializer):
    rule = serializers.CharField(allow_blank=True, help_text="its id, as R-ORG-07")
    state = serializers.CharField(
        help_text="stop or warn of the organization itself; missed, due_soon, warning of its meetings"
    )
    sentence = serializers.CharField()
    clears = serializers.CharField(allow_blank=True, help_text="what ends it")
    basis = serializers.CharField(allow_blank=True, help_text="the article")
    url = serializers.CharField(allow_blank=True, help_text="the page with the rows it rests on")


class PostSerializer(serializers.ModelSerializer):
    member = serializers.UUIDField(source="member.uuid")
    name = serializers.CharField(source="member.name")
    term = serializers.IntegerField(source="term.number", help_text="number of the term")

    class Meta:
        model = Post
        fields = ("title", "member", "name", "term", "since", "until")


class ElectedPostSerializer(StrictSerializer):
    member = serializers.UUIDField()
    title = serializers.ChoiceField(Title.choices)


class ElectedSerializer(StrictSerializer):
    since = serializers.DateField()
    document = serializers.CharField(max_length=60, required=False, allow_blank=True)
    posts = serializers.ListField(child=ElectedPostSerializer(), min_length=1, max_length=20)


@extend_schema_view(split=extend_schema(responses={201: OrganizationSerializer}))
class OrganizationViewSet(TreeDeedActions, GenericViewSet):
    """Organizations of the reach, keyed by code. Counts of members sum everything below."""

    lookup_field = "code"
    lookup_value_regex = CODE
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilters
    cursor_ordering: str | tuple[str, ...] = "-pk"

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Organization.objects.none()
        return Organization.objects.visible_to(self.request.actor)

    @extend_schema(responses=OrganizationSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.filter_queryset(self.get_queryset()).values(*COLUMNS)
        return self.get_paginated_response(organization_data(self.paginate_queryset(found)))

    @extend_schema(responses=OrganizationSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        return self._one(code)

    @extend_schema(request=EstablishSerializer, responses={201: OrganizationSerializer})
    def create(self, request: Request) -> Response:
        facts = read_body(EstablishSerializer, request)
        facts["parent"] = self._place(facts["parent"])
        row = actions.establish(**facts, by=request.actor)
        return self._one(row.code, status.HTTP_201_CREATED)

    @extend_schema(request=DescribeSerializer, responses=OrganizationSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        return self._changed(actions.describe, DescribeSerializer)

    @extend_schema(responses=TermSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def terms(self, request: Request, code: str) -> Response:
        return self._many(self.get_object().terms.all(), TermSerializer)

    @extend_schema(request=BeginTermSerializer, responses={201: TermSerializer})
    @terms.mapping.post
    def begin_term(self, request: Request, code: str) -> Response:
        """Begin the next term: the posts of the one before end on the eve."""
        facts = read_body(BeginTermSerializer, request)
        term = member_actions.begin_term(organization=self.get_object(), **facts, by=request.actor)
        return Response(TermSerializer(term).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ExtendTermSerializer, responses=TermSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, url_path="extend-term")
    def extend_term(self, request: Request, code: str) -> Response:
        """Keep the term in office past its due day."""
        term = get_object_or_404(self.get_object().terms, until__isnull=True)
        facts = read_body(ExtendTermSerializer, request)
        return Response(TermSerializer(actions.extend_term(term=term, **facts, by=request.actor)).data)

    @extend_schema(responses=ChangeSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def changes(self, request: Request, code: str) -> Response:
        rows = self.get_object().changes.select_related("old_parent", "new_parent")
        return self._many(rows, ChangeSerializer)

    @extend_schema(
        responses=PostSerializer(many=True),
        parameters=[OpenApiParameter("on", OpenApiTypes.DATE, description="without it today")],
    )
    @action(detail=True, filterset_class=DayFilters)
    def posts(self, request: Request, code: str) -> Response:
        """Who held which post on a day."""
        organization = self.get_object()
        asked = DayFilters(request.query_params, queryset=Post.objects.none())
        day = asked.form.cleaned_data.get("on") if asked.is_valid() else None
        return self._many(posts_held_on(organization, day or clock.today()), PostSerializer)

    @extend_schema(request=ElectedSerializer, responses={201: PostSerializer(many=True)})
    @posts.mapping.post
    def appoint(self, request: Request, code: str) -> Response:
        """Give the posts of the term in office, all of them or none (R-ORG-06, R-ORG-15)."""
        organization, facts = self.get_object(), read_body(ElectedSerializer, request)
        request.actor.must(Capability.MANAGE_ORGANIZATIONS, organization)
        seen = Member.objects.visible_to(request.actor).select_related("organization")
        people = {
            member.uuid: member for member in seen.filter(uuid__in=[one["member"] for one in facts["posts"]])
        }
        missing = {
            f"posts.{n}": ["没有这个人，或者不在您的范围内。"]
            for n, one in enumerate(facts["posts"])
            if one["member"] not in people
        }
        if missing:
            raise serializers.ValidationError(missing, code="not_found")
        done = member_actions.appoint_together(
            term=member_actions.term_in_office(organization),
            posts=[(people[one["member"]], one["title"]) for one in facts.pop("posts")],
            **facts,
            by=request.actor,
        )
        return rows_response(PostSerializer(done, many=True).data)

    @extend_schema(responses=FindingSerializer(many=True), filters=False)
    @action(detail=True, filterset_class=None, cursor_ordering=("rule", "sentence"))
    def findings(self, request: Request, code: str) -> Response:
        """Deviations from the regulations as the organization's page shows them, each with its article."""
        refuse_unknown(request)
        organization, by = self.get_object(), request.actor
        by.must(Capability.VIEW, organization)
        page = self.paginate_queryset(organization_findings(organization, clock.today(), by))
        return self.get_paginated_response(FindingSerializer(page, many=True).data)

    # ── helpers ──

    def get_object(self) -> Organization:
        """Visible or 404; filters belong to lists."""
        return get_object_or_404(self.get_queryset(), code=self.kwargs["code"])

    def _place(self, code: str, field: str = "parent") -> Organization:
        """Another organization named in the request body; outside the reach it counts as unknown."""
        place = self.get_queryset().filter(code=code).first()
        if place is None:
            raise serializers.ValidationError(
                {field: ["没有这个党组织，或者不在您的范围内。"]}, code="not_found"
            )
        return place

    def _changed(self, change: Callable[..., Any], shape: type[serializers.Serializer]) -> Response:
        """Change the organization by an action that takes the fields of the body; answer with it as it is then."""
        change(organization=self.get_object(), **read_body(shape, self.request), by=self.request.actor)
        return self._one(self.kwargs["code"])

    def _one(self, code: str, number: int = status.HTTP_200_OK) -> Response:
        row = get_object_or_404(self.get_queryset().values(*COLUMNS), code=code)
        return Response(organization_data([row])[0], status=number)

    def _many(self, rows: QuerySet, shape: type[serializers.Serializer]) -> Response:
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response(shape(page, many=True).data)


def organization_data(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a page in the API's fields, with the members below each. One query."""
    counts, nobody = load_member_counts(rows), dict.fromkeys(COUNTS, 0)
    return [
        {
            **{name: row[name] for name in COPIED},
            "parent": row["parent__code"],
            "depth": tree.depth(row["path"]),
            **counts.get(row["path"], nobody),
        }
        for row in rows
    ]
