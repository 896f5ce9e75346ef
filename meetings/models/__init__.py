"""Tables of meetings, one noun a file."""

from meetings.models.attendance import Attendance, CheckIn, CheckInWindow, Guest, Leave, MakeUp, StandIn
from meetings.models.ballots import Ballot, Poll, Receipt
from meetings.models.files import Attachment, PhotoBand, attachment_path
from exchange.models import ColumnMap
from documents.models import PaperTemplate, template_path
from meetings.models.meeting import Amendment, Draft, Meeting, MeetingKind, Step
from meetings.models.minutes import AgendaItem, FollowUp, Resolution, Statement
from planning.models import Adoption, Theme, YearPlan
from branches.models import Holiday
from life.models import Appraisal, AppraisalEntry, Talk
from meetings.models.procedures import Lecture, LifeRecord, Outcome, Problem

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
