"""Refusals of meetings: a stable code, a sentence for people, the article it rests on. One noun a file."""

# Everything is passed on, so that a new refusal is written in one place.
from meetings.errors.attendance import *  # noqa: F403
from meetings.errors.procedures import *  # noqa: F403
from meetings.errors.recording import *  # noqa: F403
from meetings.errors.sending import *  # noqa: F403
