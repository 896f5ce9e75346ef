"""Table names for the SQL of the figures."""

from branches.models import Organization, Term
from meetings.models import Meeting, MeetingKind, Step
from members.models import Membership, Restriction
from obligations.models import Waiver

ORGANIZATION = Organization._meta.db_table
TERM = Term._meta.db_table
MEETING = Meeting._meta.db_table
MEETING_KIND = MeetingKind._meta.db_table
STEP = Step._meta.db_table
MEMBERSHIP = Membership._meta.db_table
RESTRICTION = Restriction._meta.db_table
WAIVER = Waiver._meta.db_table
