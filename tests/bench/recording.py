"""Recording a meeting of 25 expected through the API, beside a nested ModelSerializer that writes the same rows, unaudited."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.urls import resolve
from django.utils import timezone
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.models import User
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from meetings.models import AgendaItem, Attendance, Meeting, MeetingKind, Resolution, Step
from members.models import Member
from tests.bench import plain_api
from tests.bench.result import Result, measure

GOAL = 1.5
ADDRESS = "/api/v1/meetings/"
WRITTEN = (Meeting, MeetingKind, Attendance, AgendaItem, Resolution, Step)


def run(rounds: int) -> list[Result]:
    user = User.objects.get(username="secretary")
    branch = Organization.objects.get(short_name="滨江社区第二党支部")
    # Without the throttle: it would rightly refuse so many a minute.
    view = resolve(ADDRESS).func.cls.as_view({"post": "create"}, throttle_classes=[])

    def another() -> dict[str, Any]:
        """The same again, while those recorded before stand a month earlier: none is asked whether it is the last (R-REC-13)."""
        yesterday = clock.today() - dt.timedelta(days=1)
        earlier = yesterday - dt.timedelta(days=30)
        Meeting.objects.filter(organization=branch, held_on=yesterday).update(held_on=earlier)
        return {"id": str(uuid4()), **body(branch)}

    product = posting(view, user, another)
    before = rows()
    made = Meeting.objects.get(uuid=product()["id"])
    if made.expected != 25:
        raise AssertionError(f"{made.expected} expected")
    same = whole(made)
    floor = posting(
        plain_api.RecordViewSet.as_view({"post": "create"}), user, lambda: same | {"uuid": str(uuid4())}
    )
    compare(before, rows(), floor)
    return [
        measure("记录1次会议：25人应到、3人没到、1项决议", product, floor, goal=GOAL, rounds=rounds, inner=5)
    ]


def posting(
    view: Callable[..., Any], user: User, content: Callable[[], dict[str, Any]]
) -> Callable[[], dict[str, Any]]:
    factory = APIRequestFactory(SERVER_NAME="localhost")

    def send() -> dict[str, Any]:
        request = factory.post(ADDRESS, content(), format="json")
        force_authenticate(request, user)
        request.actor = Actor.of(user)
        response = view(request).render()
        if response.status_code != 201:
            raise AssertionError(response.content.decode())
        return response.data

    return send


def body(branch: Organization) -> dict[str, Any]:
    """What the secretary's program sends: a theme day with a general meeting, and those who were not there."""
    people = dict(Member.objects.filter(organization=branch).values_list("name", "uuid"))
    yesterday = clock.today() - dt.timedelta(days=1)
    starts_at = timezone.make_aware(dt.datetime.combine(yesterday, dt.time(6, 30)))
    away = {
        "郑海生": ("on_leave", "sick"),
        "施小燕": ("on_leave", "business_trip"),
        "曹永年": ("absent", "unexcused"),
    }
    resolution = {
        "text": "同意明年主题党日计划。", "yes": 20, "no": 0, "abstain": 1, "executor": "何秀英",
        "due_on": str(clock.today()),
    }  # fmt: skip
    return {
        "organization": branch.code,
        "kinds": ["theme_day", "general"],
        "held_on": str(yesterday),
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + dt.timedelta(minutes=100)).isoformat(),
        "theme": "学习新修订的物业管理条例，讨论明年主题党日计划",
        "place": "滨江社区党群服务中心二楼",
        "host": str(people["林知远"]),
        "recorder": str(people["何秀英"]),
        "minutes": "许丽华领学条例第三章，结合停车收费的问题作了说明。" * 4,
        "agenda": [
            {"title": "学习条例", "discussion": "大家作了讨论。"},
            {"title": "讨论明年主题党日计划", "decision": resolution},
        ],
        "attendances": [
            {"member": str(people[name]), "state": state, "reason_code": code}
            for name, (state, code) in away.items()
        ],
    }


def whole(meeting: Meeting) -> dict[str, Any]:
    """That record row by row, as the plain serializer takes it."""
    return plain_api.RecordSerializer(meeting).data


def rows() -> list[int]:
    return [model.objects.count() for model in WRITTEN]


def compare(before: list[int], after: list[int], floor: Callable[[], Any]) -> None:
    """Both must write as many rows of each table, or comparing their times says nothing."""
    floor()
    product = [now - then for then, now in zip(before, after, strict=True)]
    plain = [now - then for then, now in zip(after, rows(), strict=True)]
    if product != plain:
        raise AssertionError(f"{product} and {plain} rows of {[model.__name__ for model in WRITTEN]}")
