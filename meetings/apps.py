from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        from exchange.actions import import_meetings, export_meeting_list
        from meetings.filters import MeetingFilter
        from exchange.actions import large_exports, import_workbooks
        from exchange.filters import FILTERS
        from exchange.models import Export, Import

        import_workbooks.WAYS[Import.Kind.MEETINGS] = import_meetings.WAY
        large_exports.WAYS[Export.Kind.MEETINGS] = export_meeting_list.WAY
        FILTERS[Export.Kind.MEETINGS] = MeetingFilter
