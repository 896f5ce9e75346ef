"""The verbs of meetings. Each authorises, claims by compare-and-swap, checks, writes, and leaves an audit entry."""

from meetings.actions.amending import amend
from meetings.actions.attaching import attach, detach
from meetings.actions.checking_in import check_in, check_in_by_hand, close_check_in, open_check_in
from meetings.actions.drafting import discard_draft, keep_draft
from meetings.actions.holidays import remove_holiday, set_holiday
from meetings.actions.leaving import approve_leave, ask_leave, refuse_leave, withdraw_leave
from meetings.actions.making_up import enter_make_up
from meetings.actions.planning import cancel, plan
from meetings.actions.recording import record
from meetings.actions.reviewing import confirm, return_for_revision
from meetings.actions.standing_in import give_stand_in, revoke_stand_in, take_roll
from meetings.actions.submitting import submit
from meetings.actions.themes import adopt_theme, publish_theme, withdraw_theme
from meetings.actions.yearplans import plan_year

__all__ = [
    "adopt_theme",
    "amend",
    "approve_leave",
    "ask_leave",
    "attach",
    "cancel",
    "check_in",
    "check_in_by_hand",
    "close_check_in",
    "confirm",
    "detach",
    "discard_draft",
    "enter_make_up",
    "give_stand_in",
    "keep_draft",
    "open_check_in",
    "plan",
    "plan_year",
    "publish_theme",
    "record",
    "refuse_leave",
    "remove_holiday",
    "return_for_revision",
    "revoke_stand_in",
    "set_holiday",
    "submit",
    "take_roll",
    "withdraw_leave",
    "withdraw_theme",
]
