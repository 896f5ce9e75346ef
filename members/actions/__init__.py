"""The verbs that change people, one a file."""

from members.actions.appoint import appoint, relieve
from members.actions.enroll import enroll
from members.actions.link import link

__all__ = ["appoint", "enroll", "link", "relieve"]
