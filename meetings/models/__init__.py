"""Tables of meetings, one noun a file."""

from meetings.models.answers import HintAnswer
from meetings.models.attendance import (
    Attendance,
    CheckIn,
    CheckInWindow,
    Guest,
    Leave,
    MakeUp,
    PartnerUnit,
    StandIn,
)
from meetings.models.ballots import Ballot, Poll, Receipt
from meetings.models.files import Attachment, PhotoBand, attachment_path
from meetings.models.holds import Hold
from meetings.models.meeting import Amendment, Meeting, MeetingKind, MeetingNumber, Step
from meetings.models.minutes import AgendaItem, FollowUp, Resolution, Statement, WrittenOpinion
from meetings.models.procedures import Examination, Lecture, LifeRecord, Outcome, Problem
