"""Actions that change rules and waivers."""

from obligations.actions.rules import end_waiver, set_rule, waive
from obligations.actions.try_rule import try_rule
