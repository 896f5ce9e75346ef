"""The common part of the import commands: check, store, print the totals, write the failed rows beside the file."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken
from core.parts import parts
from core.workbooks.kinds import ImportKind
from core.workbooks.preview import Preview, pack_preview
from exchange.actions import import_workbooks
from exchange.selectors.failed_rows import write_failed_rows
from exchange.selectors.import_files import failed_rows_workbook

WORDS = {
    "rows": "共",
    "new": "新增",
    "changed": "更新",
    "unchanged": "不变",
    "warning": "警告",
    "error": "错误",
}


class ImportCommand(BaseCommand):
    """Checks a workbook and, unless --dry-run, stores it. `kind` is a key of IMPORT_KINDS."""

    kind: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *, file: Path, dry_run: bool, scope: Organization | None = None, **options: Any) -> None:
        try:
            totals, failed = self.import_file(file, scope, dry_run, options.get("since"))
        except OSError as missing:
            raise CommandError(f"打不开{file}：{missing.strerror}") from missing
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("，".join(f"{word}{totals[name]}行" for name, word in WORDS.items()) + "。")
        if dry_run:
            self.stdout.write("只做了核对，没有写入。")
        if totals["error"]:
            beside = file.with_name(f"{file.stem}-错误行.xlsx")
            beside.write_bytes(failed)
            self.stdout.write(f"错误行在{beside}，改好后可以再导入。")

    def import_file(
        self, file: Path, scope: Organization | None, dry_run: bool, since: dt.date | None = None
    ) -> tuple[dict[str, int], bytes]:
        """The totals, and a workbook of the failed rows."""
        content = file.read_bytes()
        if not dry_run:
            batch = import_workbooks.import_at_once(
                kind=self.kind, organization=scope, content=content, name=file.name, since=since
            )
            return batch.totals, failed_rows_workbook(batch)
        kind: ImportKind = parts("IMPORT_KINDS")[self.kind]
        kind.authorise(scope, SYSTEM)
        checked = kind.check_file(content, scope, SYSTEM)
        preview = Preview(pack_preview(checked, kind.layout))
        return checked.totals, write_failed_rows(checked.sheets, preview.failed)
