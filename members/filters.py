"""The FilterSet of lists of members, for the page and the API."""

import django_filters as filters
from django.http import Http404

from branches.access.roles import Capability
from branches.filters import ScopeFilter
from branches.models import Organization
from core import clock
from core.personal_numbers import refuse_number
from members.models import Member
from members.querysets import MemberQuerySet

STATUSES = [("full", "正式党员"), ("preparatory", "预备党员")]
SUSPENDED = ("suspended", "停止党籍")


class MemberFilter(filters.FilterSet):
    """organization=CODE (that branch or group), below=CODE (with everything under it), status (full and preparatory without
    those suspended, who are a status of their own: R-STA-10), q (no whole number, R-SEC-04); left=true for those
    who left, where the actor keeps the roll (R-SEC-11). A code out of reach is not there.
    """

    organization = filters.CharFilter(method="narrow_organization", label="这个党支部", max_length=32)
    below = ScopeFilter(
        method="narrow_below",
        label="这个党组织和它下面的",
        capability=Capability.VIEW_MEMBERS,
        max_length=160,
    )
    group = filters.CharFilter(method="narrow_organization", label="党小组", max_length=32)
    status = filters.ChoiceFilter(
        method="narrow_status", choices=[*STATUSES, SUSPENDED], label="类别", empty_label="全部"
    )
    q = filters.CharFilter(
        method="narrow_q", label="姓名、拼音或末四位", max_length=60, validators=[refuse_number]
    )
    left = filters.ChoiceFilter(
        method="accept_any",
        choices=[("true", "已离开的"), ("false", "在册的")],
        label="在册",
        empty_label=None,
    )

    class Meta:
        model = Member
        fields: list[str] = []

    def filter_queryset(self, queryset: MemberQuerySet) -> MemberQuerySet:
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("left") != "true":
            return found.present()
        return found.filter(left_on__isnull=False)

    def accept_any(self, found: MemberQuerySet, name: str, value: str) -> MemberQuerySet:
        return found

    def narrow_organization(self, found: MemberQuerySet, name: str, code: str) -> MemberQuerySet:
        place = self._visible_organization(code)
        return found.filter(group=place) if place.is_group else found.filter(organization=place)

    def narrow_below(self, found: MemberQuerySet, name: str, code: str) -> MemberQuerySet:
        return found.within(self._visible_organization(code))

    def _visible_organization(self, code: str) -> Organization:
        """Raises Http404 for a code that is not there or out of reach."""
        seen = Organization.objects.visible_to(self.request.actor, Capability.VIEW_MEMBERS)
        place = seen.filter(code=code).first()
        if place is None:
            raise Http404
        return place

    def narrow_status(self, found: MemberQuerySet, name: str, value: str) -> MemberQuerySet:
        today = clock.today()
        if value == "suspended":
            return found.suspended_on(today)
        counted = found.counted_on(today)
        return counted.full(today) if value == "full" else counted.probationary(today)

    def narrow_q(self, found: MemberQuerySet, name: str, text: str) -> MemberQuerySet:
        return found.found_by(text, self.request.actor)
