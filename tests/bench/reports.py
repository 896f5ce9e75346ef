"""The month's report of the whole district, by the product and by hand; and one meeting changed in it."""

from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import transaction

from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import SYSTEM
from core import clock
from core.clock import Period
from meetings.models import Meeting
from meetings.states import Status
from obligations.sql.fulfilled import LINE, TOTAL
from reports.actions import draw_up, refresh
from reports.models import Report
from reports.sql import snapshot
from reports.sql.update_lines import update_lines
from tests.bench import hand_sql
from tests.bench.result import Result, measure


def run(rounds: int) -> list[Result]:
    root = Organization.objects.get(code="DEMO")
    month = last_quarter_month(clock.today())
    report = Report.objects.get(organization=root, month=month.since)
    # What the demo froze is a draft again here: the bench works on a database of its own.
    Report.objects.filter(month=month.since).update(status=Report.Status.DRAFTED)
    same_rows(report)
    stored = measure(
        "月报：全区，由会议表算出并入库",
        committed(lambda: snapshot.store(report)),
        committed(lambda: hand_sql.write(report)),
        goal=1.5,
        rounds=rounds,
    )
    return [stored, *changed(root, month, rounds)]


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
        snapshot.store(report)
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


def changed(root: Organization, month: Period, rounds: int) -> list[Result]:
    """One meeting corrected, and every report that shows it right again; against drawing the month up anew."""
    meeting = (
        Meeting.objects.filter(
            status=Status.CONFIRMED, organization__short_name="滨江社区第二党支部", is_void=False
        )
        .held_in(month)
        .filter(kinds__kind="theme_day", present__gt=3)
        .get()
    )
    above = tree.ancestors(meeting.organization.path)
    concerned = list(Report.objects.filter(month=month.since, path__in=above).order_by("path"))
    draw_up(organization=root, month=month, by=SYSTEM)
    turn = count()

    def correct() -> None:
        away = 1 if next(turn) % 2 else -1
        Meeting.objects.filter(pk=meeting.pk).update(
            present=meeting.present - (away > 0), absent=meeting.absent + (away > 0), changed_at=clock.now()
        )

    def figures_right() -> None:
        correct()
        update_lines(concerned, meeting.organization)

    def reports_right() -> None:
        correct()
        for report in concerned:
            refresh(report=Report.objects.select_related("organization").get(pk=report.pk), by=SYSTEM)

    def anew() -> None:
        draw_up(organization=root, month=month, by=SYSTEM)

    given = {"goal": 0.01, "rounds": rounds}
    many = len(concerned)
    return [
        measure(f"改1次会议：{many}份月报的数字算对；对照整月重建", committed(figures_right), anew, **given),
        measure(
            f"改1次会议：{many}份月报连同合计核对、校验码、审计；对照整月重建", reports_right, anew, **given
        ),
    ]
