"""The verbs that change people, one a file."""

from members.actions.appoint_to_post import appoint, appoint_together, relieve, term_in_office
from members.actions.enroll_member import enroll
from exchange.actions.export_roster import export
from exchange.actions.large_exports import (
    approve_export,
    ask_export,
    collect_export,
    make_export,
    refuse_export,
    throw_away_exports,
)
from exchange.actions.import_workbooks import apply, confirm, throw_away_imports, upload
from members.actions.end_membership import leave
from members.actions.link_account import link
from members.actions.restrict_member import lift, restrict
from members.actions.begin_term import begin_term
from members.actions.transfer_member import regroup, transfer
from members.actions.confirm_full_membership import turn_full
from members.actions.unmask_number import unmask
from members.actions.update_member import update

__all__ = [
    "apply",
    "appoint",
    "appoint_together",
    "approve_export",
    "ask_export",
    "begin_term",
    "collect_export",
    "confirm",
    "enroll",
    "export",
    "leave",
    "lift",
    "link",
    "make_export",
    "refuse_export",
    "regroup",
    "relieve",
    "restrict",
    "term_in_office",
    "throw_away_exports",
    "throw_away_imports",
    "transfer",
    "turn_full",
    "unmask",
    "update",
    "upload",
]
