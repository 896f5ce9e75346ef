"""Writes the reports of past months: built, frozen and published as the district would have done."""

import datetime as dt
from random import Random

from branches.models import Organization
from core import clock
from core.clock import Period
from demo.rules.chance import random_uuid
from obligations.models import FrozenMonth
from obligations.rules.cut_off import cut_off
from reports.actions import store_rows
from reports.actions.build_report import committees
from reports.models import Report
from reports.rules.issuing import addressees, issuing_office
from reports.sql import snapshot

NOTE = (
    "请各党（工）委对照未开展名单，督促相关支部在本月15日前补开并录入；连续两期以上未开展的，上门了解情况。"
)
STATUS = Report.Status


def write(root: Organization, month: Period, *, publisher_id: int | None, rng: Random) -> int:
    """Every committee's report of a month, the root's from the meetings and the others from its rows.

    Without a publisher they stay frozen. The figures and digests are those the actions make; what differs is that their times are those of that month, and
    that they leave no entries of their own: the demonstration is one deed. Returns how many reports.
    """
    now, until = clock.now(), cut_off(month)
    frozen_at = until + dt.timedelta(minutes=10)
    published_at = until + dt.timedelta(days=2, hours=9, minutes=30)
    source: Report | None = None
    concerned = committees(root, month)
    for committee in concerned:
        report = Report.objects.create(
            uuid=random_uuid(rng),
            organization=committee,
            path=committee.path,
            month=month.since,
            counted_until=until,
        )
        if source is None:
            store_rows.store_rows(report)
            snapshot.check_sums(report)
            store_rows.check_held(report)
            source = report
        else:
            snapshot.copy_rows(report, source)
        report.digest = snapshot.content_digest(report)
        report.built_at = min(frozen_at, now)
        if frozen_at <= now:
            report.status, report.frozen_at = STATUS.FROZEN, frozen_at
            FrozenMonth.objects.create(path=report.path, month=report.month)
        if publisher_id and published_at <= now:
            report.status, report.published_at, report.published_by_id = (
                STATUS.PUBLISHED,
                published_at,
                publisher_id,
            )
            report.issuer = issuing_office(
                code=committee.code, name=committee.name, is_top=committee.depth == 1
            )
            report.addressees = addressees(code=committee.code, is_top=committee.depth == 1)
            report.note = NOTE if committee.pk == root.pk else ""
        report.save()
    return len(concerned)
