"""The verbs of reports: build, refresh, freeze, publish, notice corrections; rules and waivers; exports."""

from reports.actions.build import build, build_all, draw_up, refresh
from reports.actions.channels import (
    confirm_channel,
    remove_channel,
    set_channel,
    set_quiet_hours,
    switch_channel,
)
from reports.actions.correct import notice_corrections
from reports.actions.export import export
from reports.actions.feeds import close_feed, open_feed
from reports.actions.freeze import freeze, freeze_all
from reports.actions.handover import export_handover
from reports.actions.publish import publish
from reports.actions.reminders import remind, send_waiting, start_reminding, work_reminders
from reports.actions.rules import end_waiver, set_rule, waive
from reports.actions.working import work

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
