"""Actions that plan a year, publish, withdraw and adopt themes, and say what became of decisions and was done after a meeting."""

from planning.actions.follow_up_decision import follow_up
from planning.actions.outcomes import add_outcome, strike_outcome
from planning.actions.plan_whole_year import plan_year
from planning.actions.themes import adopt_theme, publish_theme, withdraw_theme
