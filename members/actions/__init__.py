"""The verbs that change people, one a file."""

from members.actions.appoint import appoint, relieve
from members.actions.enroll import enroll
from members.actions.export import export
from members.actions.importing import apply, confirm, upload
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
    "begin_term",
    "confirm",
    "enroll",
    "export",
    "leave",
    "lift",
    "link",
    "regroup",
    "relieve",
    "restrict",
    "transfer",
    "turn_full",
    "unmask",
    "update",
    "upload",
]
