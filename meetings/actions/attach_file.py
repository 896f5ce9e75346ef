"""attach, detach and reattach: add a photo, scan or document to a record, remove it, and have it back from the bin."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from core.errors import Gone
from core.uploads import safe_name
from drafts import actions as drafts
from drafts import files as uploads
from drafts.actions.finish_draft import FILE_FACTS
from drafts.actions.keep_files import MOST_FILES
from drafts.errors import TooManyFiles
from drafts.models import Draft, DraftFile
from drafts.states import WorkKind
from meetings.files import duplicates
from meetings.models import Attachment, Meeting
from meetings.states import ATTACHMENT_MOVES, MOVES


def attach(*, meeting: Meeting, upload: uploads.Upload, name: str, by: Actor) -> Attachment:
    """Keep an upload beside the record: its type read from its content, photos without position and device.

    The same content a second time is the attachment that is there: a sending whose answer got lost may be repeated.
    Raises UnfitUpload, TooManyFiles, WrongMoment once the record was handed in.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    clean = uploads.examine(upload, name)
    with transaction.atomic():
        _lock_open(meeting, "attach")
        same = meeting.attachments.filter(sha256=clean.sha256, removed_at__isnull=True).first()
        if same:
            return same
        if meeting.attachments.filter(removed_at__isnull=True).count() >= MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        attachment = Attachment(
            meeting=meeting,
            kind=clean.kind,
            name=safe_name(name, clean.content_type),
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
            perceptual=clean.perceptual,
            added_by=by.user,
        )
        attachment.file.save(attachment.name, ContentFile(clean.content), save=False)
        try:
            attachment.save(force_insert=True)
            duplicates.store_bands([attachment])
            after = _facts(attachment)
            chain.record("meeting.attach", by=by, subject=attachment, where=meeting.organization, after=after)
        except BaseException:
            attachment.file.delete(save=False)
            raise
    return attachment


def attach_kept(meeting: Meeting, files: list[DraftFile], by: Actor) -> None:
    """Make the files of the draft that became this record its attachments, in the transaction of the record: their contents
    stay where they lie. Raises TooManyFiles."""
    there = (
        dict(meeting.attachments.filter(removed_at__isnull=True).values_list("sha256", "pk")) if files else {}
    )
    if len(there) + len(files) > MOST_FILES:
        raise TooManyFiles.at("files", most=MOST_FILES)
    for file in files:
        if file.sha256 not in there:
            given = {name: getattr(file, name) for name in FILE_FACTS}
            row = Attachment(meeting=meeting, file=file.file.name, added_by=by.user, **given)
            row.save(force_insert=True)
            duplicates.store_bands([row])
            chain.record("meeting.attach", by=by, subject=row, where=meeting.organization, after=_facts(row))


def detach(*, attachment: Attachment, by: Actor) -> Attachment:
    """Take an attachment away; its row stays, its content lies in the bin of who did it. Raises WrongMoment once handed in."""
    meeting = attachment.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        _lock_open(meeting, "detach")
        transition(attachment, ATTACHMENT_MOVES, "detach", by, before=_facts(attachment))
        drafts.lay_in_bin(
            uuid=attachment.uuid,
            kind=WorkKind.ATTACHMENT,
            organization=meeting.organization,
            title=f"{meeting}的附件：{attachment.name}",
            fields={},
            file=attachment,
            by=by,
        )
    return attachment


def reattach(row: Draft, by: Actor) -> Attachment:
    """Have an attachment back out of the bin, by who may attach to its record; beside the same content it stays away.

    Raises Gone, NotYours, TooManyFiles, WrongMoment.
    """
    found = Attachment.objects.select_related("meeting__organization").filter(uuid=row.uuid).first()
    if found is None or found.removed_at is None:
        raise Gone
    meeting = found.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    _lock_open(meeting, "attach")
    there = meeting.attachments.filter(removed_at__isnull=True)
    if there.filter(sha256=found.sha256).exists():
        return found
    if there.count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    transition(found, ATTACHMENT_MOVES, "reattach", by, after=_facts(found), removed_at=None)
    return found


def is_attached(*, meeting: Meeting, upload: uploads.Upload, name: str) -> bool:
    """Whether this very content is beside the record already. Raises UnfitUpload."""
    clean = uploads.examine(upload, name)
    return meeting.attachments.filter(sha256=clean.sha256, removed_at__isnull=True).exists()


def _facts(attachment: Attachment) -> dict[str, Any]:
    return {"会议": str(attachment.meeting), "大小": attachment.size, "摘要": attachment.sha256}


def _lock_open(meeting: Meeting, move: str) -> None:
    """Lock the record's row for the transaction, so that nobody hands it in meanwhile or attaches the same."""
    MOVES.require(Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk), move)
