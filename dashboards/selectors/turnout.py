"""Finds low turnout: branches below the month's rate (R-ATT-03), and leading members who hardly came to their own branch
in a quarter (R-LIFE-10). One query each, for one branch and for a district.

A leading member (党员领导干部) is a member who held a post in a committee or working committee on the quarter's last day.
Only periods that are over are judged, and only meetings that count; a branch that held none is another rule's matter.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from branches.states import COMMITTEES
from core.clock import Period
from core.dates_zh import QUARTERS
from core.numbers import rate
from meetings.models import Attendance
from meetings.querysets import BRANCH, EXPECTED, MeetingQuerySet
from meetings.states import THERE
from members.models import Post


@dataclass(frozen=True, slots=True)
class LowTurnout:
    """A branch's month. `expected` and `present` are the sums over exactly its counted meetings."""

    branch_id: int
    expected: int
    present: int

    @classmethod
    def of(cls, branch_id: int, expected: int, present: int) -> "LowTurnout | None":
        """None where the rate is not too low."""
        return cls(branch_id, expected, present) if is_low(present, expected) else None

    @property
    def sentence(self) -> str:
        return (
            f"参会率{rate(self.present, self.expected)}%，低于{settings.ATTENDANCE_LEAST}%"
            f"（应到{self.expected}人次，实到{self.present}人次）"
        )


@dataclass(frozen=True, slots=True)
class AbsentLeader:
    """A leading member's attendance at their own branch in a quarter."""

    branch_id: int
    name: str
    expected: int
    present: int


def is_low(present: int, expected: int) -> bool:
    """R-ATT-03: exactly the required share is enough; without expected members there is no rate."""
    return expected > 0 and Decimal(present) * 100 < settings.ATTENDANCE_LEAST * expected


def low_turnouts(meetings: MeetingQuerySet, month: Period) -> list[LowTurnout]:
    """The branches of these counted meetings whose month stayed below ATTENDANCE_LEAST percent."""
    sums = (
        meetings.held_in(month)
        .order_by()
        .annotate(branch=BRANCH)
        .values_list("branch")
        .annotate(asked=Sum("expected"), came=Sum("present"))
    )
    return [found for row in sums if (found := LowTurnout.of(*row))]


def absent_leaders(meetings: MeetingQuerySet, quarter: Period) -> list[AbsentLeader]:
    """Leading members who came to fewer of these counted meetings of their own branch than LEADER_ATTENDANCES asks.

    Where the branch held fewer than that, all of them are enough.
    """
    leaders = Post.objects.on(quarter.until).filter(organization__kind__in=COMMITTEES).values("member")
    own = Q(meeting__organization=F("member__organization")) | Q(
        meeting__organization__parent=F("member__organization")
    )
    sums = (
        Attendance.objects.filter(own, member__in=leaders, meeting__in=meetings.held_in(quarter).order_by())
        .filter(EXPECTED)
        .order_by("member_id")
        .values_list("member__organization_id", "member__name", "member_id")
        .annotate(asked=Count("pk"), came=Count("pk", filter=Q(state__in=THERE)))
    )
    return [
        AbsentLeader(branch, name, asked, came)
        for branch, name, _, asked, came in sums
        if came < min(settings.LEADER_ATTENDANCES, asked)
    ]


def absent_leaders_sentence(who: str, quarter: Period) -> str:
    """The sentence of R-LIFE-10; `who` names or counts the members."""
    return f"党员领导干部{who}，{quarter.since.year}年第{QUARTERS[quarter.since.month // 3]}季度参加本支部组织生活不到{settings.LEADER_ATTENDANCES}次"
