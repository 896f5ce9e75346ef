"""The command restore: puts a backup in place of an empty installation, and proves that it is what was backed up."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import chain, keys
from audit.management import backup
from core import sealing


class Command(BaseCommand):
    help = (
        "Restore what `manage.py backup DIR` wrote, into an empty database and an empty place for files. Everything is compared "
        "before anything is written: digests, database, and DATA_KEY."
    )
    requires_system_checks = []  # there are no tables yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *, directory: Path, **options: Any) -> None:
        try:
            manifest = backup.read(directory)
            if manifest["key"] != sealing.fingerprint():
                raise CommandError("DATA_KEY is not the key this backup was made with: set it first.")
            backup.restore(directory)
        except backup.CannotBackUp as reason:
            raise CommandError(str(reason)) from reason
        call_command("migrate", interactive=False, verbosity=0)
        keys.must_fit()
        if wrong := chain.broken_links():
            raise CommandError(
                f"The chain of the audit is broken at {len(wrong)} entries, the first: {wrong[0]}"
            )
        head = chain.head()
        if head.count < manifest["entries"]:
            raise CommandError(f"{manifest['entries'] - head.count} entries of the audit are missing.")
        self.stdout.write(f"已恢复：审计{head.count}条，链完整；密钥相符。现在可以启动。")
