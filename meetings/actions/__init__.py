"""The verbs of meetings. Each authorises, claims by compare-and-swap, checks, writes, and leaves an audit entry."""

from meetings.actions.amend_record import amend, refuse_amendment, sign_amendment, withdraw_amendment
from life.actions.lead_appraisal import (
    advance_appraisal,
    assess_oneself,
    begin_appraisal,
    conclude_appraisal,
    join_appraisal,
    tally_appraisal,
    write_appraisal,
)
from meetings.actions.attach_file import attach, detach
from exchange.actions.bundles import export_bundle, import_bundle, upload_bundle
from meetings.actions.check_in_members import check_in, check_in_by_hand, close_check_in, open_check_in
from meetings.actions.keep_drafts import discard_draft, keep_draft
from exchange.actions.export_meeting_list import ask_for_meetings, drop_columns, export_meetings, map_columns
from meetings.actions.follow_up_decision import follow_up
from life.actions.grade_members import close_grading, grade, open_grading
from branches.actions.holidays import remove_holiday, set_holiday
from meetings.actions.ask_for_leave import approve_leave, ask_leave, refuse_leave, withdraw_leave
from meetings.actions.make_up_study import enter_make_up
from documents.actions.paper_templates import retire_template, upload_template
from documents.actions.export_papers import export_member_year, export_minutes, export_sign_in, export_statistics
from meetings.actions.plan_meeting import cancel, plan
from meetings.actions.write_kind_parts import add_outcome, prepare_life, rectify, strike_outcome
from meetings.actions.record_meeting import record
from meetings.actions.review_record import confirm, return_for_revision
from documents.actions.attach_signed_scan import attach_signed
from meetings.actions.stand_in_for_recorder import give_stand_in, revoke_stand_in, take_roll
from meetings.actions.submit_record import submit
from life.actions.talks import register_talks, strike_talk
from planning.actions.themes import adopt_theme, publish_theme, withdraw_theme
from meetings.actions.vote_by_phone import cast, close_poll, drop_poll, open_poll
from documents.actions.year_workbooks import collect_paper, make_workbook, start_workbook, throw_away_papers
from planning.actions.plan_whole_year import plan_year

__all__ = [
    "add_outcome",
    "adopt_theme",
    "advance_appraisal",
    "amend",
    "approve_leave",
    "ask_for_meetings",
    "ask_leave",
    "assess_oneself",
    "attach",
    "attach_signed",
    "begin_appraisal",
    "cancel",
    "cast",
    "check_in",
    "check_in_by_hand",
    "close_check_in",
    "close_grading",
    "close_poll",
    "collect_paper",
    "conclude_appraisal",
    "confirm",
    "detach",
    "discard_draft",
    "drop_columns",
    "drop_poll",
    "enter_make_up",
    "export_bundle",
    "export_meetings",
    "export_member_year",
    "export_minutes",
    "export_sign_in",
    "export_statistics",
    "follow_up",
    "give_stand_in",
    "grade",
    "import_bundle",
    "join_appraisal",
    "keep_draft",
    "make_workbook",
    "map_columns",
    "open_check_in",
    "open_grading",
    "open_poll",
    "plan",
    "plan_year",
    "prepare_life",
    "publish_theme",
    "record",
    "rectify",
    "refuse_amendment",
    "refuse_leave",
    "register_talks",
    "remove_holiday",
    "retire_template",
    "return_for_revision",
    "revoke_stand_in",
    "set_holiday",
    "sign_amendment",
    "start_workbook",
    "strike_outcome",
    "strike_talk",
    "submit",
    "take_roll",
    "tally_appraisal",
    "throw_away_papers",
    "upload_bundle",
    "upload_template",
    "withdraw_amendment",
    "withdraw_leave",
    "withdraw_theme",
    "write_appraisal",
]
