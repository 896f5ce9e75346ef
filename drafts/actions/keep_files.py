"""put_file, take_file_away and put_file_back: the files picked for unfinished work."""

from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.uploads import safe_name
from drafts.actions.keep_draft import record_beginning
from drafts.errors import TooManyFiles
from drafts.files import Upload, examine
from drafts.models import Draft, DraftFile

MOST_FILES = 30


def put_file(
    *,
    uuid: UUID,
    organization: Organization,
    upload: Upload,
    name: str,
    file_uuid: UUID | None = None,
    by: Actor,
) -> DraftFile:
    """Keep a picked file with the draft of this record, which begins with it where nothing was typed yet.

    `file_uuid` is the id a device gave it when it was picked. The same content a second time is the file that is there, put
    back if it had been taken away: a sending whose answer got lost may be repeated. Raises UnfitUpload, TooCostly, JudgesBusy, TooManyFiles.
    """
    by.must(Capability.RECORD_MEETING, organization)
    clean = examine(upload, name)
    with transaction.atomic():
        given = {"organization": organization, "device": by.device[:40], "saved_at": clock.now()}
        draft, is_new = Draft.objects.get_or_create(owner=by.user, uuid=uuid, deleted_at=None, defaults=given)
        if is_new:
            record_beginning(draft, by)
        Draft.objects.select_for_update().get(pk=draft.pk)
        if same := draft.files.filter(sha256=clean.sha256).first():
            return put_file_back(file=same, by=by) if same.removed_at else same
        if draft.files.filter(removed_at__isnull=True).count() >= MOST_FILES:
            raise TooManyFiles.at("attachments", most=MOST_FILES)
        file = DraftFile(
            uuid=free_uuid(file_uuid),
            draft=draft,
            kind=clean.kind,
            name=safe_name(name, clean.content_type),
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
            perceptual=clean.perceptual,
        )
        file.file.save(file.name, ContentFile(clean.content), save=False)
        try:
            file.save(force_insert=True)
            after = {"会议": str(draft.uuid), "大小": file.size, "摘要": file.sha256}
            chain.record("draft.put_file", by=by, subject=file, where=organization, after=after)
        except BaseException:
            file.file.delete(save=False)
            raise
    return file


def free_uuid(wanted: UUID | None) -> UUID:
    taken = wanted is None or DraftFile.objects.filter(uuid=wanted).exists()
    return uuid4() if wanted is None or taken else wanted


def take_file_away(*, file: DraftFile, by: Actor) -> DraftFile:
    """Take a file away; it can be put back until the record is stored."""
    file.removed_at = clock.now()
    return _save(file, "draft.take_file_away", by)


def put_file_back(*, file: DraftFile, by: Actor) -> DraftFile:
    file.removed_at = None
    return _save(file, "draft.put_file_back", by)


def _save(file: DraftFile, action: str, by: Actor) -> DraftFile:
    by.must(Capability.RECORD_MEETING, file.draft.organization)
    with transaction.atomic():
        file.save(update_fields=["removed_at"])
        after = {"会议": str(file.draft.uuid)}
        chain.record(action, by=by, subject=file, where=file.draft.organization, after=after)
    return file
