"""What is written and not handed in: one's own drafts, and records that were begun, each once."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from drafts.models import Draft
from meetings.models import Meeting
from meetings.states import Status


@dataclass(frozen=True)
class UnfinishedRecord:
    """One line: what it is, when it was held, where its text lies. `device` and `saved_at` are of one's own draft."""

    uuid: UUID
    organization: Organization
    title: str
    theme: str
    begins_at: dt.datetime | None
    kinds: frozenset[str]
    files: int
    saved_at: dt.datetime
    device: str = ""
    is_amendment: bool = False

    @property
    def url(self) -> str:
        if self.is_amendment:
            return reverse("meetings:amend", args=[self.uuid])
        return f"{reverse('meetings:record')}?uuid={self.uuid}"


def unfinished_records(places: Collection[int], by: Actor) -> list[UnfinishedRecord]:
    """The unfinished records of these organizations, what was written last first. Returned ones are not among them: they
    stand with the words of who returned them."""
    drafts: list[Any] = list(
        Draft.objects.written_by(by)
        .unfinished()
        .filter(organization__in=places)
        .select_related("organization")
        .with_file_count()
    )
    known = {draft.uuid for draft in drafts}
    visible = Meeting.objects.visible_to(by, Capability.VIEW)
    rows = (
        visible.filter(Q(uuid__in=known) | Q(organization__in=places, status=Status.HELD))
        .annotate(files=Count("attachments", filter=Q(attachments__removed_at__isnull=True)))
        .select_related("organization")
        .prefetch_related("kinds")
    )
    meetings: dict[UUID, Any] = {meeting.uuid: meeting for meeting in rows}
    found = [_of_draft(draft, meetings.get(draft.uuid)) for draft in drafts]
    begun = [row for row in meetings.values() if row.uuid not in known and row.status == Status.HELD]
    lines = [*filter(None, found), *map(_of_meeting, begun)]
    return sorted(lines, key=lambda line: line.saved_at, reverse=True)


def _of_draft(draft: Any, meeting: Any) -> UnfinishedRecord | None:
    """None for the draft of a record that was handed in or called off meanwhile."""
    is_amendment = draft.kind == Draft.Kind.AMENDMENT
    if is_amendment != (meeting is not None and meeting.status == Status.CONFIRMED):
        return None
    if meeting is not None and not is_amendment and meeting.status not in (Status.PLANNED, Status.HELD):
        return None
    title = draft.title or (meeting.kind_names if meeting else "会议")
    return UnfinishedRecord(
        uuid=draft.uuid,
        organization=draft.organization,
        title=f"更正：{title}" if is_amendment else title,
        theme=draft.theme,
        begins_at=draft.begins_at,
        kinds=frozenset() if is_amendment else frozenset(draft.fields.get("kinds", ())),
        files=draft.file_count + (meeting.files if meeting else 0),
        saved_at=draft.saved_at,
        device=draft.device,
        is_amendment=is_amendment,
    )


def _of_meeting(meeting: Any) -> UnfinishedRecord:
    return UnfinishedRecord(
        uuid=meeting.uuid,
        organization=meeting.organization,
        title=meeting.kind_names,
        theme=meeting.theme,
        begins_at=meeting.starts_at,
        kinds=frozenset(row.kind for row in meeting.kinds.all()),
        files=meeting.files,
        saved_at=meeting.changed_at,
    )
