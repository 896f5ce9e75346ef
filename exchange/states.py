"""The states of imports and large exports, as plain data."""

from django.db import models

from core.moves import Move, Moves
from exchange.errors import ExportDecided


class ExportStatus(models.TextChoices):
    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "没有批准"


EXPORT_MOVES = Moves(
    "status",
    {
        "approve": Move({ExportStatus.ASKED}, ExportStatus.APPROVED, action="export.approve"),
        "refuse": Move({ExportStatus.ASKED}, ExportStatus.REFUSED, action="export.refuse"),
    },
    refusal=ExportDecided,
    labels=ExportStatus,
    word="status",
)


class ImportStatus(models.TextChoices):
    PREVIEWED = "previewed", "待核对"
    CONFIRMED = "confirmed", "导入中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"
    TAKEN_BACK = "taken_back", "已撤销"


IMPORT_MOVES = Moves(
    "status",
    {
        "confirm": Move(
            {ImportStatus.PREVIEWED, ImportStatus.FAILED}, ImportStatus.CONFIRMED, action="import.confirm"
        ),
        # After its job failed; the import itself is still confirmed then.
        "confirm_again": Move({ImportStatus.CONFIRMED}, ImportStatus.CONFIRMED, action="import.confirm"),
        "finish": Move({ImportStatus.CONFIRMED}, ImportStatus.DONE, action="import.finish"),
        "fail": Move({ImportStatus.CONFIRMED}, ImportStatus.FAILED),
        # A bundle is imported at once, without a job.
        "take_in": Move({ImportStatus.PREVIEWED, ImportStatus.FAILED}, ImportStatus.DONE),
        "take_back": Move({ImportStatus.DONE}, ImportStatus.TAKEN_BACK, action="import.take_back"),
    },
    labels=ImportStatus,
)
