"""Django configuration of the procedures app."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = "党员事项审批"
