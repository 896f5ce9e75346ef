"""The common part of the import commands: check, store, print the totals, write the failed rows beside the file."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import CommandError

from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken
from core.parts import parts
from core.workbooks.failed_rows import write_failed_rows
from core.workbooks.kinds import ImportKind
from core.workbooks.preview import Preview, pack_preview
from exchange.actions import import_workbooks
from exchange.selectors.import_files import failed_rows_workbook

WORDS = {
    "rows": "共",
    "new": "新增",
    "changed": "更新",
    "unchanged": "不变",
    "warning": "警告",
    "error": "错误",
}


def run_import(
    kind: str, file: Path, scope: Organization | None, *, dry_run: bool, say: Callable[[str], object]
) -> None:
    """Check a workbook and, unless dry_run, store it. Raises CommandError if it is unreadable or refused."""
    try:
        content = file.read_bytes()
    except OSError as missing:
        raise CommandError(f"打不开{file}：{missing.strerror}") from missing
    try:
        if dry_run:
            import_kind: ImportKind = parts("IMPORT_KINDS")[kind]
            import_kind.authorise(scope, SYSTEM)
            checked = import_kind.check_file(content, scope, SYSTEM)
            preview = Preview(pack_preview(checked, import_kind.layout))
            totals, failed = checked.totals, write_failed_rows(checked.sheets, preview.failed)
        else:
            batch = import_workbooks.import_at_once(
                kind=kind, organization=scope, content=content, name=file.name
            )
            totals, failed = batch.totals, failed_rows_workbook(batch)
    except RuleBroken as refusal:
        raise CommandError(str(refusal)) from refusal
    say("，".join(f"{word}{totals[name]}行" for name, word in WORDS.items()) + "。")
    if dry_run:
        say("只做了核对，没有写入。")
    if totals["error"]:
        beside = file.with_name(f"{file.stem}-错误行.xlsx")
        beside.write_bytes(failed)
        say(f"错误行在{beside}，改好后可以再导入。")
