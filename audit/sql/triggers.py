"""Database triggers that keep audit entries append-only: updating, deleting, replacing or emptying fails (R-SEC-02)."""

from typing import Any

from audit.models import Entry

TABLE = Entry._meta.db_table
NEVER = "audit entries are never"
SQLITE = {
    "entry_never_changed": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{NEVER} changed'); END",
    "entry_never_deleted": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{NEVER} deleted'); END",
    # INSERT OR REPLACE deletes without asking the trigger above.
    "entry_never_replaced": f"BEFORE INSERT ON {TABLE} WHEN EXISTS "
    f"(SELECT 1 FROM {TABLE} WHERE id = NEW.id OR digest = NEW.digest) "
    f"BEGIN SELECT RAISE(ABORT, '{NEVER} replaced'); END",
}
POSTGRESQL = {
    "entry_stays": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "entry_never_emptied": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$ LANGUAGE plpgsql"
)


def install(connection: Any) -> None:
    """Put all of them in place, whichever stood there."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, text in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {text}")
            return
        cursor.execute(FUNCTION)
        for name, text in POSTGRESQL.items():
            cursor.execute(f"CREATE TRIGGER {name} {text} EXECUTE FUNCTION audit_entry_stays()")


def remove(connection: Any) -> None:
    """Only for taking the migration back and for emptying a test database."""
    with connection.cursor() as cursor:
        for name in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any) -> list[str]:
    """The names of those that do not stand there, or were switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'", [TABLE]
            )
        standing = {name for (name,) in cursor.fetchall()}
    wanted = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    return [name for name in wanted if name not in standing]
