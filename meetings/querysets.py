"""The queryset of meetings: visible, within, counted, for lists."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from branches.access.roles import Capability
from branches.querysets import MOST_WORDS
from core.clock import Period
from core.parsing import parse_typed_day
from meetings.states import COUNTED, DISCIPLINARY, AttendanceState, Kind, Status, calendar_status
from members.models import Post
from members.states import Title

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.querysets import OrganizationQuerySet
    from branches.selectors.actors import Actor
    from members.models import Member

FEW_PLACES = 60
EXPECTED = ~Q(state=AttendanceState.EXEMPT) & Q(is_uncounted=False)
"""Of attendances: those whose member was expected (应到). Who was not and came counts nowhere in the rate (R-ATT-04)."""


def rectification_overdue(on: dt.date) -> Q:
    """Of problems: past due and not done (R-LIFE-03), or measure, owner or day past the days they may follow in (R-LIFE-02)."""
    lacks_plan = Q(measure="") | Q(owner="") | Q(due_on=None)
    meetings = Q(meeting__held_on__lt=on - dt.timedelta(days=settings.RECTIFICATION_PLAN_DAYS))
    return Q(done_on=None) & (Q(due_on__lt=on) | (lacks_plan & meetings))


class Listed(models.Aggregate):
    """The values of a group in one text, with commas between: the same on SQLite and PostgreSQL."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "STRING_AGG(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, **extra)


def _kinds_of(meeting: Any) -> Any:
    """The table of kinds, which stands in models and therefore cannot be named here."""
    return meeting.kinds.rel.related_model


def _agenda_of(meeting: Any) -> Any:
    return meeting.agenda.rel.related_model


def counted(at: str = "") -> Q:
    """The rows whose meeting counts: submitted or confirmed, and not void. `at` is the lookup that leads to the meeting."""
    prefix = f"{at}__" if at else ""
    return Q(**{f"{prefix}status__in": COUNTED, f"{prefix}is_void": False})


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor", capability: Capability = Capability.CALENDAR) -> "MeetingQuerySet":
        return self.filter(by.reach.q(capability))

    def within(self, organization: "Organization") -> "MeetingQuerySet":
        """Held by it or by anything below."""
        below = type(organization).objects.within(organization).values("pk")
        return self.filter(organization__in=below)

    def concerning(self, member: "Member", on: dt.date) -> "MeetingQuerySet":
        """Those of the member's branch and group; a committee's own only for its members of that day.

        What a calendar shows; who is expected at one meeting is asked of its roll.
        """
        places = [place for place in (member.organization_id, member.group_id) if place]
        posts = Post.objects.on(on).filter(member=member, organization=OuterRef("organization"))
        return self.filter(organization__in=places).filter(
            ~self._is_committee() | models.Exists(posts.exclude(title=Title.GROUP_LEADER))
        )

    def _is_committee(self) -> Any:
        """A committee's own meeting: of that kind and no other."""
        kinds = _kinds_of(self.model).objects.filter(meeting=OuterRef("pk"))
        others = kinds.exclude(kind=Kind.COMMITTEE)
        return models.Exists(kinds.filter(kind=Kind.COMMITTEE)) & ~models.Exists(others)

    def unread_by(self, by: "Actor") -> "MeetingQuerySet":
        """Those of which this person sees the calendar and not the record."""
        read = by.reach.q(Capability.VIEW)
        return self.exclude(read) if read else self.none()

    def with_subject_withheld_from(self, by: "Actor") -> "MeetingQuerySet":
        """Those of which this person sees that they are held, no more: a committee's own meetings and disciplinary
        matters, for who does not read records there and is not of the committee of that day."""
        items = _agenda_of(self.model).objects.filter(meeting=OuterRef("pk"))
        is_disciplinary = models.Exists(items.filter(resolution__kind__in=DISCIPLINARY))
        day = OuterRef("held_on")
        posts = Post.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
        posts = posts.filter(organization=OuterRef("organization"), member__user=by.user)
        return (
            self.unread_by(by)
            .filter(self._is_committee() | is_disciplinary)
            .exclude(models.Exists(posts.exclude(title=Title.GROUP_LEADER)))
        )

    def of_status(self, status: str, by: "Actor") -> "MeetingQuerySet":
        """In that state, as this person sees it: how far a record is, only who reads it."""
        if by.reach.implies(Capability.CALENDAR, Capability.VIEW):
            return self.filter(status=status)
        seen = [one for one in Status.values if calendar_status(one) == status]
        unread = Q(pk__in=self.unread_by(by).values("pk"))
        return self.filter(Q(by.reach.q(Capability.VIEW), status=status) | Q(unread, status__in=seen))

    def held_at(self, places: "OrganizationQuerySet") -> "MeetingQuerySet":
        """Held by one of these organizations, for lists newest first; costs one small query.

        A few places are asked by their ids, through the index of each; many are met on a walk from the newest meeting
        back, where the index of the places would only mislead the planner into sorting everything: adding nothing to
        the column takes that index away from it. On SQLite the first page of a district takes 3 ms instead of 80.
        """
        few = list(places.order_by().values_list("pk", flat=True)[: FEW_PLACES + 1])
        if len(few) <= FEW_PLACES:
            return self.filter(organization__in=few)
        return self.alias(holder=F("organization_id") + 0).filter(holder__in=places.order_by().values("pk"))

    def held_in(self, period: Period) -> "MeetingQuerySet":
        return self.filter(held_on__range=(period.since, period.until))

    def counted(self, before: dt.datetime | None = None) -> "MeetingQuerySet":
        """What figures count: submitted or confirmed and not void, optionally first submitted before an instant."""
        rows = self.filter(counted())
        return rows.filter(submitted_at__lt=before) if before else rows

    def of_kind(self, kind: str) -> "MeetingQuerySet":
        rows = _kinds_of(self.model)
        return self.filter(models.Exists(rows.objects.filter(meeting=OuterRef("pk"), kind=kind)))

    def found_by(self, text: str, by: "Actor") -> "MeetingQuerySet":
        """Each word in a theme this person reads, in the name of the organization or of a kind, or the day: 11-25, 11月25日."""
        meeting: Any = self.model
        hidden = meeting.objects.with_subject_withheld_from(by).values("pk")
        reads_all = by.reach.implies(Capability.CALENDAR, Capability.VIEW)
        organizations = meeting._meta.get_field("organization").related_model.objects
        kinds, found = _kinds_of(meeting).objects.filter(meeting=OuterRef("pk")), self
        for word in text.split()[:MOST_WORDS]:
            theme = Q(theme__icontains=word) if reads_all else Q(theme__icontains=word) & ~Q(pk__in=hidden)
            named = Q(organization__in=organizations.named_like(word).order_by().values("pk"))
            codes = [code for code, label in Kind.choices if word in label]
            of_kind = Q(models.Exists(kinds.filter(kind__in=codes))) if codes else Q()
            found = found.filter(
                theme
                | named
                | of_kind
                | Q(**{f"held_on__{part}": value for part, value in parse_typed_day(word).items()})
            )
        return found

    def for_list(self) -> Any:
        """Plain rows of a list: the facts of the calendar and the counts, with names and kinds joined."""
        rows = _kinds_of(self.model)
        kinds = rows.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
        return self.annotate(kind_codes=Subquery(kinds.annotate(all=Listed("kind")).values("all"))).values(
            *LIST_COLUMNS
        )


LIST_COLUMNS = (
    "pk",
    "uuid",
    "theme",
    "held_on",
    "starts_at",
    "ends_at",
    "place",
    "status",
    "expected",
    "present",
    "on_leave",
    "undecided",
    "absent",
    "submitted_at",
    "is_late",
    "is_void",
    "version",
    "kind_codes",
    "organization__code",
    "organization__short_name",
    "organization__kind",
    "organization__parent__short_name",
    "organization__path",
    "host__name",
    "recorder__name",
)


# A group's meeting is its branch's, in the rate as in the record of who came.
BRANCH = Case(
    When(organization__kind=Kind.GROUP, then=F("organization__parent_id")), default=F("organization_id")
)
