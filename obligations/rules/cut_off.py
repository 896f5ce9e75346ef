"""The instant before which a record must be submitted to count in a month's report."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from core.clock import Period, months_later


def cut_off(month: Period) -> dt.datetime:
    """The instant before which a record must be submitted to count in the month's report (a local midnight)."""
    last = months_later(month.since, 1) + dt.timedelta(days=settings.REPORT_CUT_OFF_DAY)
    return timezone.make_aware(dt.datetime.combine(last, dt.time()))
