"""The verbs of reports: build, refresh, freeze, publish, notice corrections; rules and waivers; exports."""

from reports.actions.build_report import build, build_all, draw_up, refresh
from reminders.actions.channels import (
    confirm_channel,
    remove_channel,
    set_channel,
    set_quiet_hours,
    switch_channel,
)
from reports.actions.correct_report import notice_corrections
from documents.actions.export_report import export
from reminders.actions.feeds import close_feed, open_feed
from reports.actions.freeze_report import freeze, freeze_all
from dashboards.actions.export_handover import export_handover
from reports.actions.publish_report import publish
from reminders.actions.send_reminders import remind, send_waiting, start_reminding, work_reminders
from obligations.actions.rules import end_waiver, set_rule, waive
from reports.actions.work_on_job import work

__all__ = [
    "build",
    "build_all",
    "close_feed",
    "confirm_channel",
    "draw_up",
    "end_waiver",
    "export",
    "export_handover",
    "freeze",
    "freeze_all",
    "notice_corrections",
    "open_feed",
    "publish",
    "refresh",
    "remind",
    "remove_channel",
    "send_waiting",
    "set_channel",
    "set_quiet_hours",
    "set_rule",
    "start_reminding",
    "switch_channel",
    "waive",
    "work",
    "work_reminders",
]
