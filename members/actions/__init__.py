"""The verbs that change people, one a file."""

from members.actions.appoint import appoint, appoint_together, relieve, term_in_office
from members.actions.enroll import enroll
from members.actions.export import export
from members.actions.exports import (
    approve_export,
    ask_export,
    collect_export,
    make_export,
    refuse_export,
    throw_away_exports,
)
from members.actions.importing import apply, confirm, throw_away_imports, upload
from members.actions.leave import leave
from members.actions.link import link
from members.actions.restrict import lift, restrict
from members.actions.terms import begin_term
from members.actions.transfer import regroup, transfer
from members.actions.turn_full import turn_full
from members.actions.unmask import unmask
from members.actions.update import update

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
