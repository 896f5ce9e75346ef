"""export_bundle, upload_bundle, import_bundle: one meeting as evidence, out of here and into another installation."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import chain
from branches.actors import Actor
from branches.errors import NotYours
from branches.models import Organization
from branches.roles import Capability
from core import clock
from core.errors import Gone
from meetings import checks, documents, duplicates, errors, facts, uploads
from meetings.actions import submitting, writing
from meetings.bundles import arriving, opening, packing
from meetings.bundles.arriving import Arrival
from meetings.bundles.opening import Bundle
from meetings.checks import Present, Turnout
from meetings.content import Content
from meetings.models import (
    AgendaItem,
    Amendment,
    Attachment,
    Attendance,
    Guest,
    Meeting,
    Resolution,
    Statement,
    Step,
)
from meetings.states import COUNTED, Source, Status
from members import sealing
from members.actions import importing
from members.models import Import


def export_bundle(*, meeting: Meeting, by: Actor) -> bytes:
    """The meeting as a ZIP of its record, its Word file and its files, each with its digest in the manifest.

    Raises NotYours without EXPORT there.
    """
    by.must(Capability.EXPORT, meeting.organization)
    with transaction.atomic():
        content = packing.pack(meeting, documents.minutes(meeting, by))
        chain.record(
            "meeting.bundle",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={"大小": len(content), "签名": bool(settings.BUNDLE_KEY)},
        )
    return content


def must_take(organization: Organization, by: Actor) -> None:
    """Whoever records there, or imports for it. Raises NotYours."""
    if not by.may(Capability.IMPORT, organization):
        by.must(Capability.RECORD_MEETING, organization)


@transaction.atomic
def upload_bundle(
    *, content: bytes, name: str, organization: Organization | None = None, by: Actor
) -> Import:
    """Verify a bundle and keep it for a look before it is taken in. Nothing of it stands in any record yet.

    Raises NotABundle, BundleTampered, PlaceNotFound, NotYours.
    """
    if not (by.reach.has(Capability.IMPORT) or by.reach.has(Capability.RECORD_MEETING)):
        raise NotYours(organization="会议档案包")
    if len(content) > settings.BUNDLE_MOST_BYTES:
        raise errors.NotABundle(why=f"超过{settings.BUNDLE_MOST_BYTES // 1024 // 1024}MB")
    bundle = opening.opened(content)
    place = organization or arriving.place_of(bundle, by)
    if place is None:
        refusal = errors.PlaceNotFound(name=bundle.record["organization"]["short_name"])
        refusal.fields = {"organization": refusal.sentence}
        raise refusal
    must_take(place, by)
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


def arrival_of(batch: Import, by: Actor) -> Arrival:
    """What taking the bundle in would do now."""
    if batch.organization is None:
        raise Gone
    return arriving.arrive(opening.opened(importing.content_of(batch)), batch.organization, by)


def import_bundle(*, batch: Import, by: Actor) -> Meeting:
    """Take an uploaded bundle in, all of it or nothing; a meeting that is there already stays as it is.

    What was handed in there is handed in here when it passes the checks, to be confirmed by the office here; else it
    is a draft that says what is missing. The time it was handed in there counts only when the bundle is signed with a
    key of ours; otherwise it is now.

    Raises NotABundle, BundleTampered, PeopleNotMatched, BundleDoesNotAddUp, what saving a record raises, Gone,
    NotYours.
    """
    if batch.organization is None or batch.kind != Import.Kind.BUNDLE:
        raise Gone
    must_take(batch.organization, by)
    arrival = arrival_of(batch, by)
    if arrival.there:
        return _already(arrival.there, batch, by)
    if arrival.missing:
        names = "、".join(one.name for one in arrival.missing[:8])
        raise errors.PeopleNotMatched(count=len(arrival.missing), names=names)
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            claimed = Import.objects.filter(
                pk=batch.pk, status__in=[Import.Status.PREVIEWED, Import.Status.FAILED]
            )
            if not claimed.update(status=Import.Status.DONE):
                raise Gone
            meeting = _write(arrival, stored, by)
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
                raise errors.AlreadyThere(status=Status.HELD.label) from failed
            raise errors.BundleDoesNotAddUp from failed
        raise
    return meeting


def _already(there: Meeting, batch: Import, by: Actor) -> Meeting:
    if not by.may(Capability.CALENDAR, there.organization):
        raise errors.AlreadyThere("这个编号的会议已经有了，不在您的范围内，没有改动。")
    with transaction.atomic():
        Import.objects.filter(pk=batch.pk).update(
            status=Import.Status.DONE, totals={"rows": 1, "new": 0, "unchanged": 1}
        )
        chain.record("import.finish", by=by, subject=batch, where=there.organization, after={"unchanged": 1})
    return there


def _write(arrival: Arrival, stored: list[Attachment], by: Actor) -> Meeting:
    said, bundle = arrival.record, arrival.bundle
    rows = [
        Present(
            arrival.people[row["member"]["id"]].pk,
            row["member"]["name"],
            row["state"],
            row["reason_code"],
            row["reason"],
            row["has_vote"],
        )
        for row in said["attendances"]
    ]
    turnout = Turnout.of(rows)
    if [turnout.expected, turnout.present, turnout.on_leave, turnout.absent] != [
        said[name] for name in ("expected", "present", "on_leave", "absent")
    ]:
        raise errors.BundleDoesNotAddUp
    meeting = Meeting(
        uuid=bundle.uuid,
        organization=arrival.organization,
        status=Status.HELD,
        host=arrival.person(said["host"]),
        recorder=arrival.person(said["recorder"]),
        roll_frozen_at=said["roll_frozen_at"] or clock.now(),
        **{
            name: said[name]
            for name in (
                "theme",
                "place",
                "host_note",
                "guests",
                "minutes",
                "held_on",
                "starts_at",
                "ends_at",
            )
        },
        **{name: said[name] for name in ("expected", "present", "on_leave", "absent")},
        is_void=checks.is_void(said["kinds"], turnout),
    )
    meeting.save(force_insert=True)
    writing.write_kinds(meeting, said["kinds"])
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            member_id=row.member_id,
            state=row.state,
            reason_code=row.reason_code,
            reason=row.reason,
            has_vote=row.has_vote,
            source=Source.IMPORTED,
            at=told["at"],
        )
        for row, told in zip(rows, said["attendances"], strict=True)
    )
    Guest.objects.bulk_create(
        Guest(meeting=meeting, **(row | {"member": arrival.person(row["member"])}))
        for row in said["guest_rows"]
    )
    _write_agenda(meeting, arrival)
    _write_history(meeting, said, by)
    _write_files(meeting, bundle, stored, by)
    _hand_in(meeting, bundle, by)
    return meeting


def _write_agenda(meeting: Meeting, arrival: Arrival) -> None:
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, title=one["title"], discussion=one["discussion"])
        for number, one in enumerate(arrival.record["agenda"], 1)
    )
    pairs = list(zip(items, arrival.record["agenda"], strict=True))
    Statement.objects.bulk_create(
        Statement(
            item=item,
            position=number,
            speaker=arrival.person(one["speaker"]),
            name=one["name"],
            text=one["text"],
        )
        for item, told in pairs
        for number, one in enumerate(told["statements"], 1)
    )
    Resolution.objects.bulk_create(
        Resolution(item=item, **told["decision"]) for item, told in pairs if told["decision"]
    )


def _write_history(meeting: Meeting, said: dict[str, Any], by: Actor) -> None:
    """What happened there, as it was said there; then who took it in here."""
    Step.objects.bulk_create(Step(meeting=meeting, **one) for one in said["steps"])
    Amendment.objects.bulk_create(Amendment(meeting=meeting, **one) for one in said["amendments"])
    writing.step(meeting, Step.Deed.RECORDED, by, "从档案包导入，上面是原来的经过")


def _write_files(meeting: Meeting, bundle: Bundle, stored: list[Attachment], by: Actor) -> None:
    for one in bundle.record["files"]:
        clean = uploads.arrived(bundle.files[one["path"]], one["name"])
        attachment = Attachment(
            meeting=meeting,
            kind=one["kind"] if clean.kind != Attachment.Kind.PHOTO else clean.kind,
            name=uploads.safe_name(one["name"], clean.content_type),
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
            perceptual=clean.perceptual,
            added_by=by.user,
        )
        stored.append(attachment)
        attachment.file.save(attachment.name, ContentFile(clean.content), save=False)
        attachment.save(force_insert=True)
    duplicates.remember(stored)


def _hand_in(meeting: Meeting, bundle: Bundle, by: Actor) -> None:
    """Refuse what no record may say; hand in what was handed in there and passes here."""
    content = Content.of(meeting)
    writing.sane(meeting.organization, content)
    writing.held_already(content)
    seen = facts.of_meeting(meeting)
    seen = replace(seen, roll=None)  # the roll is the one that was frozen there
    writing.refuse_untruths(seen)
    if bundle.record["status"] not in COUNTED or checks.stops(checks.findings(seen)):
        return
    given: dt.datetime | None = bundle.record["submitted_at"]
    at = given if given and bundle.is_signed and given <= clock.now() else clock.now()
    meeting.status, meeting.submitted_at = Status.SUBMITTED, at
    meeting.is_late = checks.is_late(meeting.held_on, timezone.localdate(at))
    Meeting.objects.filter(pk=meeting.pk).update(
        status=meeting.status, submitted_at=at, version=meeting.version + 1
    )
    meeting.version += 1
    submitting.number(meeting)
    writing.step(meeting, Step.Deed.SUBMITTED, by)
