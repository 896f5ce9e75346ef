"""Django configuration of the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from django.core.checks import register
        from django.db.models.signals import post_migrate

        from audit import keys, middleware

        middleware.record_sign_ins()
        register(keys.check_key)
        post_migrate.connect(keys.write_probe, sender=self, dispatch_uid="audit.write_probe")
