"""Rules, waivers, what is owed, days off."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from branches.actions import set_holiday
from tests.contracts.doors import Knock

RULE = {
    "name": "主题党日",
    "kind": "theme_day",
    "applies_to": "branch",
    "cadence": "month",
    "count": 2,
    "basis": "区委〔2026〕5号",
    "valid_from": "2027-01-01",
}
HOLIDAY = {"day": "2027-10-01", "name": "国庆节"}
WAIVER = {"rule": "R-MEET-04", "since": "2026-11-01", "until": "2026-12-31", "reason": "整建制外出学习"}


def furnish(house: Any) -> None:
    house.things["holiday"] = set_holiday(day=dt.date(2027, 5, 4), name="区里放假", by=house.world.wei.actor)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
reports:rules                   GET    in  200 200 200 200 200 200 200 200 200    7
reports:rule                    GET    in  403 403 403 403 200 403 403 403 403    8
reports:rule                    POST   in  403 403 403 403 200 403 403 403 403    -
reports:new_rule                GET    in  403 403 403 403 200 403 403 403 403    7
reports:new_rule                POST   in  403 403 403 403 200 403 403 403 403    -
reports:waive                   GET    in  404 404 404 403 200 404 403 403 403    6
reports:waive                   POST   in  404 404 404 403 302 404 403 403 403    - rule.waive
reports:end_waiver              GET    in  404 404 404 403 200 404 403 403 403    7
reports:end_waiver              POST   in  404 404 404 403 302 404 403 403 403    - rule.end_waiver
rule-list                       GET    401 200 200 200 200 200 200 200 200 200    4
rule-list                       POST   401 403 403 403 403 201 403 403 403 403    - rule.set
rule-try-rule                   POST   401 403 403 403 403 200 403 403 403 403    -
api_waivers                     GET    401 200 200 200 200 200 200 200 200 200    4
api_waivers                     POST   401 404 404 404 403 201 404 403 403 403    - rule.waive
api_waiver                      GET    401 404 404 404 200 200 404 404 404 404    5
api_waiver_end                  POST   401 404 404 404 403 200 404 404 404 404    - rule.end_waiver
owed-list                       GET    401 404 200 200 200 200 404 404 404 404    8
meetings:holidays               GET    in  403 403 403 403 200 403 403 403 403    7
meetings:holidays               POST   in  403 403 403 403 302 403 403 403 403    - holiday.set
meetings:remove_holiday         POST   in  403 403 403 403 302 403 403 403 403    - holiday.remove
api_holidays                    GET    401 403 403 403 403 200 403 403 403 403    4
api_holidays                    POST   401 403 403 403 403 201 403 403 403 403    - holiday.set
api_holiday                     GET    401 403 403 403 403 200 403 403 403 403    4
api_holiday                     DELETE 401 403 403 403 403 204 403 403 403 403    - holiday.remove
"""
PERSONS = {"api_waivers POST"}
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "reports:rule GET": lambda h: Knock(("R-MEET-04",)),
    "reports:rule POST": lambda h: Knock(("R-MEET-04",), content=RULE),
    "reports:new_rule POST": lambda h: Knock(content=RULE | {"code": "L-TALK-01"}),
    "reports:end_waiver GET": lambda h: Knock((h.waiver.pk,)),
    "reports:end_waiver POST": lambda h: Knock(
        (h.waiver.pk,), content={"asked_from": "2027-01-01", "reason": "不外出了"}
    ),
    "reports:waive GET": lambda h: Knock(("A-1",)),
    "reports:waive POST": lambda h: Knock(("A-1",), content=WAIVER),
    "rule-list POST": lambda h: Knock(content={"code": "R-MEET-04", "valid_from": "2027-01-01", "count": 2}),
    "rule-try-rule POST": lambda h: Knock(
        content={"code": "R-MEET-04", "valid_from": "2027-01-01", "count": 2}
    ),
    "api_waivers POST": lambda h: Knock(content=WAIVER | {"organization": "A-1"}),
    "api_waiver GET": lambda h: Knock((h.waiver.pk,)),
    "api_waiver_end POST": lambda h: Knock(
        (h.waiver.pk,), content={"asked_from": "2027-01-01", "reason": "不外出了"}
    ),
    "owed-list GET": lambda h: Knock(query="organization=A-2&month=2026-10"),
    "meetings:holidays POST": lambda h: Knock(content=HOLIDAY),
    "meetings:remove_holiday POST": lambda h: Knock(content={"day": "2027-05-04"}),
    "api_holidays POST": lambda h: Knock(content=HOLIDAY),
    "api_holiday GET": lambda h: Knock(("2027-05-04",)),
    "api_holiday DELETE": lambda h: Knock(("2027-05-04",)),
}
