"""A meeting as plain data: everything its record says, people by uuid and name. A fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from meetings.bundles import RECORD_FORMAT
from meetings.models import Amendment, Attachment, Meeting
from members.models import Member

HEAD = (
    "theme", "place", "host_note", "guests", "minutes", "status",
    "expected", "present", "on_leave", "absent", "is_late", "is_void", "returned_count", "version",
)  # fmt: skip
DECISION = (
    "text", "kind", "candidate", "form", "entitled", "present", "yes", "no", "abstain", "written_yes",
    "passed", "executor", "due_on", "ends_with_vote",
)  # fmt: skip


def told(meeting: Meeting, files: Iterable[tuple[str, Attachment]]) -> dict[str, Any]:
    """The record; `files` are (path in the bundle, attachment)."""
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
        "held_on": _plain(meeting.held_on),
        "starts_at": _plain(meeting.starts_at),
        "ends_at": _plain(meeting.ends_at),
        "host": person(meeting.host),
        "recorder": person(meeting.recorder),
        **{name: getattr(meeting, name) for name in HEAD},
        "serial": f"{meeting.serial_year}-{meeting.serial}" if meeting.serial else None,
        "submitted_at": _plain(meeting.submitted_at),
        "confirmed_at": _plain(meeting.confirmed_at),
        "roll_frozen_at": _plain(meeting.roll_frozen_at),
        "attendances": [
            {
                "member": person(row.member),
                "state": row.state,
                "reason_code": row.reason_code,
                "reason": row.reason,
                "has_vote": row.has_vote,
                "source": row.source,
                "at": _plain(row.at),
            }
            for row in meeting.attendances.select_related("member").order_by("id")
        ],
        "guest_rows": [
            {"member": person(row.member), "name": row.name, "unit": row.unit, "role": row.role}
            for row in meeting.guest_rows.select_related("member")
        ],
        "agenda": [_item(row) for row in meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")],
        "steps": [
            {"deed": row.deed, "comment": row.comment, "who": row.who, "at": _plain(row.at)}
            for row in meeting.steps.all()
        ],
        "amendments": [
            {
                "status": row.status,
                "reason": row.reason,
                "before": row.before,
                "after": row.after,
                "who": row.who,
                "at": _plain(row.at),
                "signed_who": row.signed_who,
                "signed_at": _plain(row.signed_at),
                "comment": row.comment,
            }
            for row in meeting.amendments.exclude(status=Amendment.Status.PROPOSED)
        ],
        "files": [
            {
                "path": path,
                "id": str(one.uuid),
                "name": one.name,
                "kind": one.kind,
                "content_type": one.content_type,
                "added_at": _plain(one.added_at),
            }
            for path, one in files
        ],
    }  # fmt: skip


def person(member: Member | None) -> dict[str, str] | None:
    return {"id": str(member.uuid), "name": member.name} if member else None


def _item(row: Any) -> dict[str, Any]:
    resolution = getattr(row, "resolution", None)
    return {
        "title": row.title,
        "discussion": row.discussion,
        "statements": [
            {"speaker": person(said.speaker), "name": said.name, "text": said.text}
            for said in row.statements.all()
        ],
        "decision": {name: _plain(getattr(resolution, name)) for name in DECISION} if resolution else None,
    }


def _plain(value: Any) -> Any:
    """Dates and moments as ISO 8601, moments with the installation's own offset."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value
