"""attach and detach: photos, scans and documents of a record."""

from django.core.files.base import ContentFile
from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.errors import Gone
from meetings import errors
from meetings.files import duplicates, uploads
from meetings.models import Attachment, Meeting
from meetings.states import OPEN, Status

MOST_ATTACHMENTS = 30


def attach(*, meeting: Meeting, upload: uploads.Upload, name: str, by: Actor) -> Attachment:
    """Keep an upload beside the record: its type read from its content, photos without position and device.

    The same content a second time is the attachment that is there: a sending whose answer got lost may be repeated.
    Raises UnfitUpload, TooManyAttachments, WrongMoment once the record was handed in.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    clean = uploads.examine(upload, name)
    with transaction.atomic():
        _must_be_open(meeting, "加附件")
        same = meeting.attachments.filter(sha256=clean.sha256, removed_at__isnull=True).first()
        if same:
            return same
        if meeting.attachments.filter(removed_at__isnull=True).count() >= MOST_ATTACHMENTS:
            raise errors.TooManyAttachments(most=MOST_ATTACHMENTS)
        attachment = Attachment(
            meeting=meeting,
            kind=clean.kind,
            name=uploads.safe_name(name, clean.content_type),
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
            perceptual=clean.perceptual,
            added_by=by.user,
        )
        attachment.file.save(attachment.name, ContentFile(clean.content), save=False)
        try:
            attachment.save(force_insert=True)
            duplicates.remember([attachment])
            chain.record(
                "meeting.attach",
                by=by,
                subject=attachment,
                where=meeting.organization,
                after={"会议": str(meeting), "大小": attachment.size, "摘要": attachment.sha256},
            )
        except BaseException:
            attachment.file.delete(save=False)
            raise
    return attachment


def detach(*, attachment: Attachment, by: Actor) -> Attachment:
    """Take an attachment away; its row and digest stay, its content goes. Raises WrongMoment once handed in."""
    meeting = attachment.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        _must_be_open(meeting, "移除附件")
        removed = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True).update(
            removed_at=clock.now()
        )
        if not removed:
            raise Gone
        attachment.removed_at = clock.now()
        chain.record(
            "meeting.detach",
            by=by,
            subject=attachment,
            where=meeting.organization,
            before={"会议": str(meeting), "大小": attachment.size, "摘要": attachment.sha256},
        )
        storage, name = attachment.file.storage, str(attachment.file.name)
        transaction.on_commit(lambda: storage.delete(name))
    return attachment


def is_attached(*, meeting: Meeting, upload: uploads.Upload, name: str) -> bool:
    """Whether this very content is beside the record already. Raises UnfitUpload."""
    clean = uploads.examine(upload, name)
    return meeting.attachments.filter(sha256=clean.sha256, removed_at__isnull=True).exists()


def _must_be_open(meeting: Meeting, deed: str) -> None:
    """The record's row is taken for the transaction, so nobody hands it in meanwhile, or attaches the same."""
    row = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk)
    status = row.values_list("status", flat=True).get()
    if status not in OPEN:
        raise errors.WrongMoment(status=Status(status).label, deed=deed)
