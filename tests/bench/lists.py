"""The lists of the API, first page, each through its view: the product's beside a plain ModelViewSet of the same fields."""

from collections.abc import Callable
from typing import Any

from django.urls import resolve
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.models import User
from branches.selectors.actors import Actor
from tests.bench import plain_api
from tests.bench.result import Result, measure

GOAL = 0.7
Page = Callable[[], list[dict[str, Any]]]
SCOPES = {"全区": "reviewer", "一个街道": "street", "一个支部": "secretary"}
LISTS = {
    "会议列表": ("/api/v1/meetings/", plain_api.MeetingViewSet, "id"),
    "党员列表": ("/api/v1/members/", plain_api.MemberViewSet, "id"),
    "党组织列表": ("/api/v1/organizations/", plain_api.OrganizationViewSet, "code"),
}


def run(rounds: int) -> list[Result]:
    results = []
    for name in LISTS:
        for scope, username in SCOPES.items():
            product, floor, key = pages(name, User.objects.get(username=username))
            compare(product(), floor(), key)
            results.append(measure(f"{name}：{scope}", product, floor, goal=GOAL, rounds=rounds, inner=5))
    return results


def pages(name: str, user: User) -> tuple[Page, Page, str]:
    """The product's first page of a list, the yardstick's, and the field that says which row is which."""
    address, plain, key = LISTS[name]
    # Without the throttle: it would rightly refuse so many pages a minute.
    view = resolve(address).func.cls.as_view({"get": "list"}, throttle_classes=[])
    return page(view, address, user), page(plain.as_view({"get": "list"}), address, user), key


def page(view: Callable[..., Any], address: str, user: User) -> Page:
    """Ask for the first page, rendered to JSON, with the reach asked anew each time as for a new request."""
    factory = APIRequestFactory(SERVER_NAME="localhost")

    def ask() -> list[dict[str, Any]]:
        request = factory.get(address)
        force_authenticate(request, user)
        request.actor = Actor.of(user)
        response = view(request).render()
        if response.status_code != 200:
            raise AssertionError(response.content)
        return response.data["results"]

    return ask


def compare(product: list[dict[str, Any]], plain: list[dict[str, Any]], key: str) -> None:
    """Both must show the same rows and fields, or comparing their times says nothing."""
    if [str(row[key]) for row in product] != [str(row[key]) for row in plain]:
        raise AssertionError("other rows")
    if {frozenset(row) for row in product} != {frozenset(row) for row in plain}:
        raise AssertionError(f"other fields: {set(product[0]) ^ set(plain[0])}")
