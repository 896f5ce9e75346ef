"""Which kinds of meeting can be held together with a theme day."""

from meetings.states import Kind

TOGETHER = (Kind.GENERAL, Kind.LECTURE)  # what a theme day can carry as well
