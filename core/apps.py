"""Django configuration of the core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core import checks, sentences  # noqa: F401  (checks registers the system checks)

        sentences.speak()
