"""The files of an upload: the workbook, the stored preview of its check, and its failed rows."""

import datetime as dt
from typing import cast

from django.conf import settings
from django.db.models import Q

from branches.models import Organization
from branches.rules import tree
from core import clock
from core.errors import Gone
from core.parts import parts
from core.workbooks.kinds import ImportKind
from core.workbooks.preview import Preview
from core.workbooks.reading import read_workbook
from exchange import errors
from exchange.models import Import
from exchange.selectors.failed_rows import write_failed_rows
from obligations.models import FrozenMonth


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
    with batch.file.open("rb") as file:
        return bytes(file.read())


def preview_name(batch: Import) -> str:
    return f"{str(batch.file.name).removesuffix('.sealed')}.preview"


def read_preview(batch: Import) -> Preview:
    """The stored result of the check. Raises ImportGone."""
    must_not_be_deleted(batch)
    with batch.file.storage.open(preview_name(batch), "rb") as file:
        return Preview(file.read())


def last_frozen_month(organization: Organization | None) -> dt.date | None:
    """The last month whose figures, of the organization or of any (None), never change again."""
    frozen = FrozenMonth.objects.order_by("-month")
    if organization is not None:
        path = organization.path
        above = [path[:end] for end in range(tree.WIDTH, len(path) + 1, tree.WIDTH)]
        frozen = frozen.filter(Q(path__in=above) | Q(path__startswith=path))
    return frozen.values_list("month", flat=True).first()


def earliest_day(organization: Organization | None) -> dt.date | None:
    """The first day from which somebody may belong: that after the last frozen month."""
    frozen = last_frozen_month(organization)
    return clock.months_later(frozen, 1) if frozen else None


def failed_rows_workbook(batch: Import) -> bytes:
    """A workbook of the failed rows with the reasons. It contains full numbers, as the upload did.

    Raises ImportGone.
    """
    sheets = read_workbook(uploaded_content(batch), get_import_kind(batch).layout, batch.mapping)
    return write_failed_rows(sheets, read_preview(batch).failed)
