"""Read an uploaded bundle and verify every part of it against the manifest."""

import hashlib
import hmac
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings

from branches.states import Kind as OrganizationKind
from exchange import errors
from exchange.rules.bundles import FORMAT, FORMER_FORMATS, MANIFEST, MINUTES, RECORD, RECORD_FORMAT, validate
from exchange.rules.bundles.schema import PARTS
from exchange.rules.bundles.validate import (
    PERSON,
    InvalidValue,
    day,
    list_of,
    moment,
    object_of,
    one_of,
    optional,
    record_validators,
    text,
    whole_number,
    yes_or_no,
)
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision, MeetingRecord, StatementEntry
from meetings.states import AttachmentKind, BallotChoice, Grade, Kind, Matter, Status

MOST_PARTS = 100
PATH = re.compile(r"files/\d{3}(?:\.[a-z]{3,4})?")
FOLLOW_UP: dict[str, validate.Validator] = {
    "uuid": validate.uuid,
    "is_done": yes_or_no,
    "note": text(300),
    "on": day,
    "who": text(64),
    "at": moment,
}
RECORD_VALIDATOR = object_of(
    schema=one_of([RECORD_FORMAT, *FORMER_FORMATS]),
    id=validate.uuid,
    organization=object_of(
        code=text(32), name=text(120), short_name=text(60), kind=one_of(OrganizationKind.values)
    ),
    kinds=list_of(one_of(Kind.values), 9),
    **record_validators(MeetingRecord),
    status=one_of(Status.values),
    expected=whole_number(),
    present=whole_number(),
    on_leave=whole_number(),
    absent=whole_number(),
    submitted_at=optional(moment),
    roll_frozen_at=optional(moment),
    attendances=list_of(
        object_of(
            member=PERSON,
            **record_validators(AttendanceMark, without=["source"]),
            has_vote=yes_or_no,
            at=moment,
        )
    ),
    agenda=list_of(
        object_of(
            **record_validators(AgendaEntry),
            statements=list_of(object_of(speaker=optional(PERSON), **record_validators(StatementEntry)), 500),
            decision=optional(
                object_of(
                    **record_validators(Decision, without=["no", "abstain"]),
                    entitled=whole_number(),
                    present=whole_number(),
                    no=whole_number(),
                    abstain=whole_number(),
                    passed=yes_or_no,
                )
            ),
            became=list_of(object_of(meeting=optional(validate.uuid), **FOLLOW_UP), 500, may_lack=True),
        ),
        100,
    ),
    follow_ups=list_of(
        object_of(
            decision=object_of(meeting=validate.uuid, position=whole_number(), text=text(5_000)), **FOLLOW_UP
        ),
        500,
        may_lack=True,
    ),
    polls=list_of(
        object_of(
            uuid=validate.uuid,
            question=text(300),
            kind=one_of(Matter.values),
            candidate=text(64),
            is_secret=yes_or_no,
            opened_at=moment,
            closed_at=moment,
            entitled=optional(whole_number()),
            present=optional(whole_number()),
            papers=list_of(
                object_of(
                    about=optional(PERSON), choice=one_of(BallotChoice.values), count=whole_number(2000)
                ),
                5_000,
            ),
            voters=list_of(
                object_of(member=PERSON, has_voted=yes_or_no, choice=one_of(BallotChoice.values, blank=True)),
            ),
        ),
        100,
        may_lack=True,
    ),
    appraisals=list_of(
        object_of(
            uuid=validate.uuid,
            year=whole_number(),
            over_reason=text(300),
            closed_on=optional(day),
            poll=optional(validate.uuid),
            entries=list_of(
                object_of(
                    member=PERSON,
                    is_preparatory=yes_or_no,
                    self_text=text(500),
                    mutual_text=text(500),
                    excellent=whole_number(),
                    competent=whole_number(),
                    basic=whole_number(),
                    incompetent=whole_number(),
                    grade=one_of(Grade.values, blank=True),
                    opinion=text(300),
                    case=text(120),
                )
            ),
        ),
        10,
        may_lack=True,
    ),
    **{name: part.validator for name, part in PARTS.items()},
    files=list_of(object_of(path=text(40), name=text(120), kind=one_of(AttachmentKind.values)), MOST_PARTS),
)
MANIFEST_VALIDATOR = object_of(
    schema=one_of([FORMAT]),
    meeting=validate.uuid,
    made_at=moment,
    files=list_of(object_of(path=text(40), size=whole_number(2**40), sha256=text(64)), MOST_PARTS),
    signature=optional(object_of(algorithm=one_of(["HMAC-SHA256"]), value=text(64))),
)


@dataclass(frozen=True)
class Bundle:
    """A verified bundle. `is_signed`: with the key of this installation."""

    record: dict[str, Any]
    files: dict[str, bytes]
    made_at: Any
    is_signed: bool

    @property
    def uuid(self) -> Any:
        return self.record["id"]


def canonical_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(manifest: dict[str, Any]) -> str:
    """HMAC-SHA256 over the manifest without its signature; "" without a key."""
    if not settings.BUNDLE_KEY:
        return ""
    signed = {name: value for name, value in manifest.items() if name != "signature"}
    return hmac.new(settings.BUNDLE_KEY.encode(), canonical_json(signed), hashlib.sha256).hexdigest()


def read_bundle(content: bytes) -> Bundle:
    """Verify and read. Raises NotABundle, BundleTampered (naming the part)."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if (
                len(entries) > MOST_PARTS
                or sum(each.file_size for each in entries) > settings.BUNDLE_MOST_BYTES
            ):
                raise errors.NotABundle(why="里面的文件太多或太大")
            parts = {each.filename: archive.read(each) for each in entries}
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as broken:
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
    return Bundle(record, files, manifest["made_at"], is_signed)


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
        said = listed[path]
        if len(body) != said["size"] or hashlib.sha256(body).hexdigest() != said["sha256"].lower():
            raise errors.BundleTampered(part=path, why="内容和清单里的摘要不同")


def _is_signed(manifest: dict[str, Any]) -> bool:
    """True if signed with our key; False without a signature or without a key. Raises BundleTampered."""
    given, own = manifest.get("signature"), signature(manifest)
    if not given or not own:
        return False
    if not hmac.compare_digest(given["value"].encode(), own.encode()):
        raise errors.BundleTampered(part=MANIFEST, why="签名不对")
    return True


def _json(raw: bytes, expected: validate.Validator, name: str) -> Any:
    try:
        return expected(json.loads(raw), name)
    except InvalidValue as wrong:
        raise errors.NotABundle(why=f"{wrong}读不出来，可能是别的版本写的") from wrong
    except (ValueError, RecursionError) as broken:
        raise errors.NotABundle(why=f"{name}读不出来") from broken


def is_bundle(content: bytes) -> bool:
    """Whether this is a ZIP with a manifest, whatever its name."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
