"""Actions on appraisals, their secret vote, make-up, talks and their occasions, and training classes."""

from life.actions.dispose import conclude_disposal, decide_disposal
from life.actions.grade_members import close_grading, grade, open_grading, withdraw_grading
from life.actions.known_occasions import note_occasion, strike_occasion
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
from life.actions.training import register_class, strike_class
