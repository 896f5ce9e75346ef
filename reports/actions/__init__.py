"""Actions that build, freeze, publish, withdraw and correct reports."""

from reports.actions.build_report import build, build_all, draw_up, rebuild_drafts
from reports.actions.catch_up import build_missed, freeze_missed
from reports.actions.correct_report import notice_corrections
from reports.actions.freeze_report import freeze, freeze_all
from reports.actions.publish_report import publish, unpublished_below
from reports.actions.read_report import mark_read
from reports.actions.withdraw_report import withdraw
from reports.actions.work_on_job import work
