"""The import kinds of rosters and organizations, and the export kind of rosters (listed in config/parts.py)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.workbooks.kinds import ExportKind, ImportKind
from exchange.actions import store_organizations, store_roster
from exchange.actions.import_workbooks import require_all
from exchange.models import Export
from exchange.rules.organization_columns import ORGANIZATIONS
from exchange.rules.roster.columns import ROSTER
from exchange.selectors import check_organizations
from exchange.selectors.roster import check_rows
from members.filters import MemberFilter
from members.models import Member
from members.selectors import member_list

ROSTER_IMPORT = ImportKind(
    layout=ROSTER,
    authorise=require_all(Capability.IMPORT, Capability.MANAGE_MEMBERS),
    check=check_rows.check,
    store=store_roster.store,
    list_url="members:imports",
    list_title="导入",
)
ORGANIZATION_IMPORT = ImportKind(
    layout=ORGANIZATIONS,
    authorise=require_all(Capability.IMPORT, Capability.MANAGE_ORGANIZATIONS),
    check=check_organizations.check,
    store=store_organizations.store,
    list_url="members:imports",
    list_title="导入",
)


def _roster_lines(people: QuerySet[Any], export: Export, by: Actor) -> Iterable[list[Any]]:
    today = clock.today()
    for row in member_list.member_rows(people, private=True):
        yield member_list.export_line(row, by.reach, full=export.full, today=today)


ROSTER_EXPORT = ExportKind(
    model=Member,
    order=("organization__path", "pinyin", "pk"),
    heads=lambda export: member_list.EXPORT_HEADS,
    lines=_roster_lines,
    filters=MemberFilter,
    unit="人",
    audit_action="member.export",
)
