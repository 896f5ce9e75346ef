"""Actions that plan a year and publish, withdraw and adopt themes."""

from planning.actions.plan_whole_year import plan_year
from planning.actions.themes import adopt_theme, publish_theme, withdraw_theme
