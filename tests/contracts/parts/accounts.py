"""Accounts and API clients: the security administrator's; clients are seen by who runs the system too."""

from collections.abc import Callable
from typing import Any

from accounts import actions as accounts
from branches import actions
from branches.selectors.actors import SYSTEM, Actor
from tests.contracts.access import Knock
from tests.contracts.house import House

CLIENT = {"name": "乙系统", "role": "staff", "organization": "A"}
KNOCKS: dict[str, Callable[[House], Knock]] = {
    "accounts_of:list POST": lambda h: Knock(content={"username": "newer", "name": "新人"}),
    "accounts_of:change POST": lambda h: Knock((h.world.hua.user.pk, "reset")),
    "linking:link GET": lambda h: Knock((h.world.shao.user.pk,)),
    "linking:link POST": lambda h: Knock((h.world.shao.user.pk,), content={"place": "A-2", "name": "蒋文"}),
    "clients:list POST": lambda h: Knock(content=CLIENT),
    "clients:close POST": lambda h: Knock((h.client.pk,)),
    "account-list POST": lambda h: Knock(content={"username": "newer", "name": "新人"}),
    "account-reset POST": lambda h: Knock(("hua",)),
    "account-close POST": lambda h: Knock(("hua",)),
    "account-reopen POST": lambda h: Knock(("hua",)),
    "account-unlock POST": lambda h: Knock(("hua",)),
    "api_account_link POST": lambda h: Knock(("shao",), content={"organization": "A-2", "name": "蒋文"}),
    "api_account_unlink POST": lambda h: Knock(("hua",)),
    "api_mandates POST": lambda h: Knock(
        content={"username": "hua", "organization": "A-2", "role": "committee_member", "since": "2026-11-22"}
    ),
    "api_mandate_revoke POST": lambda h: Knock((h.mandate.pk,), content={"until": "2026-11-22"}),
    "client-list POST": lambda h: Knock(content=CLIENT),
    "client-detail DELETE": lambda h: Knock((h.client.client_id,)),
}
ACCESS = """
accounts_of:list                GET    in     403    403    403    403    403    403    403    200    403
accounts_of:list                POST   in     403    403    403    403    403    403    403    200    403
accounts_of:change              POST   in     403    403    403    403    403    403    403    200    403
linking:link                    GET    in     403    403    403    403    403    403    403    200    403
linking:link                    POST   in     403    403    403    403    403    403    403    302    403
clients:list                    GET    in     403    403    403    403    403    403    200    200    403
clients:list                    POST   in     403    403    403    403    403    403    403    200    403
clients:close                   POST   in     403    403    403    403    403    403    403    302    403
account-list                    GET    401    403    403    403    403    403    403    403    200    403
account-list                    POST   401    403    403    403    403    403    403    403    201    403
account-reset                   POST   401    403    403    403    403    403    403    403    200    403
account-close                   POST   401    403    403    403    403    403    403    403    200    403
account-reopen                  POST   401    403    403    403    403    403    403    403    409    403
account-unlock                  POST   401    403    403    403    403    403    403    403    409    403
api_account_link                POST   401    403    403    403    403    403    403    403    200    403
api_account_unlink              POST   401    403    403    403    403    403    403    403    200    403
api_mandates                    GET    401    403    403    403    403    403    403    403    200    403
api_mandates                    POST   401    403    403    403    403    403    403    403    201    403
api_mandate_revoke              POST   401    403    403    403    403    403    403    403    200    403
client-list                     GET    401    403    403    403    403    403    403    200    200    403
client-list                     POST   401    403    403    403    403    403    403    403    201    403
client-detail                   DELETE 401    403    403    403    403    403    403    403    204    403
"""


def furnish(house: House) -> None:
    client, _ = actions.open_client(name="甲方系统", organization=house.world.street, role="staff", by=SYSTEM)
    house.things["client"] = client


CALLS: dict[str, tuple[str, Callable[[House, Actor], Any]]] = {
    "accounts.actions.open_account": (
        "sec",
        lambda h, by: accounts.open_account(username="new", name="新人", by=by),
    ),
    "accounts.actions.change_password": (
        "lin",
        lambda h, by: accounts.change_password(
            user=h.user("lin"), old="Demo-party-life-1", new="Binhai-2026", by=by
        ),
    ),
    "branches.actions.open_client": (
        "sec",
        lambda h, by: actions.open_client(name="甲系统", organization=h.world.street, role="staff", by=by),
    ),
    "branches.actions.close_client": ("sec", lambda h, by: actions.close_client(client=h.client, by=by)),
}
