"""The database also refuses to replace an entry (SQLite) and to empty their table (PostgreSQL)."""

from typing import Any

from django.db import migrations

from audit.sql import triggers


def install(apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_open_jobs_and_ticks")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
