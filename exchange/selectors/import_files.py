"""The files of an upload: the sealed workbook, the stored preview of its check, and its failed rows."""

from typing import cast

from django.conf import settings

from core.errors import Gone
from core.parts import parts
from core.workbooks.failed_rows import write_failed_rows
from core.workbooks.kinds import ImportKind
from core.workbooks.preview import Preview
from core.workbooks.reading import read_workbook
from exchange import errors
from exchange.models import Import
from members.personal_data import sealing


def get_import_kind(batch: Import) -> ImportKind:
    """The kind of an uploaded workbook. Raises Gone for a bundle."""
    kinds = parts("IMPORT_KINDS")
    if batch.kind not in kinds:
        raise Gone
    return cast(ImportKind, kinds[batch.kind])


def must_not_be_deleted(batch: Import) -> None:
    """The file of the upload must still exist. Raises ImportGone."""
    if batch.thrown_at is not None:
        raise errors.ImportGone(days=settings.IMPORT_KEPT_DAYS)


def uploaded_content(batch: Import) -> bytes:
    """The workbook as it was uploaded. Raises ImportGone."""
    must_not_be_deleted(batch)
    with batch.file.open("rb") as sealed:
        return sealing.unseal_bytes(sealed.read())


def preview_name(batch: Import) -> str:
    return f"{str(batch.file.name).removesuffix('.sealed')}.preview"


def read_preview(batch: Import) -> Preview:
    """The stored result of the check. Raises ImportGone."""
    must_not_be_deleted(batch)
    with batch.file.storage.open(preview_name(batch), "rb") as sealed:
        return Preview(sealing.unseal_bytes(sealed.read()))


def failed_rows_workbook(batch: Import) -> bytes:
    """A workbook of the failed rows with the reasons. It contains full numbers, as the upload did.

    Raises ImportGone.
    """
    sheets = read_workbook(uploaded_content(batch), get_import_kind(batch).layout, batch.mapping)
    return write_failed_rows(sheets, read_preview(batch).failed)
