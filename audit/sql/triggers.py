"""Database triggers that keep audit entries append-only: updating or deleting one fails (R-SEC-02)."""

from typing import Any

from audit.models import Entry

TABLE = Entry._meta.db_table
SQLITE = {
    "entry_never_changed": f"CREATE TRIGGER entry_never_changed BEFORE UPDATE ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END",
    "entry_never_deleted": f"CREATE TRIGGER entry_never_deleted BEFORE DELETE ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END",
}
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$ LANGUAGE plpgsql",
    f"CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()",
]


def install(connection: Any) -> None:
    with connection.cursor() as cursor:
        for statement in SQLITE.values() if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Only for taking the migration back and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS entry_stays ON {TABLE}")
