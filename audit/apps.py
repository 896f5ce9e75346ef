"""Django configuration of the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from audit import middleware

        middleware.record_sign_ins()
