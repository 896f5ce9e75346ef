"""finish, set_aside and lay_in_bin: what other actions do with unfinished work and the bin.

Parts of the action that stores, calls off or strikes, in its transaction and under its authorisation and audit entry.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.fields.files import FieldFile

from branches.models import Organization
from core import clock
from drafts.models import Draft, DraftFile


def finish(*, uuid: UUID, owner: Any) -> list[DraftFile]:
    """Delete this person's draft of a record that is stored now. Returns its files, whose rows are gone: their contents are
    whoever calls it to keep. Those that were taken away are deleted."""
    draft = Draft.objects.unfinished().filter(owner=owner, uuid=uuid).first()
    if draft is None:
        return []
    files = list(draft.files.all())
    draft.delete()
    stored = [one.file for one in files if one.removed_at]
    transaction.on_commit(lambda: delete_contents(stored))
    return [one for one in files if not one.removed_at]


def lay_in_bin(
    *, owner: Any, uuid: UUID, kind: str, organization: Organization, title: str, fields: dict[str, Any]
) -> Draft:
    """Put what its owner struck into their bin, as what makes it anew (BIN_KINDS of config/parts.py)."""
    now = clock.now()
    return Draft.objects.create(
        owner=owner,
        uuid=uuid,
        kind=kind,
        organization=organization,
        title=title[:200],
        fields=fields,
        saved_at=now,
        deleted_at=now,
    )


def delete_contents(stored: Iterable[FieldFile]) -> None:
    for one in stored:
        one.storage.delete(str(one.name))


def set_aside(*, uuid: UUID) -> None:
    """Put everybody's drafts of a record that was called off into the bin."""
    Draft.objects.unfinished().filter(uuid=uuid).update(deleted_at=clock.now())
