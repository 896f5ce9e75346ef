"""Who takes part in an appraisal, who came onto the roll or left it since, and who still owes their part of a stage."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from branches.models import Organization
from core import clock
from life import rules
from life.models import Appraisal, AppraisalEntry
from life.states import ORDER, Stage
from meetings.models import Meeting
from meetings.states import HAPPENED, THERE, Kind, Status
from members.models import Member, Restriction

WRITTEN_STAGES = (Stage.SELF, Stage.MUTUAL)


def participants(organization: Organization, on: dt.date) -> "QuerySet[Member]":
    """Members to appraise from the beginning: everybody on the roll of that day whose membership is not suspended."""
    off = Restriction.objects.on(on).filter(kind=Restriction.Kind.SUSPENDED).values("member")
    return Member.objects.on_roll(organization, on).exclude(pk__in=off).order_by("id")


def members_to_add(appraisal: Appraisal) -> list[Member]:
    """Members who came onto the roll since the appraisal began and do not take part yet."""
    people = participants(appraisal.organization, clock.today())
    return list(people.exclude(pk__in=appraisal.entries.values("member")))


def confirmed_entries(appraisal: Appraisal) -> list[AppraisalEntry]:
    """Entries of members who took part as probationary and are full members by now: they are graded like everybody."""
    rows = appraisal.entries.filter(is_preparatory=True, member__full_on__lte=clock.today())
    return list(rows.select_related("member").order_by("member_id"))


def members_who_left(appraisal: Appraisal) -> frozenset[int]:
    """Keys of participants who are no longer on the branch's roll: transferred, left, or died."""
    here = Member.objects.on_roll(appraisal.organization, clock.today())
    rows = AppraisalEntry.objects.filter(appraisal=appraisal).exclude(member__in=here)
    return frozenset(rows.values_list("member_id", flat=True))


def meetings_of(appraisal: Appraisal) -> "QuerySet[Meeting]":
    """The appraisal meetings it may belong to, the newest first: in spring the year before is appraised."""
    rows = Meeting.objects.filter(
        organization=appraisal.organization,
        kinds__kind=Kind.APPRAISAL,
        held_on__range=(dt.date(appraisal.year, 1, 1), dt.date(appraisal.year + 1, 12, 31)),
    )
    return rows.exclude(status=Status.CANCELLED).order_by("-held_on")


def attendance_by_member(appraisal: Appraisal, meeting: Meeting | None = None) -> dict[int, bool]:
    """Member's key → whether they came, by the record of that meeting or the appraisal's own; before one is chosen, by the
    newest that was held and stands for no other appraisal. Empty while none was held."""
    meeting = meeting or appraisal.meeting
    if meeting is None:
        others = Appraisal.objects.exclude(pk=appraisal.pk).filter(meeting__isnull=False).values("meeting")
        meeting = meetings_of(appraisal).filter(status__in=HAPPENED).exclude(pk__in=others).first()
    if meeting is None or meeting.status not in HAPPENED:
        return {}
    states = meeting.attendances.values_list("member_id", "state")
    return {member: state in THERE for member, state in states}


def owed_parts(
    appraisal: Appraisal,
    entries: Iterable[AppraisalEntry],
    stages: Iterable[Any] = WRITTEN_STAGES,
    meeting: Meeting | None = None,
) -> dict[Stage, list[AppraisalEntry]]:
    """Stage → the full members, still of the branch, who owe their part of it: a text, or how it was done (R-LIFE-05)."""
    gone, came = members_who_left(appraisal), attendance_by_member(appraisal, meeting)
    asked = [entry for entry in entries if not entry.is_preparatory and entry.member_id not in gone]
    return {
        Stage(stage): [
            entry
            for entry in asked
            if rules.is_part_owed(
                getattr(entry, f"{stage}_text"), getattr(entry, f"{stage}_mark"), came.get(entry.member_id)
            )
        ]
        for stage in stages
    }


def owed_now(appraisal: Appraisal, entries: Iterable[AppraisalEntry]) -> dict[Stage, list[AppraisalEntry]]:
    """What is owed of the stages until the one it is in; nothing any more once it is concluded."""
    at = ORDER.index(Stage(appraisal.stage))
    if at > ORDER.index(Stage.POLL):
        return {}
    return owed_parts(appraisal, entries, WRITTEN_STAGES[: at + 1])
