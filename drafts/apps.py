"""Django configuration of the drafts app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "drafts"
    verbose_name = "没写完的"
