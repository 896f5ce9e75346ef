"""The Django configuration of obligations."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "obligations"
    verbose_name = "应开"
