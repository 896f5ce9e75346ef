"""The actions that change meetings. Each authorises, claims by compare-and-swap, checks, writes, and leaves an audit entry."""

from meetings.actions.amend_record import amend, refuse_amendment, sign_amendment, withdraw_amendment
from meetings.actions.answer_questions import answer_hints, answer_remarks, carry_over
from meetings.actions.ask_for_leave import approve_leave, ask_leave, refuse_leave, withdraw_leave
from meetings.actions.attach_file import attach, detach
from meetings.actions.check_in_members import check_in, check_in_by_hand, close_check_in, open_check_in
from meetings.actions.plan_meeting import cancel, plan
from meetings.actions.record_meeting import record
from meetings.actions.review_record import confirm, return_for_revision
from meetings.actions.submit_record import submit
