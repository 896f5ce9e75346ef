"""Writes the rows of a report from the meetings and checks them against the meetings.

The calling actions check permissions and open the transaction.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from core import clock
from core.clock import Period
from meetings.models import Meeting
from obligations.rules.cut_off import cut_off
from obligations.selectors.duties import duties
from reports.errors import MoreHeldThanRecorded
from reports.models import Report
from reports.selectors.figures import figure_statement, late_meetings
from reports.sql import snapshot


def store_rows(report: Report, at: dt.datetime | None = None) -> int:
    """Write the report's lines and totals anew from the meetings, as of `at` (now). Returns how many rows it has now."""
    snapshot.clear_rows(report)
    statement = figure_statement(report.organization, Period.month(report.month), at or clock.now())
    lines = snapshot.insert_lines(statement, report) if statement.duties else 0
    report.late = late_records(report)
    return lines + snapshot.insert_totals(statement, report)


def late_records(report: Report) -> list[dict[str, Any]]:
    """The meetings that the total counts as late, as they stand now: later amendments do not reach them."""
    return [
        {
            "organization": meeting.organization_id,
            "code": meeting.organization.code,
            "path": meeting.organization.path,
            "kinds": meeting.kind_names,
            "theme": meeting.theme,
            "held_on": meeting.held_on.isoformat(),
            "submitted_on": timezone.localdate(meeting.submitted_at).isoformat(),
            "expected": meeting.expected,
            "present": meeting.present,
        }
        for meeting in late_meetings(report.organization, Period.month(report.month))
    ]


def check_held(report: Report) -> None:
    """R-RPT-02: no rule shows more than there are meetings of its kind. Raises MoreHeldThanRecorded."""
    month = Period.month(report.month)
    held_by_rule = dict(report.lines.filter(path=report.path).values_list("rule_id", "held"))
    for duty in duties(month, report.path):  # a handful of rules, whatever the size of the tree
        meetings = Meeting.objects.within(report.organization).held_in(duty.period).of_kind(duty.rule.kind)
        held, recorded = held_by_rule.get(duty.rule.pk, 0), meetings.counted(before=cut_off(month)).count()
        if held > recorded:
            raise MoreHeldThanRecorded(name=duty.rule.label, held=held, recorded=recorded)
