"""API of the posts of a member (党内职务)."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.api.fields import OrganizationCodeField
from core.api import read_body
from core.writes import TaggedRow
from members import actions
from members.api.serializers import InputSerializer
from members.api.views import MemberRouteMixin
from members.models import Post
from members.states import Title


class MemberPostSerializer(TaggedRow, serializers.ModelSerializer):
    organization = serializers.CharField(source="organization.code", help_text="code")
    term = serializers.IntegerField(source="term.number", help_text="number of the term")

    class Meta:
        model = Post
        fields = ("id", "title", "organization", "term", "since", "until", "document")


class AppointmentSerializer(InputSerializer):
    organization = OrganizationCodeField(
        help_text="code: the member's branch, or a committee above it; its term in office"
    )
    title = serializers.ChoiceField(Title.choices)
    since = serializers.DateField()
    document = serializers.CharField(max_length=60, required=False, allow_blank=True)


class PostEndSerializer(InputSerializer):
    until = serializers.DateField(help_text="the last day in the post")


class PostViewSet(MemberRouteMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """A member's posts, the newest first."""

    queryset = Post.objects.all()
    serializer_class = MemberPostSerializer
    cursor_ordering = "-pk"

    def get_queryset(self) -> QuerySet[Post]:
        return self.get_member().posts.select_related("organization", "member", "term")

    @extend_schema(request=AppointmentSerializer, responses={201: MemberPostSerializer})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Appoint the member to a post of the current term (R-ORG-06, R-ORG-15)."""
        member, given = self.get_member(), read_body(AppointmentSerializer, request)
        term = actions.term_in_office(given.pop("organization"))
        post = actions.appoint(term=term, member=member, **given, by=request.actor)
        return Response(MemberPostSerializer(post).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PostEndSerializer, responses=MemberPostSerializer)
    def relieve(self, request: Request, uuid: UUID, pk: int) -> Response:
        """End a post."""
        post = get_object_or_404(self.get_queryset(), pk=pk)
        done = actions.relieve(post=post, **read_body(PostEndSerializer, request), by=request.actor)
        return Response(MemberPostSerializer(done).data)
