from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        from meetings.actions import bringing_in, exporting
        from meetings.filters import MeetingFilter
        from members.actions import exports, importing
        from members.filters import FILTERS
        from members.models import Export, Import

        importing.WAYS[Import.Kind.MEETINGS] = bringing_in.WAY
        exports.WAYS[Export.Kind.MEETINGS] = exporting.WAY
        FILTERS[Export.Kind.MEETINGS] = MeetingFilter
