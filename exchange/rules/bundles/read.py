"""Read an uploaded bundle and verify every part of it against the manifest.

Sizes and numbers are limited before anything is unpacked or parsed; the kept files are judged later, by meetings.files.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings

from core import archives
from core.json_validators import InvalidValue, Validator
from core.signatures import is_believed
from exchange import errors
from exchange.rules.bundles import MANIFEST, MINUTES, RECORD
from exchange.rules.bundles.schema import MANIFEST_VALIDATOR, MOST_PARTS, PARTS, RECORD_VALIDATOR

MOST_JSON = 20 * 1024 * 1024
MOST_VALUES = 400_000
"""In one part of JSON: counted by its commas and brackets before it is parsed, since a value takes many times its bytes."""
PATH = re.compile(r"files/\d{3}(?:\.[a-z]{3,4})?")


@dataclass(frozen=True)
class Bundle:
    """A verified bundle. `is_signed`: by an installation that is believed; otherwise the record is without what it told of
    people's deeds, and `left_out` counts that by its label.
    """

    record: dict[str, Any]
    files: dict[str, bytes]
    made_at: Any
    is_signed: bool
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def uuid(self) -> Any:
        return self.record["id"]


def read_bundle(content: bytes) -> Bundle:
    """Verify and read. Raises NotABundle, BundleTampered (naming the part)."""
    try:
        with archives.open_archive(
            content, most_bytes=settings.BUNDLE_MOST_BYTES, most_parts=MOST_PARTS
        ) as archive:
            entries = archive.infolist()
            for each in entries:
                if each.filename in (MANIFEST, RECORD) and each.file_size > MOST_JSON:
                    raise errors.NotABundle(why=f"{each.filename}太大")
            parts = {each.filename: archive.read(each) for each in entries}
    except archives.TooMuch as much:
        raise errors.NotABundle(why="里面的文件太多或太大") from much
    except archives.BROKEN as broken:
        raise errors.NotABundle(why="文件打不开，可能没有传完") from broken
    if len(parts) != len(entries):
        raise errors.NotABundle(why="里面有重名的文件")
    if MANIFEST not in parts:
        raise errors.NotABundle(why=f"里面没有{MANIFEST}")
    raw = parts.pop(MANIFEST)
    manifest = _json(raw, MANIFEST_VALIDATOR, MANIFEST)
    _verify(manifest, parts)
    is_signed = _is_signed(json.loads(raw))
    record = _json(parts[RECORD], RECORD_VALIDATOR, RECORD)
    if record["id"] != manifest["meeting"]:
        raise errors.BundleTampered(part=RECORD, why="会议编号和清单不同")
    for one in record["files"]:
        if one["path"] not in parts:
            raise errors.BundleTampered(part=one["path"], why="记录里有，包里没有")
    files = {path: body for path, body in parts.items() if path not in (RECORD, MINUTES)}
    left_out = {} if is_signed else _leave_out_deeds(record)
    return Bundle(record, files, manifest["made_at"], is_signed, left_out)


def _leave_out_deeds(record: dict[str, Any]) -> dict[str, int]:
    """Take out of the record what anybody could have made up about others' deeds. Returns how many, by label."""
    labels = {name: part.label for name, part in PARTS.items() if part.tells_deeds}
    labels |= {"polls": "表决", "appraisals": "民主评议", "follow_ups": "落实情况"}
    left = {label: len(record[name]) for name, label in labels.items() if record[name]}
    for name in labels:
        record[name] = []
    for item in record["agenda"]:
        if item["became"]:
            left["落实情况"] = left.get("落实情况", 0) + len(item["became"])
            item["became"] = []
    return left


def _verify(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    listed = {one["path"]: one for one in manifest["files"]}
    for path in (RECORD, *listed):
        if path not in parts:
            raise errors.BundleTampered(part=path, why="包里没有这个文件")
        if path not in listed:
            raise errors.BundleTampered(part=path, why="清单里没有这个文件")
    for path, body in parts.items():
        if path not in listed:
            raise errors.BundleTampered(part=path, why="清单里没有这个文件")
        if path not in (RECORD, MINUTES) and not PATH.fullmatch(path):
            raise errors.BundleTampered(part=path, why="不该有这样的文件")
        entry = listed[path]
        if len(body) != entry["size"] or hashlib.sha256(body).hexdigest() != entry["sha256"].lower():
            raise errors.BundleTampered(part=path, why="内容和清单里的摘要不同")


def _is_signed(manifest: dict[str, Any]) -> bool:
    """Whether an installation that is believed signed it. Raises BundleTampered."""
    try:
        return is_believed(manifest)
    except InvalidSignature as wrong:
        raise errors.BundleTampered(part=MANIFEST, why="签名不对") from wrong


def _json(raw: bytes, expected: Validator, name: str) -> Any:
    if sum(map(raw.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise errors.NotABundle(why=f"{name}里的内容太多")
    try:
        return expected(json.loads(raw), name)
    except InvalidValue as wrong:
        raise errors.NotABundle(why=f"{wrong}读不出来，可能是别的版本写的") from wrong
    except (ValueError, RecursionError) as broken:
        raise errors.NotABundle(why=f"{name}读不出来") from broken


def is_bundle(content: bytes) -> bool:
    """Whether this is a ZIP with a manifest, whatever its name."""
    try:
        with archives.open_archive(
            content, most_bytes=settings.BUNDLE_MOST_BYTES, most_parts=MOST_PARTS
        ) as archive:
            return MANIFEST in archive.namelist()
    except (archives.TooMuch, *archives.BROKEN):
        return False
