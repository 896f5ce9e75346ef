"""The verbs of obligations, one a file."""

from obligations.actions.rules import end_waiver, set_rule, waive
