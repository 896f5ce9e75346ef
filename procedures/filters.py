"""The FilterSet of lists of decisions about people, for the page and the API."""

import django_filters as filters
from django.http import Http404

from branches.filters import ScopeFilter
from branches.models import Organization
from procedures.models import MemberDecision
from procedures.querysets import MemberDecisionQuerySet
from procedures.states import DecisionKind, DecisionStatus


class MemberDecisionFilter(filters.FilterSet):
    """organization=CODE (that one), below=CODE (with everything under it), member, kind, status; waiting=me for those
    the actor may decide, waiting=mine for those the actor proposed. A code out of reach is not there.
    """

    organization = filters.CharFilter(method="narrow_organization", label="这个党支部", max_length=32)
    below = ScopeFilter(method="narrow_below", label="这个党组织和它下面的", max_length=160)
    member = filters.UUIDFilter(field_name="member__uuid", label="党员")
    kind = filters.ChoiceFilter(choices=DecisionKind.choices, label="事项", empty_label="全部")
    status = filters.ChoiceFilter(choices=DecisionStatus.choices, label="状态", empty_label="全部")
    waiting = filters.ChoiceFilter(
        method="narrow_waiting",
        choices=[("me", "等我审批的"), ("mine", "我提出的")],
        label="等谁",
        empty_label="全部",
    )

    class Meta:
        model = MemberDecision
        fields: list[str] = []

    def narrow_organization(
        self, found: MemberDecisionQuerySet, name: str, code: str
    ) -> MemberDecisionQuerySet:
        return found.filter(organization=self._organization(code))

    def narrow_below(self, found: MemberDecisionQuerySet, name: str, code: str) -> MemberDecisionQuerySet:
        return found.within(self._organization(code))

    def narrow_waiting(self, found: MemberDecisionQuerySet, name: str, value: str) -> MemberDecisionQuerySet:
        by = self.request.actor
        return found.waiting_for(by) if value == "me" else found.filter(asked_by=by.user)

    def _organization(self, code: str) -> Organization:
        """Raises Http404 for a code that is not there or out of reach."""
        place = Organization.objects.visible_to(self.request.actor).filter(code=code).first()
        if place is None:
            raise Http404
        return place
