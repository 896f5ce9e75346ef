"""import_bundle: import an uploaded evidence bundle, all of it or nothing."""

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.errors import Gone
from core.moves import swap
from exchange import errors
from exchange.actions.store_meetings import must_import_meetings
from exchange.actions.write_bundle import write_bundle
from exchange.models import Import
from exchange.selectors.match_bundle import match_uploaded_bundle
from exchange.states import IMPORT_MOVES
from meetings import errors as meetings_errors
from meetings.models import Attachment, Meeting
from meetings.states import Status


def import_bundle(*, batch: Import, reason: str = "", by: Actor) -> Meeting:
    """Import an uploaded bundle, all of it or nothing; a meeting that exists already is not changed.

    A record that was submitted there is submitted here if it passes the checks, and waits for the office here to
    confirm it; otherwise it is a draft. From a bundle that no believed installation signed come head, agenda, roll and
    files: neither votes, leave, check-ins, steps and amendments nor times; what was left out stands in the step. An office
    imports such a one, and says why.

    Raises NotABundle, BundleTampered, UnsignedBundle, PeopleNotMatched, BundleDoesNotAddUp, Gone, NotYours, what saving raises.
    """
    if batch.organization is None or batch.kind != Import.Kind.BUNDLE:
        raise Gone
    must_import_meetings(batch.organization, by)
    arrival = match_uploaded_bundle(batch, by)
    if arrival.existing:
        return _leave_existing(arrival.existing, batch, by)
    said, is_signed = reason.strip()[:200], arrival.bundle.is_signed
    if not is_signed and not (len(said) > 1 and by.may(Capability.IMPORT, batch.organization)):
        raise errors.UnsignedBundle.at("reason")
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
                after={"文件": batch.file_name, "状态": Status(meeting.status).label, "签名": is_signed}
                | ({} if is_signed else {"理由": said}),
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
