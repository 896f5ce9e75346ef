"""Organizations, mandates, accounts and API clients."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.actions import open_account
from branches import actions as branches
from branches.selectors.actors import SYSTEM
from tests.contracts.doors import Knock
from tests.contracts.house import House
from tests.world import person

CLIENT = {"name": "乙系统", "role": "staff", "organization": "A"}
MERGER = {"effective_on": "2026-11-22", "document": "海街工委〔2026〕38号", "approved_on": "2026-11-20"}
ACCOUNT = {"username": "new", "name": "新人"}


def imported_by_mistake(house: House, by: Any) -> Any:
    return branches.register(
        code="A-3-G8",
        name="中共海云区滨江社区第三党支部第八党小组",
        short_name="第八党小组",
        kind="group",
        unit_kind="community",
        parent=house.world.branches[2],
        established_on=dt.date(2026, 11, 1),
        by=by,
    )


def furnish(house: House) -> None:
    client, _ = branches.open_client(
        name="甲方系统", organization=house.world.street, role="staff", by=SYSTEM
    )
    house.things["client"] = client
    other = person("sec2", "另一个安全员", house.world.district, "security_administrator").actor
    house.things["awaiting"], _ = branches.open_client(
        name="待核实系统", organization=house.world.street, role="staff", by=other
    )
    open_account(username="awaiting", name="待核实的人", by=other)
    group = branches.register(
        code="A-3-G9",
        name="中共海云区滨江社区第三党支部第九党小组",
        short_name="第九党小组",
        kind="group",
        unit_kind="community",
        parent=house.world.branches[2],
        established_on=dt.date(2026, 11, 1),
        by=SYSTEM,
    )
    house.things["gone"] = branches.dissolve(
        organization=group, effective_on=dt.date(2026, 11, 22), by=SYSTEM
    )


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
branches:mandates               GET    in  403 403 403 403 403 403 403 200 403    7
branches:mandates               POST   in  403 403 403 403 403 403 403 302 403    - mandate.grant
branches:revoke                 POST   in  403 403 403 403 403 403 403 302 403    - mandate.revoke
branches:open_account           POST   in  403 403 403 403 403 403 403 200 403    - account.open
branches:change                 GET    in  404 403 403 200 200 404 403 403 403    6
branches:change                 POST   in  404 403 403 302 302 404 403 403 403    - organization.describe
branches:deed                   GET    in  404 403 403 200 200 404 403 403 403   18
branches:deed                   POST   in  404 403 403 200 200 404 403 403 403    -
branches:find                   GET    in  200 200 200 200 200 200 200 200 200    7
branches:suggest                GET    in  404 403 403 200 200 404 403 403 403    8
branches:take_back              GET    in  404 404 404 200 200 404 403 403 403    8
branches:take_back              POST   in  404 404 404 302 302 404 403 403 403    - organization.take_back
accounts_of:list                GET    in  403 403 403 403 403 403 403 200 403    8
accounts_of:list                POST   in  403 403 403 403 403 403 403 200 403    - account.open
accounts_of:change              POST   in  403 403 403 403 403 403 403 200 403    - account.reset
clients:list                    GET    in  403 403 403 403 403 403 200 200 403    6
clients:list                    POST   in  403 403 403 403 403 403 403 200 403    - account.open mandate.grant client.open
clients:vouch                   POST   in  403 403 403 403 403 403 403 302 403    - account.vouch
clients:close                   POST   in  403 403 403 403 403 403 403 302 403    - account.close client.close
account-list                    GET    401 403 403 403 403 403 403 403 200 403    5
account-list                    POST   401 403 403 403 403 403 403 403 201 403    - account.open
account-detail                  GET    401 403 403 403 403 403 403 403 200 403    5
account-reset                   POST   401 403 403 403 403 403 403 403 200 403    - account.reset
account-close                   POST   401 403 403 403 403 403 403 403 200 403    - account.close
account-reopen                  POST   401 403 403 403 403 403 403 403 409 403    -
account-vouch                   POST   401 403 403 403 403 403 403 403 200 403    - account.vouch
account-reset-second-factor     POST   401 403 403 403 403 403 403 403 409 403    -
account-unlock                  POST   401 403 403 403 403 403 403 403 409 403    -
api_mandates                    GET    401 403 403 403 403 403 403 403 200 403    4
api_mandates                    POST   401 403 403 403 403 403 403 403 201 403    - mandate.grant
api_mandate                     GET    401 403 403 403 403 403 403 403 200 403    5
api_mandate_revoke              POST   401 403 403 403 403 403 403 403 200 403    - mandate.revoke
client-list                     GET    401 403 403 403 403 403 403 200 200 403    5
client-list                     POST   401 403 403 403 403 403 403 403 201 403    - account.open mandate.grant client.open
client-detail                   GET    401 403 403 403 403 403 403 200 200 403    6
client-vouch                    POST   401 403 403 403 403 403 403 403 200 403    - account.vouch
client-detail                   DELETE 401 403 403 403 403 403 403 403 204 403    - account.close client.close
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "branches:mandates POST": lambda h: Knock(
        content={"username": "hua", "organization": "A-2", "role": "committee_member", "since": "2026-11-22"}
    ),
    "branches:revoke POST": lambda h: Knock(content={"mandate": h.mandate.pk, "until": "2026-11-22"}),
    "branches:open_account POST": lambda h: Knock(content=ACCOUNT),
    "branches:change GET": lambda h: Knock(("A-2", "describe")),
    "branches:change POST": lambda h: Knock(
        ("A-2", "describe"), content={"activity_day": 20, "unit_kind": "community"}
    ),
    "branches:deed GET": lambda h: Knock(("A-2", "merge")),
    "branches:deed POST": lambda h: Knock(("A-2", "merge"), content=MERGER | {"receiver": "A-1"}),
    "branches:find GET": lambda h: Knock(query="q=滨江"),
    "branches:suggest GET": lambda h: Knock(("A-2", "merge"), "q=滨江"),
    "branches:take_back GET": lambda h: Knock((h.gone.code,)),
    "branches:take_back POST": lambda h: Knock((h.gone.code,), content={"reason": "不撤了"}),
    "accounts_of:list POST": lambda h: Knock(content={"username": "newer", "name": "新人"}),
    "accounts_of:change POST": lambda h: Knock((h.world.hua.user.pk, "reset")),
    "clients:list POST": lambda h: Knock(content=CLIENT),
    "clients:close POST": lambda h: Knock((h.client.pk,)),
    "account-list POST": lambda h: Knock(content={"username": "newer", "name": "新人"}),
    "account-detail GET": lambda h: Knock(("hua",)),
    "account-reset POST": lambda h: Knock(("hua",)),
    "account-close POST": lambda h: Knock(("hua",)),
    "account-reopen POST": lambda h: Knock(("hua",)),
    "account-vouch POST": lambda h: Knock(("awaiting",)),
    "clients:vouch POST": lambda h: Knock((h.awaiting.pk,)),
    "client-vouch POST": lambda h: Knock((h.awaiting.client_id,)),
    "account-reset-second-factor POST": lambda h: Knock(("hua",)),
    "account-unlock POST": lambda h: Knock(("hua",)),
    "api_mandates POST": lambda h: Knock(
        content={"username": "hua", "organization": "A-2", "role": "committee_member", "since": "2026-11-22"}
    ),
    "api_mandate GET": lambda h: Knock((h.mandate.pk,)),
    "api_mandate_revoke POST": lambda h: Knock((h.mandate.pk,), content={"until": "2026-11-22"}),
    "client-list POST": lambda h: Knock(content=CLIENT),
    "client-detail GET": lambda h: Knock((h.client.client_id,)),
    "client-detail DELETE": lambda h: Knock((h.client.client_id,)),
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "branches.actions.call_off_dissolution": (
        "wei",
        lambda h, by: branches.call_off_dissolution(
            organization=branches.dissolve(
                organization=h.world.groups[0], effective_on=dt.date(2026, 12, 31), by=by
            ),
            reason="不撤了",
            by=by,
        ),
    ),
    "branches.actions.unregister": (
        "wei",
        lambda h, by: branches.unregister(organizations=[imported_by_mistake(h, by)], by=by),
    ),
    "branches.actions.restore": (
        "wei",
        lambda h, by: branches.restore(
            organization=h.world.branch, before={"unit_kind": h.world.branch.unit_kind}, by=by
        ),
    ),
}
