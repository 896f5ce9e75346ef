"""What a deed of the tree carries of meetings: unfinished records, drafts, problems and appraisals."""

from typing import Any

from django.db.models import Q, QuerySet

from branches.access.roles import Role
from branches.errors import DeedUsed
from branches.models import Mandate, Organization
from branches.selectors.actors import Actor
from branches.states import DeedKind
from branches.workflow.holdings import Holding, PlannedDeed
from core import clock
from core.dates_zh import short_date
from drafts.models import Draft
from life.models import Appraisal
from life.states import Stage
from meetings.models import Attendance, Meeting, Problem
from meetings.states import HAPPENED, Status
from members.models import Membership

UNFINISHED = (Status.HELD, Status.RETURNED, Status.SUBMITTED)


def _receiver_finishes(deed: PlannedDeed) -> str:
    return f"，{deed.receiver}书记接着办" if deed.receiver else ""


class RecordsHolding:
    """没交、待审核和退回的记录: they stay those of the organization, which held them."""

    code = "records"

    def line(self, deed: PlannedDeed) -> Holding:
        within = Organization.objects.within(deed.organization)
        found = list(
            Meeting.objects.filter(organization__in=within, status__in=UNFINISHED).values_list(
                "status", flat=True
            )
        )
        waiting = sum(status == Status.SUBMITTED for status in found)
        words = [f"{waiting}份待审核"] if waiting else []
        words += [f"{len(found) - waiting}份没交或者退回的"] if len(found) > waiting else []
        now = "、".join(words) or "没有"
        if not found:
            return Holding("会议记录", 0, now, "—")
        if deed.kind == DeedKind.MOVED:
            return Holding("会议记录", len(found), now, "新的上级审")
        unsent = len(found) - waiting
        if (
            deed.kind == DeedKind.DISSOLVED
            and deed.receiver is None
            and unsent
            and not deed.organization.is_group
        ):
            return Holding("会议记录", len(found), now, "没有去处", "", f"{unsent}份没交或者退回的会议记录")
        goes = f"仍按{deed.organization.short_name}审{_receiver_finishes(deed) if deed.takes_all else ''}"
        return Holding("会议记录", len(found), now, goes, "开过的会不搬")

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        return {"asks": "used"} if deed.receiver is not None and deed.kind != DeedKind.MOVED else None

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        """Refuses where the receiver has held a meeting since with the people it got (or the new branch at all)."""
        if deed.receiver is None:
            return
        came = Membership.objects.filter(
            organization=deed.receiver,
            since=deed.effective_on,
            until__isnull=True,
            member__memberships__organization=deed.organization,
            member__memberships__until=deed.eve,
        ).values("member")
        held = Meeting.objects.filter(
            organization__in=Organization.objects.within(deed.receiver),
            status__in=HAPPENED,
            held_on__gte=deed.effective_on,
        )
        with_them = Q(pk__in=Attendance.objects.filter(member__in=came).values("meeting"))
        if meeting := held.filter(with_them).order_by("held_on").first():
            people = Attendance.objects.filter(meeting=meeting, member__in=came).count()
            raise DeedUsed(what=f"{deed.receiver}{short_date(meeting.held_on)}的会已经记了去的{people}人")


class DraftsHolding:
    """草稿: handed to the secretary who receives the branch; where nobody is, they stay with who wrote them."""

    code = "drafts"

    def line(self, deed: PlannedDeed) -> Holding:
        count = self._drafts(deed).count()
        now = f"{count}份" if count else "没有"
        heir = self._heir(deed)
        if not count:
            return Holding("草稿", 0, now, "—")
        return Holding("草稿", count, now, f"交给{heir}" if heir else "留在写的人那里")

    def _drafts(self, deed: PlannedDeed) -> "QuerySet[Draft]":
        return Draft.objects.unfinished().filter(
            organization__in=Organization.objects.within(deed.organization)
        )

    def _heir(self, deed: PlannedDeed) -> Any:
        if not deed.takes_all or deed.receiver is None:
            return None
        held = Mandate.objects.current(clock.today()).filter(
            organization=deed.receiver, role=Role.SECRETARY, user__is_active=True
        )
        first = held.select_related("user").order_by("since", "pk").first()
        return first.user if first else None

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        heir = self._heir(deed)
        if heir is None:
            return None
        own = Draft.objects.filter(owner=heir).values("uuid")
        rows = self._drafts(deed).exclude(owner=heir).exclude(uuid__in=own)
        latest: dict[Any, Draft] = {}
        for row in rows.order_by("saved_at"):
            latest[row.uuid] = row
        kept = [[row.pk, row.owner_id] for row in latest.values()]
        Draft.objects.filter(pk__in=[key for key, _ in kept]).update(owner=heir)
        return kept or None

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        for key, user in kept:
            Draft.objects.filter(pk=key).update(owner=user)


class ProblemsHolding:
    """问题整改: what is not done yet of the lists of problems; the receiver's secretary settles it."""

    code = "problems"

    def line(self, deed: PlannedDeed) -> Holding:
        open_still = Problem.objects.filter(
            meeting__organization__in=Organization.objects.within(deed.organization), done_on__isnull=True
        ).exclude(meeting__status=Status.CANCELLED)
        count = open_still.count()
        now = f"{count}件没完成" if count else "没有"
        if not count or deed.kind in (DeedKind.MOVED, DeedKind.SPLIT):
            return Holding("问题整改", count, now, "留在原支部" if count else "—")
        if deed.receiver is None:
            return Holding("问题整改", count, now, "没有去处", "", f"{count}件没整改完的问题")
        return Holding("问题整改", count, now, f"转给{deed.receiver}", "期限、经过不变")

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        return None

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        """Nothing went."""


class AppraisalsHolding:
    """民主评议: one that has begun is finished first where nobody receives the branch."""

    code = "appraisals"

    def line(self, deed: PlannedDeed) -> Holding:
        begun = Appraisal.objects.filter(organization=deed.organization).exclude(stage=Stage.CLOSED)
        years = [str(year) for year in begun.values_list("year", flat=True)]
        if not years:
            goes = f"在{deed.receiver}开" if deed.takes_all else "—"
            return Holding("组织生活会和民主评议", 0, "无未办结的", goes)
        now = f"{'、'.join(years)}年度未办结"
        if not deed.ends_it:
            return Holding("组织生活会和民主评议", len(years), now, "留在原支部")
        if deed.receiver is None:
            return Holding("组织生活会和民主评议", len(years), now, "没有去处", "", "未办结的民主评议")
        return Holding("组织生活会和民主评议", len(years), now, f"在{deed.receiver}另开")

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        return None

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        """Nothing went."""
