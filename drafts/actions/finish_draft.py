"""finish, set_aside and lay_in_bin: what other actions do with unfinished work and the bin.

Parts of the action that stores, calls off or strikes, in its transaction and under its authorisation and audit entry.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.fields.files import FieldFile

from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from drafts.models import Draft, DraftFile

FILE_FACTS = ("kind", "name", "content_type", "size", "sha256", "perceptual")


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
    *,
    uuid: UUID,
    kind: str,
    organization: Organization,
    title: str,
    fields: dict[str, Any],
    file: Any = None,
    by: Actor,
) -> Draft | None:
    """Put what somebody struck into their bin, as what makes it anew (BIN_KINDS of config/parts.py). `file`: the attachment
    whose content stays until the bin is emptied. A program without a person has no bin: the content goes at once."""
    if by.user is None:
        if file is not None:
            transaction.on_commit(lambda: delete_contents([file.file]))
        return None
    now = clock.now()
    draft = Draft.objects.create(
        owner=by.user,
        uuid=uuid,
        kind=kind,
        organization=organization,
        title=title[:200],
        fields=fields,
        saved_at=now,
        deleted_at=now,
    )
    if file is not None:
        facts = {name: getattr(file, name) for name in FILE_FACTS}
        DraftFile.objects.create(draft=draft, file=file.file.name, **facts)
    return draft


def delete_contents(stored: Iterable[FieldFile]) -> None:
    for one in stored:
        one.storage.delete(str(one.name))


def set_aside(*, uuid: UUID) -> None:
    """Put everybody's drafts of a record that was called off into the bin."""
    Draft.objects.unfinished().filter(uuid=uuid).update(deleted_at=clock.now())
