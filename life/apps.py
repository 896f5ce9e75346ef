"""Django configuration of the life app."""

from django.apps import AppConfig


class LifeConfig(AppConfig):
    name = "life"
    verbose_name = "组织生活"
