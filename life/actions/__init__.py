"""Actions on organizational life and appraisals, votes on phones, make-up, standing in and talks."""

from life.actions.dispose import conclude_disposal, decide_disposal
from life.actions.export_year import export_year
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
from life.actions.prepare_life import prepare_life
from life.actions.rectify_problems import plan_rectification, rectify
from life.actions.stand_in_for_recorder import give_stand_in, revoke_stand_in, take_roll
from life.actions.talks import register_talks, strike_talk
from life.actions.vote_by_phone import cast, close_poll, drop_poll, open_poll
