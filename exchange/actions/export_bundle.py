"""export_bundle: export a meeting as an evidence bundle (ZIP)."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from documents.actions.export_papers import export_minutes
from documents.contexts.bundles import archive
from meetings.models import Meeting


def export_bundle(*, meeting: Meeting, by: Actor) -> bytes:
    """The meeting as a ZIP of its record, its Word file and its files, each with its digest in the manifest.

    Raises NotYours without EXPORT there.
    """
    by.must(Capability.EXPORT, meeting.organization)
    with transaction.atomic():
        _, word = export_minutes(meeting=meeting, by=by)
        content = archive.pack_bundle(meeting, word)
        chain.record(
            "meeting.bundle",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={"大小": len(content), "签名": True},
        )
    return content
