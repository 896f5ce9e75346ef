"""Anchors: where the chain of entries ended, written outside the database under a key that is not in it (R-SEC-02).

Whoever can write the database can reckon the whole chain anew, cut or empty it; the anchors then tell. Each line of the file
names the database (by its key probe, which nobody makes without DATA_KEY), how many entries there were, the digest of the
last one, and a keyed digest over that and the line before it. What is anchored is also said in the log, which is kept
elsewhere.
"""

import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from audit.models import KeyProbe
from core import clock, durable, sealing

EVERY = 100  # entries, and every night: what is cut off behind the last anchor is told by nothing
FIRST = "0" * 64
FACTS = ("database", "count", "digest", "at")
CUT_OFF = "the last line of the anchors was cut off"
SHAPE: dict[str, type] = {"database": str, "count": int, "digest": str, "at": str, "mac": str}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Anchors:
    """What the file says: count of entries → digest of the last, and what is wrong with the file itself."""

    digests: dict[int, str]
    wrong: list[str]


def write(count: int, digest: str) -> None:
    """Append an anchor and make it survive. Raises nothing: a full disk must not undo what was done."""
    if not count:
        return
    try:
        *_, last = [FIRST, *(line["mac"] for line in _lines() if line)]
        line = {
            "database": next(iter(_databases()), ""),
            "count": count,
            "digest": digest,
            "at": clock.now().isoformat(),
        }
        _append(line | {"mac": _mac(last, line, _keys()[0])})
    except OSError as failed:
        log.error("audit anchor not written", extra={"count": count, "reason": type(failed).__name__})
        return
    log.warning("audit anchor", extra={"count": count, "digest": digest})


def read() -> Anchors:
    """All anchors of this database; each line is checked against its key and the line before it."""
    found, wrong, last, databases, is_cut = {}, [], FIRST, _databases(), False
    for number, line in enumerate(_lines(), 1):
        is_cut = line is None
        if line is None:
            continue
        facts = {name: line[name] for name in FACTS}
        if not any(hmac.compare_digest(_mac(last, facts, key), line["mac"]) for key in _keys()):
            wrong.append(f"anchor {number}: it was changed, or the line before it is missing")
        last = line["mac"]
        if line["database"] in databases:
            found[line["count"]] = line["digest"]
    return Anchors(found, [*wrong, CUT_OFF] if is_cut else wrong)


def sign_anew() -> None:
    """Put the file under the key in use, and this database's new name, once it was found right under the one being replaced."""
    if not _path().exists() or read().wrong:
        return
    text, last, databases = "", FIRST, _databases()
    for line in filter(None, _lines()):
        facts = {name: line[name] for name in FACTS}
        if facts["database"] in databases:
            facts["database"] = databases[0]
        last = _mac(last, facts, _keys()[0])
        text += json.dumps(facts | {"mac": last}) + "\n"
    durable.write_whole(_path(), text.encode())


def _databases() -> list[str]:
    """The names of this database: by its probe, and by the one it had before its key was replaced."""
    probe = KeyProbe.objects.order_by("pk").first()
    sealed = [probe.sealed, *probe.previous.split()] if probe else []
    return [hashlib.sha256(each.encode()).hexdigest()[:16] for each in sealed]


def _path() -> Path:
    return Path(settings.AUDIT_ANCHORS)


def _lines() -> Iterator[dict[str, Any] | None]:
    """The lines in order, None for one that cannot be read. Where a failing power cut it off the next joins the one before
    it; where a whole line was spoilt it does not.
    """
    if not _path().exists():
        return
    for text in _path().read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            line = None
        is_whole = isinstance(line, dict) and all(isinstance(line.get(name), SHAPE[name]) for name in SHAPE)
        yield line if is_whole else None


def _append(line: dict[str, Any]) -> None:
    _path().parent.mkdir(parents=True, exist_ok=True)
    is_cut = _path().exists() and _path().read_bytes()[-1:] not in (b"", b"\n")
    with open(os.open(_path(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as file:
        file.write(b"\n" * is_cut + json.dumps(line).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _keys() -> list[bytes]:
    """The key in use first. Without one of its own it comes from DATA_KEY, and is replaced with that."""
    if settings.AUDIT_KEY:
        return [settings.AUDIT_KEY.encode()]
    return [sealing.derived_key("audit anchors", each) for each in sealing.accepted_keys()]


def _mac(last: str, line: dict[str, Any], key: bytes) -> str:
    said = json.dumps([last, *(line[name] for name in FACTS)])
    return hmac.digest(key, said.encode(), "sha256").hex()
