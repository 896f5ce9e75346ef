"""Actions that build, freeze, publish and correct reports."""

from reports.actions.build_report import build, build_all, draw_up, rebuild_drafts
from reports.actions.catch_up import build_missed, freeze_missed
from reports.actions.correct_report import notice_corrections
from reports.actions.freeze_report import freeze, freeze_all
from reports.actions.publish_report import publish
from reports.actions.work_on_job import work
