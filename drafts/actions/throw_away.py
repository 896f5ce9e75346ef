"""throw_away, put_back and empty_bin: unfinished work goes into the bin, comes back from it, or is gone after BIN_DAYS."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.parts import parts
from drafts.actions.finish_draft import delete_contents
from drafts.models import Draft, DraftFile


def throw_away(*, draft: Draft, by: Actor) -> Draft:
    """Put one's own draft into the bin, with its files."""
    by.must(Capability.RECORD_MEETING, draft.organization)
    with transaction.atomic():
        draft.deleted_at = clock.now()
        draft.save(update_fields=["deleted_at"])
        before = {"会议": str(draft.uuid)}
        chain.record("meeting.discard_draft", by=by, subject=draft, where=draft.organization, before=before)
    return draft


def put_back(*, draft: Draft, by: Actor) -> Draft:
    """Take what is one's own out of the bin. What was begun for the same record meanwhile goes there instead; what was no
    draft is made anew by the app it belongs to, which says who may. Raises what that raises."""
    if make := parts("BIN_KINDS").get(draft.kind):
        with transaction.atomic():
            make(draft, by)
            chain.record(
                "draft.put_back", by=by, subject=draft, where=draft.organization, after={"名称": draft.title}
            )
            draft.delete()
        return draft
    by.must(Capability.RECORD_MEETING, draft.organization)
    with transaction.atomic():
        meanwhile = Draft.objects.written_by(by).unfinished().filter(uuid=draft.uuid).exclude(pk=draft.pk)
        meanwhile.update(deleted_at=clock.now())
        draft.deleted_at = None
        draft.save(update_fields=["deleted_at"])
        after = {"会议": str(draft.uuid)}
        chain.record("draft.put_back", by=by, subject=draft, where=draft.organization, after=after)
    return draft


def empty_bin(*, by: Actor) -> int:
    """Delete what lay in the bin for BIN_DAYS, and its files. Returns how many drafts."""
    with transaction.atomic():
        gone = list(Draft.objects.past_bin().values_list("pk", flat=True))
        stored = [one.file for one in DraftFile.objects.filter(draft__in=gone)]
        Draft.objects.filter(pk__in=gone).delete()
        if gone:
            chain.record("draft.empty_bin", by=by, after={"count": len(gone)})
        transaction.on_commit(lambda: delete_contents(stored))
    return len(gone)
