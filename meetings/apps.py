from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        from meetings.actions.bringing_in import WAY
        from members.actions import importing
        from members.models import Import

        importing.WAYS[Import.Kind.MEETINGS] = WAY
