"""Plans, themes, holidays and the private calendar."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from branches import actions as branches
from branches.models import Holiday
from branches.selectors.actors import Actor
from core.clock import Period
from planning import actions as planning
from planning.actions.plan_whole_year import PlanRow
from reminders import actions as reminders
from tests.contracts.access import Knock

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
HOLIDAY = {"day": "2027-10-01", "name": "国庆节"}


def furnish(house: Any) -> None:
    world = house.world
    house.things["theme"] = planning.publish_theme(
        organization=world.street, month=DECEMBER, title="学习全会精神", agenda="一\n二", by=world.wei.actor
    )
    house.things["other_theme"] = planning.publish_theme(
        organization=world.district, month=DECEMBER, title="廉洁教育", by=world.wei.actor
    )
    planning.adopt_theme(theme=house.other_theme, organization=world.branch, by=world.lin.actor)
    house.things["holiday"] = branches.set_holiday(
        day=dt.date(2027, 5, 4), name="区里放假", by=world.wei.actor
    )
    feed, token = reminders.open_feed(by=world.shen.actor)
    house.things["feed"] = feed
    FEED["token"] = token


FEED: dict[str, str] = {}

KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "reports:plan GET": lambda h: Knock(query="organization=A-2&year=2027"),
    "reports:plan POST": lambda h: Knock(query="organization=A-2&year=2027", content=TYPED),
    "reports:calendar POST": lambda h: Knock(content={"move": "open"}),
    "reports:feed GET": lambda h: Knock((FEED["token"],)),
    "themes:publish POST": lambda h: Knock(content=THEME),
    "themes:detail GET": lambda h: Knock((h.theme.uuid,)),
    "themes:withdraw POST": lambda h: Knock((h.theme.uuid,)),
    "themes:adopt POST": lambda h: Knock((h.theme.uuid,), content={"organization": "A-2"}),
    "meetings:holidays POST": lambda h: Knock(content=HOLIDAY),
    "meetings:remove_holiday POST": lambda h: Knock(content={"day": "2027-05-04"}),
    "api_plans GET": lambda h: Knock(query="organization=A-2&year=2027"),
    "api_plans POST": lambda h: Knock(content={"organization": "A-2", "year": 2027, "meetings": [ROW]}),
    "api_themes POST": lambda h: Knock(content=THEME),
    "api_theme GET": lambda h: Knock((h.theme.uuid,)),
    "api_theme_withdraw POST": lambda h: Knock((h.theme.uuid,)),
    "api_theme_adopt POST": lambda h: Knock((h.theme.uuid,), content={"organization": "A-2"}),
    "api_theme_adoptions GET": lambda h: Knock((h.theme.uuid,)),
    "api_holidays POST": lambda h: Knock(content=HOLIDAY),
    "api_holiday DELETE": lambda h: Knock(("2027-05-04",)),
}

# Shen has the one address in use: nobody else of the cast can stop any.
ACCESS = """
reports:plan                    GET    in     404    200    200    200    200    404    404    404    404
reports:plan                    POST   in     404    302    302    403    403    404    404    404    404
reports:calendar                GET    in     200    200    200    200    200    200    200    200    200
reports:calendar                POST   in     200    200    200    200    200    200    200    200    200
reports:feed                    GET    200    200    200    200    200    200    200    200    200    200
themes:list                     GET    in     403    200    200    200    200    200    403    403    403
themes:publish                  GET    in     403    403    403    200    200    403    403    403    403
themes:publish                  POST   in     403    403    403    302    302    403    403    403    403
themes:detail                   GET    in     404    200    200    200    200    404    404    404    404
themes:withdraw                 POST   in     404    403    403    302    302    404    404    404    404
themes:adopt                    POST   in     404    302    302    403    403    404    404    404    404
meetings:holidays               GET    in     403    403    403    403    200    403    403    403    403
meetings:holidays               POST   in     403    403    403    403    302    403    403    403    403
meetings:remove_holiday         POST   in     403    403    403    403    302    403    403    403    403
api_plans                       GET    401    404    200    200    200    200    404    404    404    404
api_plans                       POST   401    400    201    201    403    403    400    400    400    400
api_themes                      GET    401    200    200    200    200    200    200    200    200    200
api_themes                      POST   401    400    400    400    201    201    400    400    400    400
api_theme                       GET    401    404    200    200    200    200    404    404    404    404
api_theme_withdraw              POST   401    404    403    403    200    200    404    404    404    404
api_theme_adopt                 POST   401    404    201    201    403    403    404    404    404    404
api_theme_adoptions             GET    401    404    200    200    200    200    404    404    404    404
api_holidays                    GET    401    403    403    403    403    200    403    403    403    403
api_holidays                    POST   401    403    403    403    403    201    403    403    403    403
api_holiday                     DELETE 401    403    403    403    403    204    403    403    403    403
api_calendar                    GET    401    200    200    200    200    200    200    200    200    200
api_calendar                    POST   401    201    201    201    201    201    201    201    201    201
api_calendar                    DELETE 401    409    409    409    409    409    204    409    409    409
"""


def row(house: Any) -> PlanRow:
    on = dt.date(2027, 1, 25)
    starts_at = dt.datetime(2027, 1, 25, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    return PlanRow(NEW, house.world.branch, ("theme_day",), on, starts_at)


CALLS: dict[str, tuple[str, Callable[[Any, Actor], Any]]] = {
    "meetings.actions.plan_year": (
        "lin",
        lambda h, by: planning.plan_year(organization=h.world.branch, year=2027, rows=[row(h)], by=by),
    ),
    "meetings.actions.publish_theme": (
        "shao",
        lambda h, by: planning.publish_theme(
            organization=h.world.street, month=DECEMBER, title="学习党章", by=by
        ),
    ),
    "meetings.actions.withdraw_theme": ("shao", lambda h, by: planning.withdraw_theme(theme=h.theme, by=by)),
    "meetings.actions.adopt_theme": (
        "lin",
        lambda h, by: planning.adopt_theme(theme=h.theme, organization=h.world.branch, by=by),
    ),
    "meetings.actions.set_holiday": (
        "wei",
        lambda h, by: branches.set_holiday(day=dt.date(2027, 10, 1), name="国庆节", by=by),
    ),
    "meetings.actions.remove_holiday": (
        "wei",
        lambda h, by: branches.remove_holiday(holiday=Holiday.objects.get(), by=by),
    ),
    "reports.actions.open_feed": ("lin", lambda h, by: reminders.open_feed(by=by)),
    "reports.actions.close_feed": ("shen", lambda h, by: reminders.close_feed(by=by)),
}
