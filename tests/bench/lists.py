"""The list of meetings through its API view, against the bare SQL for the same page; at every scope and depth."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import resolve
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.models import User
from branches.models import Mandate, Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from branches.states import Kind
from core import clock
from tests.bench.result import Result, measure

PAGE = 50
COLUMNS = """m.id, m.uuid, m.theme, m.held_on, m.starts_at, m.ends_at, m.place, m.status, m.expected, m.present,
  m.on_leave, m.absent, m.submitted_at, m.is_late, m.is_void, m.version, o.code, o.short_name, o.path, h.name, r.name,
  (SELECT {listed} FROM meetings_meetingkind k WHERE k.meeting_id = m.id)"""
SOURCE = """FROM meetings_meeting m JOIN branches_organization o ON o.id = m.organization_id
  LEFT JOIN members_member h ON h.id = m.host_id LEFT JOIN members_member r ON r.id = m.recorder_id"""


def run(rounds: int) -> list[Result]:
    scopes = {
        "全区": ("reviewer", ""),
        "一个街道": ("street", ""),
        "一个支部": ("secretary", ""),
        "没有会议的党委": ("reviewer", nothing_held_here().code),
    }
    results = []
    for scope, (username, below) in scopes.items():
        first = page(username, below)
        place = Organization.objects.get(code=below) if below else root_of(username)
        sql, given = bare(place)
        assert [str(row["id"]) for row in first()["results"]] == uuids(sql, given), scope

        def floor(sql: str = sql, given: list[Any] = given) -> list[tuple[Any, ...]]:
            return fetched(sql, given)

        how = {"rounds": rounds, "inner": 5}
        results.append(measure(f"会议列表第一页：{scope}", first, floor, goal=6, **how))
        if first()["next"]:
            deep = page(username, below, cursor=deepest(username, below))
            results.append(measure(f"会议列表：{scope}，最深一页对照第一页", deep, first, goal=2, **how))
    return results


def root_of(username: str) -> Organization:
    return Mandate.objects.select_related("organization").get(user__username=username).organization


def nothing_held_here() -> Organization:
    """A committee founded today: it and what is below it have held nothing."""
    root = Organization.objects.get(code="DEMO")
    last = root.children.order_by("-path").values_list("path", flat=True)[0]
    return Organization.objects.get_or_create(
        code="DEMO-NEW",
        defaults={
            "name": "中共海云区新设委员会", "short_name": "新设党委", "kind": Kind.COMMITTEE, "unit_kind": "organ",
            "parent": root, "path": tree.child(root.path, int(last[-tree.WIDTH :]) + 1), "established_on": clock.today(),
            "pinyin": "", "initials": "",
        },
    )[0]  # fmt: skip


# ── the product ──


def page(username: str, below: str = "", **query: str) -> Callable[[], dict[str, Any]]:
    """Ask the view for a page, rendered to JSON, with the reach asked anew each time as for a new request."""
    # Without the throttle: it would rightly refuse so many pages a minute.
    view = resolve("/api/v1/meetings/").func.cls.as_view({"get": "list"}, throttle_classes=[])
    factory = APIRequestFactory(SERVER_NAME="localhost")
    user = User.objects.get(username=username)
    wanted = {name: value for name, value in {"below": below, **query}.items() if value}

    def run() -> dict[str, Any]:
        request = factory.get("/api/v1/meetings/", wanted)
        force_authenticate(request, user)
        request.actor = Actor.of(user)
        response = view(request)
        response.render()
        if response.status_code != 200:
            raise AssertionError(response.content)
        return response.data

    return run


def deepest(username: str, below: str) -> str:
    """The cursor of the last full page."""
    cursors = [""]
    while True:
        answer = page(
            username, below, cursor=cursors[-1], page_size="200" if len(cursors) > 1 else str(PAGE)
        )()
        if not answer["next"]:
            return cursors[-2] if len(cursors) > 2 and len(answer["results"]) < PAGE else cursors[-1]
        cursors.append(
            Request(APIRequestFactory(SERVER_NAME="localhost").get(answer["next"])).query_params["cursor"]
        )


# ── the floor ──


def bare(place: Organization) -> tuple[str, list[Any]]:
    """The fastest of what a person might write for this scope, each tried a few times."""

    def time_of(written: tuple[str, list[Any]]) -> float:
        taken = []
        for _ in range(5):
            begun = perf_counter()
            fetched(*written)
            taken.append(perf_counter() - begun)
        return min(taken)

    return min(ways(place), key=time_of)


def ways(place: Organization) -> Iterator[tuple[str, list[Any]]]:
    listed = "string_agg(k.kind, ',')" if connection.vendor == "postgresql" else "group_concat(k.kind, ',')"
    columns = COLUMNS.format(listed=listed)
    last = f"ORDER BY m.held_on DESC, m.id DESC LIMIT {PAGE + 1}"
    inside, given = "o.path >= %s AND o.path < %s", [place.path, tree.bound(place.path)]
    keys = list(Organization.objects.within(place).values_list("pk", flat=True))
    if not place.parent_id:
        yield f"SELECT {columns} {SOURCE} {last}", []
    yield f"SELECT {columns} {SOURCE} WHERE {inside} {last}", given
    # From the newest meeting back, leaving out what was held elsewhere.
    walk = f"m.organization_id + 0 IN (SELECT o.id FROM branches_organization o WHERE {inside})"
    yield f"SELECT {columns} {SOURCE} WHERE {walk} {last}", given
    if len(keys) < 1000:
        marks = ", ".join(["%s"] * len(keys))
        yield f"SELECT {columns} {SOURCE} WHERE m.organization_id IN ({marks}) {last}", keys


def fetched(sql: str, given: list[Any]) -> list[tuple[Any, ...]]:
    """By the driver itself: Django's wrapping of the cursor is part of the product, not of the floor."""
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    if connection.vendor == "sqlite":
        sql = sql.replace("%s", "?")
    cursor.execute(sql, given)
    found = cursor.fetchall()
    cursor.close()
    return found


def uuids(sql: str, given: list[Any]) -> list[str]:
    return [str(UUID(str(row[1]))) for row in fetched(sql, given)[:PAGE]]
