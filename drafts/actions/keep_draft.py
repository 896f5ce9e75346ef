"""keep: save the fields of a form that is not sent yet."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from drafts.models import Draft


def keep(
    *,
    uuid: UUID,
    organization: Organization,
    fields: dict[str, Any],
    kind: str = Draft.Kind.RECORD,
    title: str = "",
    theme: str = "",
    begins_at: dt.datetime | None = None,
    by: Actor,
) -> Draft:
    """Keep the form as it stands, one a person and record. Only the first keeping leaves an audit entry: what follows every
    few seconds is the same deed going on."""
    by.must(Capability.RECORD_MEETING, organization)
    with transaction.atomic():
        draft, is_new = Draft.objects.update_or_create(
            owner=by.user,
            uuid=uuid,
            deleted_at=None,
            defaults={
                "organization": organization,
                "kind": kind,
                "title": title[:200],
                "theme": theme[:300],
                "begins_at": begins_at,
                "fields": fields,
                "device": by.device[:40],
                "saved_at": clock.now(),
            },
        )
        if is_new:
            record_beginning(draft, by)
    return draft


def record_beginning(draft: Draft, by: Actor) -> None:
    after = {"会议": str(draft.uuid)}
    chain.record("meeting.keep_draft", by=by, subject=draft, where=draft.organization, after=after)
