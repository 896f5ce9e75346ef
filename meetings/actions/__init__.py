"""The verbs of meetings. Each authorises, claims by compare-and-swap, checks, writes, and leaves an audit entry."""

from meetings.actions.amending import amend
from meetings.actions.attaching import attach, detach
from meetings.actions.drafting import discard_draft, keep_draft
from meetings.actions.planning import cancel, plan
from meetings.actions.recording import record
from meetings.actions.reviewing import confirm, return_for_revision
from meetings.actions.submitting import submit

__all__ = [
    "amend",
    "attach",
    "cancel",
    "confirm",
    "detach",
    "discard_draft",
    "keep_draft",
    "plan",
    "record",
    "return_for_revision",
    "submit",
]
