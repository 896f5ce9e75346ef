"""Meetings that may be the same (R-REC-13): of one body, of one kind and day or at overlapping hours; and what differs."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from branches.models import Organization
from core import clock
from core.dates_zh import short_date, short_moment, time_of_day
from meetings.models import Meeting
from meetings.record.schema import MeetingRecord
from meetings.rules.checks import Alike
from meetings.selectors.initial_values import usual_length
from meetings.states import Kind, Status

NIGHT = dt.timedelta(days=1)


def crosses(record: MeetingRecord, starts: dt.datetime, ends: dt.datetime | None) -> bool:
    """Do the two times overlap? An open end counts as the usual length."""
    own_end = record.ends_at or record.starts_at + usual_length()
    return starts < own_end and record.starts_at < (ends or starts + usual_length())


def meetings_alike(
    organization: Organization, record: MeetingRecord, meeting: Meeting | None = None
) -> list[Alike]:
    """Those that stand beside the record, and of which nobody has said that they are another. Two queries."""
    day = record.held_on
    others = Meeting.objects.filter(organization=organization, held_on__range=(day - NIGHT, day + NIGHT))
    others = others.exclude(status=Status.CANCELLED)
    if meeting is not None and meeting.pk:
        others = others.exclude(pk=meeting.pk).exclude(pk__in=meeting.distinct_from.values("pk"))
    rows = others.order_by("starts_at", "pk").prefetch_related("kinds")
    return alike_among(record, rows.only("uuid", "status", "held_on", "starts_at", "ends_at", "theme"))


def alike_among(record: MeetingRecord, others: Iterable[Meeting]) -> list[Alike]:
    """Of these meetings of its body those that may be the same; first those of a kind it has too."""
    found = []
    for other in others:
        kinds = other.kind_codes
        shared = [kind for kind in kinds if kind in record.kinds and other.held_on == record.held_on]
        if not shared and not crosses(record, other.starts_at, other.ends_at):
            continue
        found.append(
            Alike(
                other.uuid,
                short_date(other.held_on, clock.today()),
                str(Kind(shared[0]).label) if shared else "",
                f"{time_of_day(other.starts_at)}的{Kind(kinds[0]).label if kinds else other.theme}",
                other.status == Status.PLANNED,
            )
        )
    return sorted(found, key=lambda one: not one.kind)


@dataclass(frozen=True)
class Comparison:
    """The meeting that stands beside the one being written, as the table of what differs."""

    other: Meeting
    same: list[str]
    rows: list[tuple[str, str, str]]

    @classmethod
    def of(cls, other: Meeting, ours: Meeting) -> "Comparison":
        theirs, mine = _facts(other), _facts(ours)
        rows = [
            (label, text or "没有", mine[label] or "没有")
            for label, text in theirs.items()
            if text != mine[label]
        ]
        return cls(other, [label for label, text in theirs.items() if text and text == mine[label]], rows)

    @property
    def same_words(self) -> str:
        return "、".join(self.same)


def _facts(meeting: Meeting) -> dict[str, str]:
    """Label → text. A plan that is not stored yet has neither photos nor steps."""
    is_stored = meeting.pk is not None
    ends = meeting.ends_at
    last = meeting.steps.order_by("id").last() if is_stored else None
    photos = meeting.attachments.filter(removed_at=None, kind="photo").count() if is_stored else 0
    return {
        "主题": meeting.theme,
        "开始时间": time_of_day(meeting.starts_at),
        "结束时间": f"{timezone.localtime(ends):%H:%M}" if ends else "",
        "地点": meeting.place,
        "主持人": meeting.host.name if meeting.host else "",
        "到会": f"{meeting.present}/{meeting.expected}" if meeting.expected else "",
        "照片": f"{photos}张" if photos else "",
        "谁写的": f"{last.who}，{short_moment(last.at)}" if last else "",
    }
