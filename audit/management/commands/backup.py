"""The command backup: writes the whole installation into a new directory, while it goes on working."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import chain
from audit.management import backup
from core import sealing


class Command(BaseCommand):
    help = (
        "Write database, kept files and a manifest into DIR, which must be new. The keys (SECRET_KEY, DATA_KEY) are not in it: "
        "keep them apart, and safe. Without DATA_KEY no number of a backup can ever be read again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *, directory: Path, **options: Any) -> None:
        head = chain.head()
        facts = {"entries": head.count, "chain": head.digest, "key": sealing.fingerprint()}
        try:
            manifest = backup.write(directory, facts)
        except backup.CannotBackUp as reason:
            raise CommandError(str(reason)) from reason
        count = len(manifest["digests"]) - 1
        self.stdout.write(
            f"已备份到{directory}：数据库、{count}个文件，审计{head.count}条以上。密钥不在里面，请另外保管。"
        )
        if manifest["files_are_in_a_store"]:
            self.stdout.write("附件在对象存储里，请按那里的办法备份。")
