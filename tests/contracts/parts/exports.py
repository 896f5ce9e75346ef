"""Large rosters by two people, and the clean-up of files: what the contracts need to know of them."""

import datetime as dt
from typing import Any

from branches.selectors.actors import Actor
from core import clock
from exchange import actions as exchange
from exchange.models import Export, Import
from members.models import Member
from tests.contracts.access import Knock
from tests.contracts.house import House


def asked(house: House, by: Actor) -> Export:
    people = Member.objects.visible_to(by).filter(organization=house.world.branch)
    return exchange.request_export(
        kind=Export.Kind.ROSTER, chosen=people, filters={"organization": "A-2"}, reason="年度统计", by=by
    )


def furnish(house: House) -> None:
    """One that waits, one that is made; both asked for by Lin."""
    lin, shao = house.world.lin.actor, house.world.shao.actor
    made = exchange.approve_export(export=asked(house, lin), by=shao)
    exchange.make_export(job_id=made.job_id)
    house.things["asked"], house.things["made"] = asked(house, lin), made


def exports_over(house: House, by: Actor) -> int:
    Export.objects.filter(pk=house.made.pk).update(kept_until=clock.now() - dt.timedelta(seconds=1))
    return exchange.throw_away_exports(by=by)


def imports_over(house: House, by: Actor) -> int:
    Import.objects.filter(pk=house.batch.pk).update(uploaded_at=clock.now() - dt.timedelta(days=400))
    return exchange.throw_away_imports(by=by)


KNOCKS = {
    "members:export_decide POST": lambda h: Knock((h.asked.uuid,), content={"move": "approve"}),
    "members:export_file GET": lambda h: Knock((h.made.uuid,)),
    "api_exports POST": lambda h: Knock(content={"organization": "A-2", "reason": "年度统计"}),
    "api_export GET": lambda h: Knock((h.asked.uuid,)),
    "api_export_approve POST": lambda h: Knock((h.asked.uuid,)),
    "api_export_refuse POST": lambda h: Knock((h.asked.uuid,), content={"comment": "范围太大"}),
    "api_export_file GET": lambda h: Knock((h.made.uuid,)),
}

ACCESS = """
# Lin asked for both: the one who asked never decides, and nobody else fetches the file.
members:exports                 GET    in     403    200    200    200    200    200    403    403    403
members:export_decide           POST   in     404    302    302    302    302    404    404    404    404
members:export_file             GET    in     404    403    200    403    403    404    404    404    404
api_exports                     GET    401    403    200    200    200    200    200    403    403    403
api_exports                     POST   401    403    201    201    201    201    404    403    403    403
api_export                      GET    401    403    200    200    200    200    404    403    403    403
api_export_approve              POST   401    403    200    409    200    200    404    403    403    403
api_export_refuse               POST   401    403    200    409    200    200    404    403    403    403
api_export_file                 GET    401    403    403    200    403    403    404    403    403    403
"""

# An API client is nobody's colleague: a token of the secretary is another person than the secretary.
PERSONAL = {
    "api_export_approve POST": {"secretary": "200"},
    "api_export_refuse POST": {"secretary": "200"},
    "api_export_file GET": {"secretary": "403"},
}

CALLS: dict[str, Any] = {
    "members.actions.request_export": ("lin", asked),
    "members.actions.approve_export": ("he", lambda h, by: exchange.approve_export(export=h.asked, by=by)),
    "members.actions.refuse_export": (
        "he",
        lambda h, by: exchange.refuse_export(export=h.asked, comment="范围太大", by=by),
    ),
    "members.actions.collect_export": ("lin", lambda h, by: exchange.collect_export(export=h.made, by=by)),
    "members.actions.throw_away_exports": ("sys", exports_over),
    "members.actions.throw_away_imports": ("sys", imports_over),
}
