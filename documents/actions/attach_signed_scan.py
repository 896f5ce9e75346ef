"""Attach the scan of the printed and signed minutes to their meeting."""

from django.core.files.base import ContentFile
from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.uploads import ENDINGS
from documents import errors
from drafts import files as uploads
from drafts.errors import TooManyFiles
from meetings.models import Attachment, Meeting
from meetings.states import HAPPENED, Status

SIGNED = "签字扫描件"
MOST_SCANS = 10


def attach_signed(*, meeting: Meeting, upload: uploads.Upload, name: str, by: Actor) -> Attachment:
    """Attach the scan of the signed minutes, also after the record was submitted or confirmed.

    The record, its version and its status do not change. A photo of a page is a scan too. The same content a second
    time returns the existing scan.

    Raises NotYours, NotHeldNothingToSign, NotAScan, UnfitUpload, TooManyFiles.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    clean = uploads.examine(upload, name)
    if clean.kind == Attachment.Kind.DOCUMENT:
        raise errors.NotAScan.at("file", name=name[:60])
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk)
        status = row.values_list("status", flat=True).get()
        if status not in HAPPENED:
            raise errors.NotHeldNothingToSign(status=Status(status).label)
        scans = meeting.attachments.filter(
            kind=Attachment.Kind.SCAN, removed_at__isnull=True, name__startswith=SIGNED
        )
        if same := scans.filter(sha256=clean.sha256).first():
            return same
        count = scans.count()
        if count >= MOST_SCANS:
            raise TooManyFiles(most=MOST_SCANS)
        title = f"{SIGNED}{clock.today():%Y-%m-%d}{f'（{count + 1}）' if count else ''}"
        scan = Attachment(
            meeting=meeting,
            kind=Attachment.Kind.SCAN,
            name=f"{title}{ENDINGS[clean.content_type]}",
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
            added_by=by.user,
        )
        scan.file.save(scan.name, ContentFile(clean.content), save=False)
        try:
            scan.save(force_insert=True)
            chain.record(
                "meeting.attach_signed",
                by=by,
                subject=scan,
                where=meeting.organization,
                after={"会议": str(meeting), "大小": scan.size, "摘要": scan.sha256},
            )
        except BaseException:
            scan.file.delete(save=False)
            raise
    return scan
