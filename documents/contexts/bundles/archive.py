"""Pack a meeting into a ZIP whose manifest lists every part with its size and SHA-256."""

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

from django.utils import timezone

from core import clock
from core.sealing import CannotUnseal
from core.uploads import ENDINGS
from documents.contexts.bundles.serialize import serialize_meeting
from documents.rules.bundles import FILES, FORMAT, MANIFEST, MINUTES, RECORD
from documents.rules.signatures import sign
from meetings.models import Attachment, Meeting


def pack_bundle(meeting: Meeting, minutes: bytes) -> bytes:
    """The content of the ZIP. Attachments are stored without compression, since photos are compressed already."""
    attachments = meeting.attachments.filter(removed_at__isnull=True)
    files = [
        (f"{FILES}{number:03}{ENDINGS.get(one.content_type, '')}", one)
        for number, one in enumerate(attachments, 1)
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
            add(path, _content(one))
        manifest: dict[str, Any] = {
            "schema": FORMAT,
            "meeting": str(meeting.uuid),
            "made_at": timezone.localtime(clock.now()).isoformat(),
            "files": parts,
        }
        manifest["signature"] = sign(manifest)
        bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return out.getvalue()


def _content(attachment: Attachment) -> bytes:
    """Raises CannotUnseal: evidence that lacks a file is not handed out as if it were whole."""
    try:
        with attachment.file.open("rb") as file:
            return bytes(file.read())
    except CannotUnseal as closed:
        raise CannotUnseal(f"“{attachment.name}”：{CannotUnseal.sentence}") from closed
