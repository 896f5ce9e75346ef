"""keep_draft and discard_draft: save the fields of an unsent recording form, and delete them."""

from typing import Any
from uuid import UUID

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from meetings.models import Draft


def keep_draft(*, uuid: UUID, organization: Organization, fields: dict[str, Any], by: Actor) -> Draft:
    """Keep the form as it stands, per person and meeting. Only the first keeping leaves an audit entry: what follows
    every few seconds is the same deed going on."""
    by.must(Capability.RECORD_MEETING, organization)
    with transaction.atomic():
        draft, is_new = Draft.objects.update_or_create(
            user=by.user, meeting_uuid=uuid, defaults={"organization": organization, "fields": fields}
        )
        if is_new:
            after = {"会议": str(uuid)}
            chain.record("meeting.keep_draft", by=by, subject=draft, where=organization, after=after)
    return draft


def discard_draft(*, draft: Draft, by: Actor) -> Draft:
    """Throw one's own draft away."""
    by.must(Capability.RECORD_MEETING, draft.organization)
    with transaction.atomic():
        before = {"会议": str(draft.meeting_uuid)}
        chain.record("meeting.discard_draft", by=by, subject=draft, where=draft.organization, before=before)
        Draft.objects.filter(pk=draft.pk, user=by.user).delete()
    return draft
