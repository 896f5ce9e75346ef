"""Read an uploaded bundle and verify every part of it against the manifest, in the child of core.judging.

Sizes and numbers are limited before anything is unpacked or parsed; the kept files are judged later, by meetings.files.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings

from core import archives, judging
from documents.rules.bundles import MANIFEST, MINUTES, RECORD
from documents.rules.bundles.schema import MANIFEST_VALIDATOR, MOST_PARTS, PARTS, RECORD_VALIDATOR
from documents.rules.json_validators import InvalidValue, Validator
from documents.rules.signatures import believed_keys, is_believed
from exchange import errors

MOST_JSON = 20 * 1024 * 1024
MOST_VALUES = 400_000
"""In one part of JSON: counted by its commas and brackets before it is parsed, since a value takes many times its bytes."""
LIST = 64 * 1024
PATH = re.compile(r"files/\d{3}(?:\.[a-z]{3,4})?")


@dataclass(frozen=True)
class Bundle:
    """A verified bundle. `is_signed`: by an installation that is believed; otherwise the record is without what it told of
    people's deeds, and `left_out` counts that by its label.
    """

    content: bytes = field(repr=False)
    record: dict[str, Any]
    made_at: Any
    is_signed: bool
    left_out: Mapping[str, int]

    @property
    def uuid(self) -> Any:
        return self.record["id"]

    def file(self, path: str) -> bytes:
        with _opened(self.content, settings.BUNDLE_MOST_BYTES) as archive:
            return archive.read(path)


def read_bundle(content: bytes) -> Bundle:
    """Verify and read. Raises NotABundle, BundleTampered (naming the part), TooCostly, JudgesBusy."""
    verdict, most = "exchange.rules.read_bundle:verified_record", settings.BUNDLE_MOST_BYTES
    return Bundle(content, *judging.judge(verdict, content, most, believed_keys()))


def verified_record(content: bytes, most_bytes: int, believed: Collection[str]) -> tuple[Any, ...]:
    """(record, made_at, is_signed, left_out); no more than one part is in memory at a time. Raises NotABundle, BundleTampered."""
    try:
        with _opened(content, most_bytes) as archive:
            entries = archive.infolist()
            for each in entries:
                if each.filename in (MANIFEST, RECORD) and each.file_size > MOST_JSON:
                    raise errors.NotABundle(why=f"{each.filename}太大")
            digests = {each.filename: _digest(archive, each) for each in entries}
            written = {name: archive.read(name) for name in (MANIFEST, RECORD) if name in digests}
    except archives.TooMuch as much:
        raise errors.NotABundle(why="里面的文件太多或太大") from much
    except archives.BROKEN as broken:
        raise errors.NotABundle(why="文件打不开，可能没有传完") from broken
    if len(digests) != len(entries):
        raise errors.NotABundle(why="里面有重名的文件")
    if MANIFEST not in digests:
        raise errors.NotABundle(why=f"里面没有{MANIFEST}")
    manifest = _json(written[MANIFEST], MANIFEST_VALIDATOR, MANIFEST)
    _verify(manifest, {path: found for path, found in digests.items() if path != MANIFEST})
    try:
        is_signed = is_believed(json.loads(written[MANIFEST]), believed)
    except InvalidSignature as wrong:
        raise errors.BundleTampered(part=MANIFEST, why="签名不对") from wrong
    record = _json(written[RECORD], RECORD_VALIDATOR, RECORD)
    if record["id"] != manifest["meeting"]:
        raise errors.BundleTampered(part=RECORD, why="会议编号和清单不同")
    for one in record["files"]:
        if one["path"] not in digests:
            raise errors.BundleTampered(part=one["path"], why="记录里有，包里没有")
    left_out = {} if is_signed else _leave_out_deeds(record)
    return record, manifest["made_at"], is_signed, left_out


def _opened(content: bytes, most_bytes: int) -> zipfile.ZipFile:
    return archives.open_archive(content, most_bytes=most_bytes, most_parts=MOST_PARTS)


def _digest(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, str]:
    """(bytes, SHA-256) of a part, while it streams by."""
    with archive.open(entry) as part:
        return entry.file_size, hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type]


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


def _verify(manifest: dict[str, Any], digests: dict[str, tuple[int, str]]) -> None:
    listed = {one["path"]: one for one in manifest["files"]}
    for path in (RECORD, *listed):
        if path not in digests:
            raise errors.BundleTampered(part=path, why="包里没有这个文件")
        if path not in listed:
            raise errors.BundleTampered(part=path, why="清单里没有这个文件")
    for path, found in digests.items():
        if path not in listed:
            raise errors.BundleTampered(part=path, why="清单里没有这个文件")
        if path not in (RECORD, MINUTES) and not PATH.fullmatch(path):
            raise errors.BundleTampered(part=path, why="不该有这样的文件")
        if found != (listed[path]["size"], listed[path]["sha256"].lower()):
            raise errors.BundleTampered(part=path, why="内容和清单里的摘要不同")


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
    """Whether this is a ZIP with a manifest in the list at its end, whatever its name; nothing of it is parsed."""
    return content.startswith(b"PK") and MANIFEST.encode() in content[-LIST:]
