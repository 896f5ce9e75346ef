"""Plans and themes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from core.clock import Period
from planning import actions as planning
from tests.contracts.doors import Knock
from tests.contracts.house import House

DECEMBER = Period.parse("2026-12")
NEW = UUID("00000000-0000-4000-8000-000000000027")
ROW = {
    "id": NEW,
    "kinds": ["theme_day"],
    "held_on": "2027-01-25",
    "starts_at": "2027-01-25T14:30:00+08:00",
}
TYPED = {
    "row": ["0"],
    "0-keep": "on",
    "0-uuid": NEW,
    "0-organization": "A-2",
    "0-kinds": ["theme_day"],
    "0-on": "2027-01-25",
    "0-starts": "14:30",
}
THEME = {"organization": "A", "month": "2026-12", "kind": "theme_day", "title": "学习全会精神"}


def furnish(house: House) -> None:
    world = house.world
    house.things["theme"] = planning.publish_theme(
        organization=world.street, month=DECEMBER, title="学习全会精神", agenda="一\n二", by=world.wei.actor
    )
    house.things["other_theme"] = planning.publish_theme(
        organization=world.district, month=DECEMBER, title="廉洁教育", by=world.wei.actor
    )
    planning.adopt_theme(theme=house.other_theme, organization=world.branch, by=world.lin.actor)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
reports:plan                    GET    in  404 200 200 200 200 404 404 404 404   15
reports:plan                    POST   in  404 302 302 403 403 404 404 404 404    - meeting.plan meeting.plan_year
themes:list                     GET    in  403 200 200 200 200 200 403 403 403    8
themes:publish                  GET    in  403 403 403 200 200 403 403 403 403    6
themes:publish                  POST   in  403 403 403 302 302 403 403 403 403    - theme.publish
themes:detail                   GET    in  404 200 200 200 200 404 404 404 404    8
themes:withdraw                 POST   in  404 403 403 302 302 404 404 404 404    - theme.withdraw
themes:adopt                    POST   in  404 302 302 403 403 404 404 404 404    - meeting.plan theme.adopt
api_plans                       GET    401 404 200 200 200 200 404 404 404 404   14
api_plans                       POST   401 404 201 201 403 403 404 404 404 404    - meeting.plan meeting.plan_year
api_themes                      GET    401 200 200 200 200 200 200 200 200 200    4
api_themes                      POST   401 404 404 404 201 201 404 404 404 404    - theme.publish
api_theme                       GET    401 404 200 200 200 200 404 404 404 404    5
api_theme_withdraw              POST   401 404 403 403 200 200 404 404 404 404    - theme.withdraw
api_theme_adopt                 POST   401 404 201 201 403 403 404 404 404 404    - meeting.plan theme.adopt
api_theme_adoptions             GET    401 404 200 200 200 200 404 404 404 404    7
attendance:leaves               GET    in  200 200 200 200 200 200 200 200 200    5
attendance:leaves               POST   in  302 302 302 409 409 404 404 404 404    - leave.ask
attendance:withdraw             POST   in  302 302 302 403 403 404 404 404 404    - leave.withdraw
attendance:decide               POST   in  403 302 302 403 403 404 404 404 404    - leave.approve
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "attendance:leaves POST": lambda h: Knock(
        content={"meeting": h.meetings["today"].uuid, "reason_code": "training"}
    ),
    "attendance:withdraw POST": lambda h: Knock((h.leave.uuid,)),
    "attendance:decide POST": lambda h: Knock((h.leave.uuid,), content={"move": "approve"}),
    "reports:plan GET": lambda h: Knock(query="organization=A-2&year=2027"),
    "reports:plan POST": lambda h: Knock(query="organization=A-2&year=2027", content=TYPED),
    "themes:publish POST": lambda h: Knock(content=THEME),
    "themes:detail GET": lambda h: Knock((h.theme.uuid,)),
    "themes:withdraw POST": lambda h: Knock((h.theme.uuid,)),
    "themes:adopt POST": lambda h: Knock((h.theme.uuid,), content={"organization": "A-2"}),
    "api_plans GET": lambda h: Knock(query="organization=A-2&year=2027"),
    "api_plans POST": lambda h: Knock(content={"organization": "A-2", "year": 2027, "meetings": [ROW]}),
    "api_themes POST": lambda h: Knock(content=THEME),
    "api_theme GET": lambda h: Knock((h.theme.uuid,)),
    "api_theme_withdraw POST": lambda h: Knock((h.theme.uuid,)),
    "api_theme_adopt POST": lambda h: Knock((h.theme.uuid,), content={"organization": "A-2"}),
    "api_theme_adoptions GET": lambda h: Knock((h.theme.uuid,)),
}
