"""Actions that change rules and waivers."""

from obligations.actions.rules import end_waiver, set_rule, waive
from obligations.actions.take_back_confirmation import take_back_confirmation
from obligations.actions.try_rule import try_rule
