from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        from exchange.actions import export_meeting_list, import_meetings, import_workbooks, large_exports
        from exchange.filters import FILTERS
        from exchange.models import Export, Import
        from meetings.filters import MeetingFilter

        import_workbooks.WAYS[Import.Kind.MEETINGS] = import_meetings.WAY
        large_exports.WAYS[Export.Kind.MEETINGS] = export_meeting_list.WAY
        FILTERS[Export.Kind.MEETINGS] = MeetingFilter
