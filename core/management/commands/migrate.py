"""The command migrate: Django's own, with each migration and its note in one transaction.

Django notes a migration after it has committed what it did. Whatever is killed in between leaves tables nobody has noted,
and no start after it goes on.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    """Applies a migration and notes it, or neither."""

    def apply_migration(self, state: Any, migration: Any, *args: Any, **kwargs: Any) -> Any:
        if not migration.atomic:
            return super().apply_migration(state, migration, *args, **kwargs)
        using = self.connection.alias
        # SQLite draws tables anew only where keys are not checked, and that is settled before a transaction begins.
        with self.connection.constraint_checks_disabled(), transaction.atomic(using=using):
            return super().apply_migration(state, migration, *args, **kwargs)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrate.MigrationExecutor = WholeExecutor
        super().handle(*args, **options)
