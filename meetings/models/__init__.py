"""Tables of meetings, one noun a file."""

from meetings.models.attendance import Attendance, CheckIn, CheckInWindow, Guest, Leave, MakeUp, StandIn
from meetings.models.ballots import Ballot, Poll, Receipt
from meetings.models.files import (
    Attachment,
    ColumnMap,
    PaperTemplate,
    PhotoBand,
    attachment_path,
    template_path,
)
from meetings.models.meeting import Amendment, Draft, Meeting, MeetingKind, Step
from meetings.models.minutes import AgendaItem, FollowUp, Resolution, Statement
from meetings.models.planning import Adoption, Holiday, Theme, YearPlan
from meetings.models.procedures import Appraisal, AppraisalEntry, Lecture, LifeRecord, Outcome, Problem, Talk

__all__ = [
    "Adoption",
    "AgendaItem",
    "Amendment",
    "Appraisal",
    "AppraisalEntry",
    "Attachment",
    "Attendance",
    "Ballot",
    "CheckIn",
    "CheckInWindow",
    "ColumnMap",
    "Draft",
    "FollowUp",
    "Guest",
    "Holiday",
    "Leave",
    "Lecture",
    "LifeRecord",
    "MakeUp",
    "Meeting",
    "MeetingKind",
    "Outcome",
    "PaperTemplate",
    "PhotoBand",
    "Poll",
    "Problem",
    "Receipt",
    "Resolution",
    "StandIn",
    "Statement",
    "Step",
    "Talk",
    "Theme",
    "YearPlan",
    "attachment_path",
    "template_path",
]
