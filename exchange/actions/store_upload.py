"""Store an uploaded file with its row and audit entry, and what of it was written; shared by the actions that do."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile

from audit import chain
from branches.selectors.actors import Actor
from core import bulk
from exchange.models import Import, ImportedRow


def store_upload(
    content: bytes, by: Actor, *, file_name: str, audited: Mapping[str, Any], **columns: Any
) -> Import:
    """The row of an upload. `audited` is said in its audit entry beside the kind. The same file of the same person for the same
    place, not confirmed yet, is that upload, checked anew."""
    digest = hashlib.sha256(content).hexdigest()
    facts = {name: columns[name] for name in ("kind", "organization")}
    mine = Import.objects.filter(**facts, digest=digest, uploaded_by=by.user, thrown_at__isnull=True)
    if same := mine.filter(status=Import.Status.PREVIEWED, file_name=file_name[:200]).last():
        for name, value in columns.items():
            setattr(same, name, value)
        same.save(update_fields=list(columns))
        return same
    batch = Import(file_name=file_name[:200], uploaded_by=by.user, digest=digest, **columns)
    batch.file.save(f"{batch.uuid}.sealed", ContentFile(content), save=False)
    batch.save()
    chain.record(
        "import.upload", by=by, subject=batch, where=batch.organization, after={"kind": batch.kind, **audited}
    )
    return batch


def keep_written(batch: Import | None, rows: Iterable[tuple[int, int, dict[str, Any] | None]]) -> None:
    """Keep what was done to each row, in its transaction: its key, its version now, its former columns or None if it is new."""
    if batch is not None:
        lines = ((batch.pk, *row) for row in rows)
        bulk.insert(ImportedRow, ("batch_id", "row", "version", "before"), lines)
