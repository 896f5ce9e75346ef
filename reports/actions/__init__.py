"""The verbs of reports: build, refresh, freeze, publish, notice corrections; rules and waivers; exports."""

from reports.actions.build import build, build_all, draw_up, refresh
from reports.actions.correct import notice_corrections
from reports.actions.export import export
from reports.actions.freeze import freeze, freeze_all
from reports.actions.publish import publish
from reports.actions.rules import set_rule, waive
from reports.actions.working import work

__all__ = [
    "build",
    "build_all",
    "draw_up",
    "export",
    "freeze",
    "freeze_all",
    "notice_corrections",
    "publish",
    "refresh",
    "set_rule",
    "waive",
    "work",
]
