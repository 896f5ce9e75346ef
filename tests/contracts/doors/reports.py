"""Monthly reports."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import time_machine

from branches.selectors.actors import SYSTEM, Actor
from core.clock import Period
from meetings import actions as meetings
from reports import actions as reports
from tests.contracts.doors import Knock
from tests.contracts.house import OCTOBER, House, recorded, sitting


def stale(house: House) -> Any:
    """The draft of the month under way, after another meeting came in."""
    report = reports.draw_up(organization=house.world.street, month=Period.parse("2026-11"), by=SYSTEM)
    with time_machine.travel(dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC), tick=False):
        meeting = recorded(house, 21, kinds=["lecture"])
        meetings.submit(meeting=meeting, by=house.world.lin.actor)
    return report


def late_and_noticed(house: House, actor: Actor) -> Any:
    """A meeting of frozen September comes in late."""
    meeting = recorded(house, 18, **sitting(9, 23))
    meetings.submit(meeting=meeting, by=house.world.lin.actor)
    return reports.notice_corrections(by=actor)


WHY = {"reason": "少算了1次", "document": "海云组函〔2026〕17号"}


def furnish(house: Any) -> None:
    """A month that is published."""
    august = Period.parse("2026-08")
    report = reports.freeze(organization=house.world.street, month=august, by=SYSTEM)
    house.things["published"] = reports.publish(report=report, by=SYSTEM)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
reports:list                    GET    in  403 200 200 200 200 200 403 403 403   14
reports:list                    POST   in  403 403 403 302 302 403 403 403 403    - job.start
reports:detail                  GET    in  404 404 404 200 200 404 404 404 404   14
reports:publish                 GET    in  404 404 404 403 200 404 404 404 404   17
reports:publish                 POST   in  404 404 404 403 302 404 404 404 404    - report.publish
reports:withdraw                GET    in  404 403 403 403 200 404 404 404 404    9
reports:withdraw                POST   in  404 403 403 403 302 404 404 404 404    - report.build report.freeze report.withdraw
reports:read                    POST   in  404 302 302 302 302 404 404 404 404    - report.read
report-list                     GET    401 200 200 200 200 200 200 200 200 200    5
report-list                     POST   401 404 404 404 202 202 404 404 404 404    - job.start
report-detail                   GET    401 404 404 404 200 200 404 404 404 404    6
report-amendments               GET    401 404 404 404 200 200 404 404 404 404    6
report-lines                    GET    401 404 404 404 200 200 404 404 404 404    7
report-publish                  POST   401 404 404 404 403 200 404 404 404 404    - report.publish
report-withdraw                 POST   401 404 403 403 403 200 404 404 404 404    - report.build report.freeze report.withdraw
report-read                     POST   401 404 200 200 200 200 404 404 404 404    - report.read
report-readers                  GET    401 404 403 403 403 200 404 404 404 404    7
report-preview                  GET    401 404 404 404 403 200 404 404 404 404   10
report-totals                   GET    401 404 404 404 200 200 404 404 404 404    7
effort-list                     GET    401 404 404 404 200 200 404 404 404 404    5
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "reports:list POST": lambda h: Knock(content={"organization": "A", "month": "2026-10"}),
    "reports:detail GET": lambda h: Knock((h.report.uuid,)),
    "reports:publish GET": lambda h: Knock((h.frozen.uuid,)),
    "reports:withdraw GET": lambda h: Knock((h.published.uuid,)),
    "reports:withdraw POST": lambda h: Knock((h.published.uuid,), content=WHY),
    "reports:read POST": lambda h: Knock((h.published.uuid,)),
    "report-withdraw POST": lambda h: Knock((h.published.uuid,), content=WHY),
    "report-read POST": lambda h: Knock((h.published.uuid,)),
    "report-readers GET": lambda h: Knock((h.published.uuid,)),
    "report-preview GET": lambda h: Knock((h.frozen.uuid,), query="organization=A-2"),
    "reports:publish POST": lambda h: Knock((h.frozen.uuid,), content={"note": "请对照"}),
    "report-list POST": lambda h: Knock(content={"organization": "A", "month": "2026-10"}),
    "report-detail GET": lambda h: Knock((h.report.uuid,)),
    "report-amendments GET": lambda h: Knock((h.frozen.uuid,)),
    "report-lines GET": lambda h: Knock((h.report.uuid,)),
    "report-totals GET": lambda h: Knock((h.report.uuid,)),
    "report-publish POST": lambda h: Knock((h.frozen.uuid,), content={"note": "请对照"}),
    "effort-list GET": lambda h: Knock(query="organization=A&month=2026-11"),
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "reports.actions.build_all": ("wei", lambda h, by: reports.build_all(month=OCTOBER, by=by)),
    "reports.actions.build_missed": ("wei", lambda h, by: reports.build_missed(by=by)),
    "reports.actions.freeze_missed": ("wei", lambda h, by: reports.freeze_missed(by=by)),
    "reports.actions.draw_up": (
        "wei",
        lambda h, by: reports.draw_up(organization=h.world.other_street, month=OCTOBER, by=by),
    ),
    "reports.actions.freeze_all": ("wei", lambda h, by: reports.freeze_all(month=OCTOBER, by=by)),
    "reports.actions.notice_corrections": ("wei", lambda h, by: late_and_noticed(h, by)),
    "reports.actions.rebuild_drafts": (
        "wei",
        lambda h, by: [stale(h), reports.rebuild_drafts(by=by)],
    ),
    "reports.actions.freeze": (
        "wei",
        lambda h, by: reports.freeze(organization=h.world.district, month=OCTOBER, by=by),
    ),
}
