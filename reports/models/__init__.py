"""Tables of the roof's living rooms: rules and figures, reminders."""

from reports.models.figures import Amendment, Figures, Line, Report, Rule, Total, Waiver
from reports.models.reminders import Announcement, Channel, Delivery, Digest, Feed, QuietHours

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
