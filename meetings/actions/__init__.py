"""The verbs of meetings. Each authorises, claims by compare-and-swap, checks, writes, and leaves an audit entry."""

from meetings.actions.amending import amend
from meetings.actions.attaching import attach, detach
from meetings.actions.drafting import discard_draft, keep_draft
from meetings.actions.holidays import remove_holiday, set_holiday
from meetings.actions.planning import cancel, plan
from meetings.actions.recording import record
from meetings.actions.reviewing import confirm, return_for_revision
from meetings.actions.submitting import submit
from meetings.actions.themes import adopt_theme, publish_theme, withdraw_theme
from meetings.actions.yearplans import plan_year

__all__ = [
    "adopt_theme",
    "amend",
    "attach",
    "cancel",
    "confirm",
    "detach",
    "discard_draft",
    "keep_draft",
    "plan",
    "plan_year",
    "publish_theme",
    "record",
    "remove_holiday",
    "return_for_revision",
    "set_holiday",
    "submit",
    "withdraw_theme",
]
