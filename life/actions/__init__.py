"""Actions on appraisals, their secret vote, make-up and talks."""

from life.actions.dispose import conclude_disposal, decide_disposal
from life.actions.grade_members import close_grading, grade, open_grading, withdraw_grading
from life.actions.lead_appraisal import (
    advance_appraisal,
    assess_oneself,
    begin_appraisal,
    conclude_appraisal,
    join_appraisal,
    tally_appraisal,
    write_appraisal,
)
from life.actions.make_up_study import enter_make_up
from life.actions.talks import register_talks, strike_talk
