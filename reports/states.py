"""The states of a stored report and the moves between them, as plain data."""

from django.db import models

from core.errors import Gone
from core.moves import Move, Moves
from reports.errors import ReportFrozen


class ReportStatus(models.TextChoices):
    DRAFTED = "drafted", "初稿"
    FROZEN = "frozen", "已冻结，未公布"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤下"


REPORT_MOVES = Moves(
    "status",
    {
        "build": Move({ReportStatus.DRAFTED}),  # holds the draft while it is written
        "freeze": Move({ReportStatus.DRAFTED}, ReportStatus.FROZEN),
        "publish": Move({ReportStatus.FROZEN}, ReportStatus.PUBLISHED, refusal=Gone, action="report.publish"),
        "withdraw": Move(
            {ReportStatus.PUBLISHED}, ReportStatus.WITHDRAWN, refusal=Gone, action="report.withdraw"
        ),
    },
    refusal=ReportFrozen,
    labels=ReportStatus,
    facts=lambda report: {
        "organization": report.organization.short_name,
        "month": f"{report.month.year}年{report.month.month}月",
    },
)
