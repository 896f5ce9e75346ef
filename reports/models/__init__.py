"""Tables of the roof's living rooms: rules and figures, reminders."""

from obligations.models import Rule, Waiver
from reminders.models import Announcement, Channel, Delivery, Digest, Feed, QuietHours

__all__ = [
    "Amendment",
    "Announcement",
    "Channel",
    "Delivery",
    "Digest",
    "Feed",
    "Figures",
    "Line",
    "QuietHours",
    "Report",
    "Rule",
    "Total",
    "Waiver",
]
