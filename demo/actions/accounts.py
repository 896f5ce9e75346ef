"""Writes the demonstration's sign-in accounts, with one password hashed once."""

import datetime as dt

from django.contrib.auth.hashers import make_password

from accounts.models import User
from branches.access.roles import Role
from branches.models import Mandate
from core import clock
from demo.actions.rows import Table
from demo.rules.tree import InventedUnit, TreeBuilder

PASSWORD = "demo-party-life"
# account → name; the secretary and the member are people of the first branch; reviewer2 is the second person who
# has to agree to what one reviewer may not do alone (R-SEC-05)
ACCOUNTS = {
    "secretary": "林知远",
    "reviewer": "韦明",
    "street": "邵兰",
    "member": "华小满",
    "administrator": "系统管理员",
    "security": "安全管理员",
    "auditor": "审计管理员",
    "reviewer2": "贺敏之",
}
ROLES = {
    "secretary": Role.SECRETARY,
    "reviewer": Role.REVIEWER,
    "street": Role.STAFF,
    "member": Role.MEMBER,
    "administrator": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "auditor": Role.AUDIT_ADMINISTRATOR,
    "reviewer2": Role.REVIEWER,
}


def open_accounts(now: dt.datetime) -> dict[str, int]:
    """Account → key."""
    table = Table(
        User, "password", "last_login", "username", "name", "is_service", "is_active", "large_type",
        "must_change_password", "password_changed_at", "created_at",
    )  # fmt: skip
    password = make_password(PASSWORD)
    keys = {
        username: table.add(password, None, username, name, False, True, False, False, now, now)
        for username, name in ACCOUNTS.items()
    }
    table.close()
    return keys


def grant(keys: dict[str, int], grown: TreeBuilder, branch: InventedUnit) -> None:
    """The secretary and the member in their branch, the street's office in its street, the rest at the root."""
    places = {"secretary": branch, "member": branch, "street": branch.street()}
    table = Table(Mandate, "user_id", "organization_id", "role", "since", "until", "granted_by_id")
    for username, key in keys.items():
        since = clock.months_later(grown.today, -14)
        table.add(key, places.get(username, grown.root).id, ROLES[username], since, None, None)
    table.close()
