"""Reads from a request which year and which branches a page of life is about."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from branches.access.roles import Capability
from branches.models import Organization
from branches.querysets import OrganizationQuerySet
from branches.selectors.requested_place import requested_place
from branches.states import BRANCHES
from core import clock
from core.errors import NotPermitted
from core.http import requested_year


def requested_life_year(request: HttpRequest) -> int:
    """The year of organizational life asked for, up to the next one. Raises Http404."""
    return requested_year(request, 2000, clock.today().year + 1)


def _visible_branches(request: HttpRequest) -> OrganizationQuerySet:
    seen = Organization.objects.visible_to(request.actor, Capability.VIEW).filter(kind__in=BRANCHES)
    return seen.select_related("parent").order_by("path")


def requested_branches(request: HttpRequest) -> OrganizationQuerySet:
    """The branches whose records this person sees, in tree order; ?organization= or ?below= narrows them."""
    seen = _visible_branches(request).standing(clock.today())
    if not (request.GET.get("organization") or request.GET.get("below")):
        return seen
    place = requested_place(request.GET, request.actor, Capability.VIEW)
    if place is None:
        raise Http404
    return seen.filter(pk=place.pk) if "organization" in request.GET else seen.within(place)


def requested_branch(request: HttpRequest) -> Organization:
    """The branch of ?organization= (or sent), else the first one seen. Raises Http404, NotPermitted."""
    code = request.POST.get("organization") or request.GET.get("organization") or ""
    if code:
        return get_object_or_404(_visible_branches(request), code=code)
    branch = _visible_branches(request).standing(clock.today()).first()
    if branch is None:
        raise NotPermitted
    return branch
