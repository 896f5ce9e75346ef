"""API of the restrictions of a member's rights."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from core.writes import TaggedRow
from members.api.views import MemberRouteMixin
from members.models import Restriction


class RestrictionSerializer(TaggedRow, serializers.ModelSerializer):
    class Meta:
        model = Restriction
        fields = ("id", "kind", "since", "until", "review_on", "purpose", "reason", "document")


class RestrictionViewSet(MemberRouteMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Restrictions of a member, the newest first."""

    queryset = Restriction.objects.all()
    serializer_class = RestrictionSerializer
    cursor_ordering = "-pk"

    def get_queryset(self) -> QuerySet[Restriction]:
        return self.get_member().restrictions.select_related("member__organization")
