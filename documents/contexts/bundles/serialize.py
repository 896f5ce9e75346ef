"""Serialize a meeting as plain data for a bundle, people by uuid and name. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from documents.rules.bundles import RECORD_FORMAT
from documents.rules.bundles.schema import (
    APPRAISAL,
    COUNTS,
    DECISION_RESULT,
    ENTRY,
    FOLLOW_UP,
    NUMBER,
    PARTS,
    POLL,
    BundleTable,
)
from documents.rules.json_validators import to_plain
from life.states import Stage
from meetings.models import Attachment, Ballot, Meeting, Receipt
from meetings.record.field_types import Person, scalars_of
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    MeetingRecord,
    StatementEntry,
    WrittenOpinionEntry,
)
from meetings.selectors.written_opinions import with_opinions
from members.models import Member

MEETING_RESULT = ("status", *COUNTS, "is_late", "is_void", "returned_count", "version")


def serialize_meeting(meeting: Meeting, files: Iterable[tuple[str, Attachment]]) -> dict[str, Any]:
    """The whole record; `files` are (path in the bundle, attachment)."""
    place = meeting.organization
    return {
        "schema": RECORD_FORMAT,
        "id": str(meeting.uuid),
        "organization": {
            "code": place.code,
            "name": place.name,
            "short_name": place.short_name,
            "kind": place.kind,
            "parent": place.parent.name if place.parent else None,
        },
        "kinds": [row.kind for row in meeting.kinds.all()],
        **_serialize_columns(MeetingRecord, meeting),
        **_plain(meeting, MEETING_RESULT),
        "numbers": [_plain(each, NUMBER) for each in meeting.current_numbers],
        **_plain(meeting, ("submitted_at", "confirmed_at", "roll_frozen_at")),
        "attendances": [
            {
                "member": person_data(row.member),
                **_serialize_columns(AttendanceMark, row),
                **_plain(row, ("has_vote", "is_uncounted", "at")),
            }
            for row in meeting.attendances.select_related("member").order_by("id")
        ],
        "agenda": [_serialize_item(row, meeting) for row in _agenda_rows(meeting)],
        "follow_ups": [
            {
                "decision": {
                    "meeting": str(row.resolution.item.meeting.uuid),
                    "position": row.resolution.item.position,
                    "text": row.resolution.text,
                },
                **_plain(row, FOLLOW_UP),
            }
            for row in meeting.follow_ups.select_related("resolution__item__meeting")
        ],
        "polls": _serialize_polls(meeting),
        "appraisals": _serialize_appraisals(meeting),
        **{name: _serialize_table(meeting, name, table) for name, table in PARTS.items()},
        "files": [
            {
                "path": path,
                "id": str(one.uuid),
                **_plain(one, ("name", "kind", "content_type", "added_at")),
            }
            for path, one in files
        ],
    }  # fmt: skip


def person_data(member: Member | None) -> dict[str, str] | None:
    return {"id": str(member.uuid), "name": member.name} if member else None


def _serialize_table(meeting: Meeting, name: str, table: BundleTable) -> list[dict[str, Any]]:
    model: Any = Meeting._meta.get_field(name).related_model
    rows = model._default_manager.filter(meeting=meeting).order_by("pk")
    if table.without:
        rows = rows.exclude(status=table.without)
    if table.has_member:
        rows = rows.select_related("member")
    return [
        {name: to_plain(getattr(row, table.columns.get(name, name))) for name in table.validators}
        | ({"member": person_data(row.member)} if table.has_member else {})
        for row in rows
    ]


def _agenda_rows(meeting: Meeting) -> Any:
    rows = meeting.agenda.select_related("resolution").order_by("position")
    return with_opinions(rows.prefetch_related("statements__speaker", "resolution__follow_ups__meeting"))


def _serialize_item(row: Any, meeting: Meeting) -> dict[str, Any]:
    resolution = getattr(row, "resolution", None)
    return {
        **_serialize_columns(AgendaEntry, row),
        "statements": [
            {"speaker": person_data(one.speaker), **_serialize_columns(StatementEntry, one)}
            for one in row.statements.all()
        ],
        "decision": {
            **_serialize_columns(Decision, resolution),
            **_plain(resolution, DECISION_RESULT),
            "written_opinions": [
                _serialize_columns(WrittenOpinionEntry, one) for one in resolution.written_opinions
            ],
        }
        if resolution
        else None,
        "became": [
            {"meeting": str(one.meeting.uuid) if one.meeting else None, **_plain(one, FOLLOW_UP)}
            for one in (resolution.follow_ups.all() if resolution else ())
            if one.meeting_id != meeting.pk
        ],
    }


def _serialize_columns(part: type, row: Any) -> dict[str, Any]:
    """The columns of a part of the record as plain data."""
    values = ((one, getattr(row, one.name)) for one in scalars_of(part))
    return {
        one.name: person_data(value) if isinstance(one.type, Person) else to_plain(value)
        for one, value in values
    }


def _plain(row: Any, columns: Iterable[str]) -> dict[str, Any]:
    return {name: to_plain(getattr(row, name)) for name in columns}


def _serialize_polls(meeting: Meeting) -> list[dict[str, Any]]:
    """Closed polls with their ballots. Who voted is left out of a secret poll; an open one says who chose what."""
    polls = meeting.polls.filter(closed_at__isnull=False).order_by("id")
    ballots = Ballot.objects.filter(poll__in=polls).exclude(choice="").order_by("about_id", "choice")
    counted = ballots.values_list("poll_id", "choice", "about__uuid", "about__name").annotate(n=Count("pk"))
    papers: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for poll, choice, uuid, name, count in counted:
        about = {"id": str(uuid), "name": name} if uuid else None
        papers[poll].append({"about": about, "choice": choice, "count": count})
    voters: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in (
        Receipt.objects.filter(poll__in=polls, poll__is_secret=False).select_related("member").order_by("id")
    ):
        voters[one.poll_id].append({"member": person_data(one.member)} | _plain(one, ("has_voted", "choice")))
    return [_plain(poll, POLL) | {"papers": papers[poll.pk], "voters": voters[poll.pk]} for poll in polls]


def _serialize_appraisals(meeting: Meeting) -> list[dict[str, Any]]:
    """Closed appraisals; one still under way has no result."""
    rows = meeting.appraisals.filter(stage=Stage.CLOSED).select_related("poll").order_by("id")
    return [
        _plain(row, APPRAISAL)
        | {"poll": str(row.poll.uuid) if row.poll else None}
        | {"entries": [{"member": person_data(one.member)} | _plain(one, ENTRY) for one in row.entries.all()]}
        for row in rows.prefetch_related("entries__member")
    ]
