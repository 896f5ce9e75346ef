"""Store an uploaded file with its row and audit entry; shared by the actions that upload."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile

from audit import chain
from branches.selectors.actors import Actor
from exchange.models import Import


def store_upload(
    content: bytes, by: Actor, *, file_name: str, audited: Mapping[str, Any], **columns: Any
) -> Import:
    """The row of an upload. `audited` is said in its audit entry beside the kind."""
    batch = Import(file_name=file_name[:200], uploaded_by=by.user, **columns)
    batch.file.save(f"{batch.uuid}.sealed", ContentFile(content), save=False)
    batch.save()
    chain.record(
        "import.upload", by=by, subject=batch, where=batch.organization, after={"kind": batch.kind, **audited}
    )
    return batch
