"""Django configuration of the core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core import bulk, checks, validation_messages  # noqa: F401  (they register a lookup and the system checks)

        validation_messages.use_chinese()
