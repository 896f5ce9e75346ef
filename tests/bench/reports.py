"""The month's report of the whole district, computed and stored: the product's beside SQL written by hand."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from branches.models import Organization
from core import clock
from core.clock import Period
from obligations.sql.fulfilled import LINE, TOTAL
from reports.actions import store_rows
from reports.models import Report
from tests.bench import hand_sql
from tests.bench.result import Result, measure


def run(rounds: int) -> list[Result]:
    root = Organization.objects.get(code="DEMO")
    month = last_quarter_month(clock.today())
    report = Report.objects.get(organization=root, month=month.since)
    # What the demo froze is a draft again here: the bench works on a database of its own.
    Report.objects.filter(month=month.since).update(status=Report.Status.DRAFTED)
    same_rows(report)
    return [
        measure(
            "月报：全区，由会议表算出并入库",
            committed(lambda: store_rows.store_rows(report)),
            committed(lambda: hand_sql.write(report)),
            goal=1.3,
            rounds=rounds,
        )
    ]


def committed(deed: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        with transaction.atomic():
            deed()

    return run


def last_quarter_month(today: Any) -> Period:
    """The newest month that is over and ends a quarter, so that every rule is due in it."""
    month = Period.month(today).previous()
    while month.since.month % 3:
        month = month.previous()
    return month


def rows(report: Report) -> list[list[tuple[Any, ...]]]:
    lines = report.lines.order_by("path", "rule").values_list(*LINE)
    return [list(lines), list(report.totals.order_by("path").values_list(*TOTAL))]


def same_rows(report: Report) -> int:
    """Both ways must write the same, or comparing their times says nothing. Returns how many rows they agree on."""
    with transaction.atomic():
        store_rows.store_rows(report)
        product = rows(report)
        hand_sql.write(report)
        hand = rows(report)
    for ours, theirs in zip(product, hand, strict=True):
        if ours != theirs:
            different = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
            raise AssertionError(
                f"{len(ours)} and {len(theirs)} rows, {len(different)} differ: {different[:3]}"
            )
    return sum(len(part) for part in product)
