"""Pack a meeting into a ZIP whose manifest lists every part with its size and SHA-256."""

import hashlib
import hmac
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone

from core import clock
from exchange.bundles import FILES, FORMAT, MANIFEST, MINUTES, RECORD
from exchange.bundles.serialize import serialize_meeting
from meetings.files.uploads import ENDINGS
from meetings.models import Attachment, Meeting


def canonical_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(manifest: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over the manifest without its signature; "" without a key."""
    if not settings.BUNDLE_KEY:
        return ""
    said = {name: value for name, value in manifest.items() if name != "signature"}
    return hmac.new(settings.BUNDLE_KEY.encode(), canonical_json(said), hashlib.sha256).hexdigest()


def pack_bundle(meeting: Meeting, minutes: bytes) -> bytes:
    """The content of the ZIP. Attachments are stored without compression, since photos are compressed already."""
    kept = list(meeting.attachments.filter(removed_at__isnull=True))
    files = [
        (f"{FILES}{number:03}{ENDINGS.get(one.content_type, '')}", one) for number, one in enumerate(kept, 1)
    ]
    record = json.dumps(serialize_meeting(meeting, files), ensure_ascii=False, indent=1).encode()
    out, parts = BytesIO(), []
    with zipfile.ZipFile(out, "w") as bundle:

        def add(path: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(path, timezone.localtime(clock.now()).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_STORED if path.startswith(FILES) else zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)
            parts.append({"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})

        add(RECORD, record)
        add(MINUTES, minutes)
        for path, one in files:
            add(path, _file_content(one))
        manifest: dict[str, Any] = {
            "schema": FORMAT,
            "meeting": str(meeting.uuid),
            "made_at": timezone.localtime(clock.now()).isoformat(),
            "files": parts,
        }
        sign = signature(manifest)
        manifest["signature"] = {"algorithm": "HMAC-SHA256", "value": sign} if sign else None
        bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return out.getvalue()


def _file_content(one: Attachment) -> bytes:
    with one.file.open("rb") as kept:
        return bytes(kept.read())
