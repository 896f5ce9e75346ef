"""The kinds of imports and exports and the looks of imported rows, listed in config/parts.py."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.rules.organization_columns import ORGANIZATIONS
from branches.selectors.actors import Actor
from core import clock
from core.parts import StateLook
from core.workbooks.kinds import ExportKind, ImportKind
from exchange.actions import export_meeting_list, store_meetings, store_organizations, store_roster
from exchange.actions.take_back_import import take_back_meetings, take_back_organizations, take_back_people
from exchange.models import Export, Import
from exchange.rules.meetings.columns import MEETINGS
from exchange.selectors import check_organizations, import_undo
from exchange.selectors.import_files import preview_name
from exchange.selectors.meetings import check_rows as check_meetings
from exchange.selectors.meetings.export_columns import export_lines
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from members.filters import MemberFilter
from members.models import Member
from members.rules.roster.columns import ROSTER
from members.selectors import member_list
from members.selectors.roster import check_rows as check_roster


def require_all(*capabilities: Capability) -> Callable[[Organization | None, Actor], None]:
    """An `authorise` for ImportKind that requires all capabilities at the scope; without a scope, everywhere."""

    def authorise(organization: Organization | None, by: Actor) -> None:
        for capability in capabilities:
            if organization is not None:
                by.must(capability, organization)
            elif not by.reach.covers(capability, ""):
                raise NotYours(organization="全部党组织")

    return authorise


ROSTER_IMPORT = ImportKind(
    layout=ROSTER,
    model=Member,
    stays=import_undo.people_that_stay,
    take_back=take_back_people,
    authorise=require_all(Capability.IMPORT, Capability.MANAGE_MEMBERS),
    check=check_roster.check,
    store=store_roster.store,
    asks_since=True,
    list_url="members:imports",
    list_title="导入",
)
ORGANIZATION_IMPORT = ImportKind(
    layout=ORGANIZATIONS,
    model=Organization,
    stays=import_undo.organizations_that_stay,
    take_back=take_back_organizations,
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
MEETING_IMPORT = ImportKind(
    layout=MEETINGS,
    model=Meeting,
    stays=import_undo.meetings_that_stay,
    take_back=take_back_meetings,
    authorise=store_meetings.must_import_meetings,
    check=check_meetings.check,
    store=store_meetings.store,
    is_whole=False,
    unit="次会议",
    verb="记录并提交",
    done_sentence="新增的会议已经记录并提交，等上级党组织确认。",
    list_url="meetings:exchange",
    list_title="会议导入导出",
)
MEETING_EXPORT = ExportKind(
    model=Meeting,
    order=export_meeting_list.ORDER,
    heads=lambda export: export.titles,
    lines=lambda meetings, export, by: export_lines(meetings, [field for field, _title in export.columns]),
    filters=MeetingFilter,
    unit=export_meeting_list.UNIT,
    audit_action=export_meeting_list.AUDIT_ACTION,
)
STATE_LOOKS = {
    "taken_back": StateLook("已撤销", "arrow-back-up", "not_applicable"),
    "new": StateLook("新增", "plus"),
    "changed": StateLook("更新", "pencil"),
    "unchanged": StateLook("不变", "minus", "not_applicable"),
}


def names_of_uploads() -> Iterator[str]:
    """The names, in the default storage, of uploads and of their previews."""
    for batch in Import.objects.filter(thrown_at__isnull=True).order_by("pk"):
        yield from (str(batch.file.name), preview_name(batch))
