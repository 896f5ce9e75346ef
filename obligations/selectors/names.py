"""How a duty is called for people, and which meetings can be held together."""

from meetings.states import Kind

TOGETHER = (Kind.GENERAL, Kind.LECTURE)  # what a theme day can carry as well
