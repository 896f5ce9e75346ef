"""A furnished house for the contracts: the cast of tests.world and one of everything they may touch.

Built once for a module; each visit is rolled back (`visit`), so that every visitor finds it as it was.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from accounts.models import User
from audit import jobs
from branches.models import Mandate, Term
from branches.selectors.actors import SYSTEM
from core.clock import Period
from drafts import actions as drafts
from exchange.actions import import_workbooks
from meetings import actions as meetings
from members import actions as members
from members.models import Post, Restriction
from obligations import actions as obligations
from reports import actions as reports
from tests import world as the_world
from tests.contracts import doors
from tests.exchange.workbooks import TITLES, number, workbook
from tests.exchange.workbooks import person as row
from tests.factories import record_meeting

ZONE = ZoneInfo("Asia/Shanghai")
OCTOBER = Period.parse("2026-10")
SEPTEMBER = Period.parse("2026-09")


class Fresh(dict[str, Any]):
    """Rows by name, read anew each time: what one test did to an instance is not the next one's."""

    def __getitem__(self, name: str) -> Any:
        row = super().__getitem__(name)
        return type(row)._default_manager.get(pk=row.pk)


@dataclass
class House:
    world: the_world.World
    meetings: Fresh = field(default_factory=Fresh)  # by status, all of Lin's branch
    things: Fresh = field(default_factory=Fresh)
    sessions: dict[str, str] = field(default_factory=dict)  # who → the key of a signed-in browser

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing

    def user(self, name: str) -> User:
        return User.objects.get(pk=getattr(self.world, name).user.pk)


def day(month: int, number_: int) -> dict[str, Any]:
    return {
        "held_on": dt.date(2026, month, number_),
        "starts_at": dt.datetime(2026, month, number_, 14, 30, tzinfo=ZONE),
    }


def sitting(month: int, number_: int) -> dict[str, Any]:
    """A meeting that was held: with its end, without which it is not handed in (R-REC-01)."""
    ends_at = dt.datetime(2026, month, number_, 16, tzinfo=ZONE)
    return day(month, number_) | {"ends_at": ends_at}


def photo(colour: str = "red") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "JPEG")
    return SimpleUploadedFile("会场.jpg", out.getvalue(), "image/jpeg")


@functools.cache
def roster() -> bytes:
    """One new person for Lin's branch."""
    people = [TITLES, row("赵新来", identity=number("19820304", 3), phone="13900000009")]
    return workbook(("花名册", people))


def recorded(house: House, day_of_month: int, **facts: Any) -> Any:
    """A theme day of Lin's branch that is ready to be handed in."""
    world = house.world
    given = {
        "organization": world.branch,
        "kinds": ["theme_day"],
        "theme": "学习全会精神",
        "place": "党群服务中心二楼",
        "host": world.members[0],
        "recorder": world.members[1],
        "minutes": "林知远主持，集体学习全会精神，讨论了滨江社区的落实办法。",
        **sitting(11, day_of_month),
    } | facts
    return record_meeting(**given, by=world.lin.actor)


def furnish() -> House:
    """Needs a database, and the clock at tests.conftest.TODAY."""
    world = the_world.build()
    house = House(world)
    lin, wei = world.lin.actor, world.wei.actor
    house.meetings["planned"] = meetings.plan(
        organization=world.branch, kinds=["theme_day"], theme="走访老党员", **day(11, 25), by=lin
    )
    house.meetings["held"] = recorded(house, 17)
    for number_, status in enumerate(("submitted", "returned", "confirmed"), 18):
        meeting = recorded(house, number_)
        meetings.submit(meeting=meeting, by=lin)
        house.meetings[status] = meeting
    meetings.return_for_revision(meeting=house.meetings["returned"], comment="请补写讨论内容", by=wei)
    meetings.confirm(meeting=house.meetings["confirmed"], by=wei)
    attachment = meetings.attach(meeting=house.meetings["held"], upload=photo(), name="会场.jpg", by=lin)
    draft = drafts.keep(
        uuid=house.meetings["held"].uuid, organization=world.branch, fields={"theme": "草稿"}, by=lin
    )
    members.restrict(
        member=world.members[6],
        kind="exempt",
        since=dt.date(2026, 11, 22),
        reason="长期患病",
        document="街道党工委决定",
        by=wei,
    )
    member = world.members[4]
    members.update(member=member, identity=number("19700101", 5), phone="13800000005", by=lin)
    member.refresh_from_db()
    reports.freeze(organization=world.district, month=SEPTEMBER, by=SYSTEM)
    house.things = Fresh(
        attachment=attachment,
        draft=draft,
        member=member,
        preparatory=the_world.enroll(
            world.branches[0],
            "孙预备",
            joined_on=dt.date(2025, 11, 20),
            full_on=None,
            since=dt.date(2025, 11, 20),
        ),
        restriction=Restriction.objects.get(),
        term=Term.objects.get(organization=world.branch),
        post=Post.objects.filter(organization=world.branch, title="publicity").get(),
        mandate=Mandate.objects.get(user=world.he.user),
        waiver=obligations.waive(
            organization=world.branches[0],
            rule="R-MEET-05",
            since=dt.date(2027, 1, 1),
            until=dt.date(2027, 3, 31),
            reason="整建制外出学习",
            by=world.wei.actor,
        ),
        job=jobs.start(
            "audit.tasks.verify_chain", "街道的任务", params={}, where=world.street, by=world.shao.actor
        ),
        batch=import_workbooks.upload(
            kind="roster",
            organization=world.street,
            content=roster(),
            name="花名册.xlsx",
            by=world.shao.actor,
        ),
        report=reports.draw_up(organization=world.street, month=OCTOBER, by=SYSTEM),
        frozen=reports_of(world),
    )
    for name in world.people:
        browser = Client()
        browser.force_login(house.user(name), backend=settings.AUTHENTICATION_BACKENDS[1])
        house.sessions[name] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    for part in doors.modules():
        getattr(part, "furnish", lambda _: None)(house)
    return house


def reports_of(world: the_world.World) -> Any:
    from reports.models import Report

    return Report.objects.get(organization=world.street, month=SEPTEMBER.since)


@contextmanager
def visit() -> Iterator[None]:
    """Whatever happens inside is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
