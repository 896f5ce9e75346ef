"""What both import commands do: check, write, say the totals, and put the failed rows beside the file."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import CommandError

from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken
from exchange.actions import import_workbooks
from exchange.roster.failed_rows import failed_rows
from exchange.roster.preview import Preview

WORDS = {
    "rows": "共",
    "new": "新增",
    "changed": "更新",
    "unchanged": "不变",
    "warning": "警告",
    "error": "错误",
}


def bring_in(
    kind: str, file: Path, scope: Organization | None, *, dry_run: bool, say: Callable[[str], object]
) -> None:
    """Raises CommandError for a file that is not there, or cannot be read, or was refused as a whole."""
    try:
        content = file.read_bytes()
    except OSError as missing:
        raise CommandError(f"打不开{file}：{missing.strerror}") from missing
    try:
        if dry_run:
            way = import_workbooks.WAYS[kind]
            way.must(scope, SYSTEM)
            checked = way.check(content, scope, SYSTEM)
            totals, failed = checked.totals, failed_rows(checked.sheets, Preview(way.pack(checked)).failed)
        else:
            batch = import_workbooks.now(kind=kind, organization=scope, content=content, name=file.name)
            totals, failed = batch.totals, import_workbooks.failed_of(batch)
    except RuleBroken as refusal:
        raise CommandError(str(refusal)) from refusal
    say("，".join(f"{word}{totals[name]}行" for name, word in WORDS.items()) + "。")
    if dry_run:
        say("只做了核对，没有写入。")
    if totals["error"]:
        beside = file.with_name(f"{file.stem}-错误行.xlsx")
        beside.write_bytes(failed)
        say(f"错误行在{beside}，改好后可以再导入。")
