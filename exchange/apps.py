"""Django's configuration of the app exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "导入导出"
