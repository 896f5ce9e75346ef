"""What obligations contribute to other apps: the looks of their states, frozen days, what a deed of the tree changes."""

import datetime as dt
from collections.abc import Sequence

from branches.models import Organization
from branches.workflow.holdings import Freezing
from core import clock
from core.clock import Period
from core.dates_zh import short_month
from core.parts import StateLook
from obligations.rules.cut_off import cut_off
from obligations.selectors.frozen_days import first_open_day
from obligations.selectors.owed import owed_duties

STATE_LOOKS = {
    "met": StateLook("已完成", "circle-check"),
    "met_late": StateLook("逾期补录", "clock-check"),
    "due_soon": StateLook("临期", "hourglass"),
    "open": StateLook("待开展", "circle-dashed"),
    "missed": StateLook("未开展", "alert-circle"),
    "waived": StateLook("应开未开·已说明", "circle-minus"),
    "not_applicable": StateLook("不适用", "minus"),
}


def _freezes_at(day: dt.date) -> dt.datetime:
    return cut_off(Period.month(day))


FREEZING = Freezing(first_open_day=first_open_day, freezes_at=_freezes_at)


def meetings_required(organizations: Sequence[Organization]) -> dict[str, str]:
    """How many meetings this month asks of each and of everything below it."""
    month = Period.month(clock.today())
    found = {}
    for each in organizations:
        rows = owed_duties(each, month, clock.today())
        required = sum(row.required or 0 for row in rows if row.period.months == 1)
        found[f"{each.short_name}{short_month(month.since)}应开"] = f"{required:,}次"
    return found
