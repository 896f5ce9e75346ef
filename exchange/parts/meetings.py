"""The import kind and the export kind of meetings (listed in config/parts.py)."""

from core.workbooks.kinds import ExportKind, ImportKind
from exchange.actions import export_meeting_list, store_meetings
from exchange.rules.meetings.columns import MEETINGS
from exchange.selectors.meetings import check_rows
from exchange.selectors.meetings.export_columns import export_lines
from meetings.filters import MeetingFilter
from meetings.models import Meeting

MEETING_IMPORT = ImportKind(
    layout=MEETINGS,
    authorise=store_meetings.must_import_meetings,
    check=check_rows.check,
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
