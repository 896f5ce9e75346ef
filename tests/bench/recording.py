"""Recording a meeting of 25 expected through the action, against the driver inserting the very same rows."""

import datetime as dt
import hashlib
import json
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.utils import timezone
from psycopg2.extras import execute_values

from accounts.models import User
from audit.models import Entry, Head
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from meetings import actions
from meetings.models import AgendaItem, Attendance, Meeting, MeetingKind, Resolution, Step
from meetings.record.schema import Decision, Item, Mark
from meetings.states import Kind, Reason, State
from members.models import Member
from tests.bench.result import Result, measure

CHILDREN = (MeetingKind, Attendance, AgendaItem, Step)


def run(rounds: int) -> list[Result]:
    product = Recording()
    floor = Driver(product())
    return [
        measure("记录1次会议：25人应到、3人没到、1项决议", product, floor, goal=3, rounds=rounds, inner=5)
    ]


class Recording:
    """The secretary records a theme day with a general meeting; each time a new one."""

    def __init__(self) -> None:
        self.branch = Organization.objects.get(short_name="滨江社区第二党支部")
        people = {member.name: member for member in Member.objects.filter(organization=self.branch)}
        self.user = User.objects.get(username="secretary")
        yesterday = clock.today() - dt.timedelta(days=1)
        starts_at = timezone.make_aware(dt.datetime.combine(yesterday, dt.time(6, 30)))
        decision = Decision(
            "同意明年主题党日计划。", yes=20, no=0, abstain=1, executor="何秀英", due_on=clock.today()
        )
        marks = {
            people["郑海生"].uuid: Mark(State.ON_LEAVE, Reason.SICK),
            people["施小燕"].uuid: Mark(State.ON_LEAVE, Reason.BUSINESS_TRIP),
            people["曹永年"].uuid: Mark(State.ABSENT, Reason.UNEXCUSED),
        }
        self.facts: dict[str, Any] = {
            "organization": self.branch,
            "kinds": [Kind.THEME_DAY, Kind.GENERAL],
            "held_on": yesterday,
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=100),
            "theme": "学习新修订的物业管理条例，讨论明年主题党日计划",
            "place": "滨江社区党群服务中心二楼",
            "host": people["林知远"],
            "recorder": people["何秀英"],
            "minutes": "许丽华领学条例第三章，结合停车收费的问题作了说明。" * 4,
            "agenda": [Item("学习条例", "大家作了讨论。"), Item("讨论明年主题党日计划", "", decision)],
            "marks": marks,
        }

    def __call__(self) -> Meeting:
        # A fresh actor, whose reach is asked as for a new request.
        return actions.record(**self.facts, uuid=uuid4(), by=Actor.of(self.user))


class Driver:
    """The rows of one recorded meeting, inserted again and again under new keys by the driver alone."""

    def __init__(self, meeting: Meeting) -> None:
        if meeting.expected != 25:
            raise AssertionError(f"{meeting.expected} expected")
        self.statements = {model: insert(model) for model in (Meeting, *CHILDREN, Resolution, Entry)}
        self.meeting = row_of(meeting)
        self.children = {model: rows_of(model.objects.filter(meeting=meeting)) for model in CHILDREN}
        item = AgendaItem.objects.filter(meeting=meeting, resolution__isnull=False).get()
        self.position = [row["position"] for row in self.children[AgendaItem]].index(item.position)
        self.resolution = row_of(item.resolution)
        self.entry = row_of(Entry.objects.latest("id"))
        self.head = Head._meta.db_table
        self.turn = count()
        self.is_postgres = connection.vendor == "postgresql"

    def __call__(self) -> None:
        with transaction.atomic():  # BEGIN and COMMIT as the installation does them
            cursor = connection.connection.cursor()
            uuid = uuid4()
            meeting = self.one(
                cursor, Meeting, self.meeting | {"uuid": str(uuid) if self.is_postgres else uuid.hex}
            )
            for model in (MeetingKind, Attendance, Step):
                self.many(cursor, model, [row | {"meeting_id": meeting} for row in self.children[model]])
            items = [
                self.one(cursor, AgendaItem, row | {"meeting_id": meeting})
                for row in self.children[AgendaItem]
            ]
            self.one(cursor, Resolution, self.resolution | {"item_id": items[self.position]})
            mark = "%s" if self.is_postgres else "?"
            cursor.execute(
                f"SELECT count, digest FROM {self.head} WHERE id = 1{' FOR UPDATE' * self.is_postgres}"
            )
            number, previous = cursor.fetchone()
            digest = hashlib.sha256(f"{previous}{next(self.turn)}{uuid}".encode()).hexdigest()
            self.one(cursor, Entry, self.entry | {"previous": previous, "digest": digest})
            cursor.execute(
                f"UPDATE {self.head} SET count = {mark}, digest = {mark} WHERE id = 1", (number + 1, digest)
            )
            cursor.close()

    def one(self, cursor: Any, model: type[models.Model], row: dict[str, Any]) -> int:
        statement, columns = self.statements[model]
        marks = ", ".join(["%s" if self.is_postgres else "?"] * len(columns))
        cursor.execute(f"{statement} VALUES ({marks}) RETURNING id", [row[name] for name in columns])
        (key,) = cursor.fetchone()
        return int(key)

    def many(self, cursor: Any, model: type[models.Model], rows: list[dict[str, Any]]) -> None:
        statement, columns = self.statements[model]
        values = [tuple(row[name] for name in columns) for row in rows]
        if self.is_postgres:
            execute_values(cursor, f"{statement} VALUES %s", values, page_size=500)
        else:
            cursor.executemany(f"{statement} VALUES ({', '.join('?' * len(columns))})", values)


def insert(model: type[models.Model]) -> tuple[str, list[str]]:
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})", columns


def rows_of(queryset: "models.QuerySet[Any]") -> list[dict[str, Any]]:
    """Rows as the driver takes them, by column."""
    table = queryset.model._meta.db_table
    keys = list(queryset.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {table} WHERE id IN ({', '.join(['%s'] * len(keys))}) ORDER BY id", keys
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]


def row_of(row: models.Model) -> dict[str, Any]:
    return rows_of(type(row)._base_manager.filter(pk=row.pk))[0]


def plain(value: Any) -> Any:
    if connection.vendor == "postgresql":
        return (
            json.dumps(value)
            if isinstance(value, dict | list)
            else str(value)
            if isinstance(value, UUID)
            else value
        )
    return str(value) if isinstance(value, dt.date | dt.datetime) else value
