"""Actions that change rules and waivers."""

from obligations.actions.rules import end_waiver, set_rule, waive
