"""finish and set_aside: what happens to unfinished work when its record is stored or called off.

Parts of the action that stores or calls off, in its transaction and under its authorisation and audit entry.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.fields.files import FieldFile

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


def delete_contents(stored: Iterable[FieldFile]) -> None:
    for one in stored:
        one.storage.delete(str(one.name))


def set_aside(*, uuid: UUID) -> None:
    """Put everybody's drafts of a record that was called off into the bin."""
    Draft.objects.unfinished().filter(uuid=uuid).update(deleted_at=clock.now())
