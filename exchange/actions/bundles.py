"""Export a meeting as an evidence bundle (ZIP), upload a bundle of another installation, and import it."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import Actor
from core.errors import Gone
from core.moves import swap
from documents.actions.export_papers import export_minutes
from exchange import errors
from exchange.actions import import_workbooks
from exchange.actions.import_bundle import write_bundle
from exchange.actions.store_meetings import must_import_meetings
from exchange.models import Import
from exchange.rules.bundles import read
from exchange.selectors.bundles import archive, match
from exchange.selectors.bundles.match import MatchedBundle
from exchange.states import IMPORT_MOVES
from meetings import errors as meetings_errors
from meetings.models import Attachment, Meeting
from meetings.states import Status
from members.personal_data import sealing


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
            after={"大小": len(content), "签名": bool(settings.BUNDLE_KEY)},
        )
    return content


@transaction.atomic
def upload_bundle(
    *, content: bytes, name: str, organization: Organization | None = None, by: Actor
) -> Import:
    """Verify a bundle and store the file for a preview. No meeting is written yet.

    Raises NotABundle, BundleTampered, PlaceNotFound, NotYours.
    """
    if not (by.reach.has(Capability.IMPORT) or by.reach.has(Capability.RECORD_MEETING)):
        raise NotYours(organization="会议档案包")
    if len(content) > settings.BUNDLE_MOST_BYTES:
        raise errors.NotABundle(why=f"超过{settings.BUNDLE_MOST_BYTES // 1024 // 1024}MB")
    bundle = read.read_bundle(content)
    place = organization or match.find_organization(bundle, by)
    if place is None:
        raise errors.PlaceNotFound.at("organization", name=bundle.record["organization"]["short_name"])
    must_import_meetings(place, by)
    batch = Import(
        kind=Import.Kind.BUNDLE,
        organization=place,
        file_name=name[:200],
        totals={"rows": 1, "new": 1},
        columns={"meeting": str(bundle.uuid)},
        uploaded_by=by.user,
    )
    batch.file.save(f"{batch.uuid}.sealed", ContentFile(sealing.seal_bytes(content)), save=False)
    batch.save()
    chain.record(
        "import.upload",
        by=by,
        subject=batch,
        where=place,
        after={"kind": batch.kind, "会议": str(bundle.uuid)},
    )
    return batch


def match_uploaded_bundle(batch: Import, by: Actor) -> MatchedBundle:
    """Match the stored bundle with this installation: what importing it now would do. Raises Gone, ImportGone."""
    if batch.organization is None:
        raise Gone
    return match.match_bundle(
        read.read_bundle(import_workbooks.uploaded_content(batch)), batch.organization, by
    )


def import_bundle(*, batch: Import, by: Actor) -> Meeting:
    """Import an uploaded bundle, all of it or nothing; a meeting that exists already is not changed.

    A record that was submitted there is submitted here if it passes the checks, and waits for the office here to
    confirm it; otherwise it is a draft. The time of submission is taken over only if the bundle is signed with the
    key of this installation; otherwise it is now.

    Raises NotABundle, BundleTampered, PeopleNotMatched, BundleDoesNotAddUp, what saving a record raises, Gone,
    NotYours.
    """
    if batch.organization is None or batch.kind != Import.Kind.BUNDLE:
        raise Gone
    must_import_meetings(batch.organization, by)
    arrival = match_uploaded_bundle(batch, by)
    if arrival.existing:
        return _leave_existing(arrival.existing, batch, by)
    if arrival.missing:
        names = "、".join(one.name for one in arrival.missing[:8])
        raise errors.PeopleNotMatched(count=len(arrival.missing), names=names)
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            swap(batch, IMPORT_MOVES, "take_in")
            meeting = write_bundle(arrival, stored, by)
            chain.record(
                "meeting.import",
                by=by,
                subject=meeting,
                where=meeting.organization,
                after={
                    "文件": batch.file_name,
                    "状态": Status(meeting.status).label,
                    "签名": arrival.bundle.is_signed,
                },
            )
    except BaseException as failed:
        for one in stored:
            one.file.delete(save=False)
        if isinstance(failed, IntegrityError):
            if Meeting.objects.filter(uuid=arrival.bundle.uuid).exists():
                raise meetings_errors.AlreadyThere(status=Status.HELD.label) from failed
            raise errors.BundleDoesNotAddUp from failed
        raise
    return meeting


def _leave_existing(existing: Meeting, batch: Import, by: Actor) -> Meeting:
    if not by.may(Capability.CALENDAR, existing.organization):
        raise meetings_errors.AlreadyThere("这个编号的会议已经有了，不在您的范围内，没有改动。")
    with transaction.atomic():
        Import.objects.filter(pk=batch.pk).update(
            status=Import.Status.DONE, totals={"rows": 1, "new": 0, "unchanged": 1}
        )
        chain.record(
            "import.finish", by=by, subject=batch, where=existing.organization, after={"unchanged": 1}
        )
    return existing
