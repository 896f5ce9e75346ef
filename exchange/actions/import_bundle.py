"""A bundle's record into the tables, part by part. Called inside one transaction: all of it stands, or nothing.

Authorises nothing itself; import_bundle does.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from branches.selectors.actors import Actor
from core import clock
from exchange import errors
from exchange.bundles.match import Arrival
from exchange.bundles.read import FOLLOW_UP, Bundle
from exchange.bundles.schema import PARTS
from exchange.bundles.serialize import APPRAISAL, POLL
from life.models import Appraisal, AppraisalEntry
from meetings.actions import submit_record, write_agenda, write_record
from meetings.files import duplicates, uploads
from meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Ballot,
    FollowUp,
    Meeting,
    Poll,
    Receipt,
    Resolution,
    Statement,
    Step,
)
from meetings.record.field_types import Person, scalars_of
from meetings.record.schema import AgendaEntry, MeetingRecord, StatementEntry
from meetings.rules import checks
from meetings.rules.checks import Present, Turnout
from meetings.selectors import record_facts as facts
from meetings.states import COUNTED, Source, Stage, Status


def write(arrival: Arrival, stored: list[Attachment], by: Actor) -> Meeting:
    """The meeting with all its parts; the files written on the way are put into `stored`. Raises BundleDoesNotAddUp."""
    said, bundle = arrival.record, arrival.bundle
    rows = [
        Present(
            arrival.people[row["member"]["id"]].uuid,
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
        roll_frozen_at=said["roll_frozen_at"] or clock.now(),
        **_columns(MeetingRecord, said, arrival),
        **{name: said[name] for name in ("expected", "present", "on_leave", "absent")},
        is_void=checks.is_void(said["kinds"], turnout),
    )
    meeting.save(force_insert=True)
    write_record.write_kinds(meeting, said["kinds"])
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            member=arrival.person(told["member"]),
            state=row.state,
            reason_code=row.reason_code,
            reason=row.reason,
            has_vote=row.has_vote,
            source=Source.IMPORTED,
            at=told["at"],
        )
        for row, told in zip(rows, said["attendances"], strict=True)
    )
    _write_agenda(meeting, arrival)
    lacking = [_write_follow_ups(meeting, arrival), _write_votes(meeting, arrival)]
    for name, part in PARTS.items():
        part.model._default_manager.bulk_create(part.row(meeting, _here(row, arrival)) for row in said[name])
    write_record.step(meeting, Step.Deed.RECORDED, by, "从档案包导入，上面是原来的经过" + "".join(lacking))
    _write_files(meeting, bundle, stored, by)
    _hand_in(meeting, bundle, by)
    return meeting


def _write_agenda(meeting: Meeting, arrival: Arrival) -> None:
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, **_columns(AgendaEntry, one, arrival))
        for number, one in enumerate(arrival.record["agenda"], 1)
    )
    pairs = list(zip(items, arrival.record["agenda"], strict=True))
    Statement.objects.bulk_create(
        Statement(
            item=item,
            position=number,
            speaker=arrival.person(one["speaker"]),
            **_columns(StatementEntry, one, arrival),
        )
        for item, told in pairs
        for number, one in enumerate(told["statements"], 1)
    )
    Resolution.objects.bulk_create(
        Resolution(item=item, **told["decision"]) for item, told in pairs if told["decision"]
    )


def _columns(shape: type, said: dict[str, Any], arrival: Arrival) -> dict[str, Any]:
    """The columns of a part of the record, people as they are here."""
    return {
        one.name: arrival.person(said[one.name]) if isinstance(one.type, Person) else said[one.name]
        for one in scalars_of(shape)
    }


def _here(row: dict[str, Any], arrival: Arrival) -> dict[str, Any]:
    """Its member as they are here."""
    return row | ({"member": arrival.person(row["member"])} if "member" in row else {})


def _write_follow_ups(meeting: Meeting, arrival: Arrival) -> str:
    """What became of these decisions, and what was told here of earlier ones. Both meetings tell of it; it stands once,
    and only where both its decision and its meeting are of this organization. Returns what could not be kept."""
    said = arrival.record
    became = [(n, row) for n, item in enumerate(said["agenda"], 1) for row in item["became"]]
    told = said["follow_ups"]
    if not became and not told:
        return ""
    uuids = [row["uuid"] for row in (*told, *(row for _n, row in became))]
    there = set(FollowUp.objects.filter(uuid__in=uuids).values_list("uuid", flat=True))
    meetings = {
        one.uuid: one
        for one in Meeting.objects.filter(
            organization=arrival.organization,
            uuid__in=[row["meeting"] for _n, row in became if row["meeting"]],
        )
    }
    earlier = Resolution.objects.filter(
        item__meeting__organization=arrival.organization,
        item__meeting__uuid__in=[row["decision"]["meeting"] for row in told],
    )
    known = {
        (one.item.meeting.uuid, one.item.position, one.text): one
        for one in earlier.select_related("item__meeting")
    }
    own = {
        one.item.position: one
        for one in Resolution.objects.filter(item__meeting=meeting).select_related("item")
    }
    rows, lost = [], 0
    for position, row in became:
        facts = {name: row[name] for name in FOLLOW_UP}
        rows.append(FollowUp(resolution=own[position], meeting=meetings.get(row["meeting"]), **facts))
    for row in told:
        decision = row["decision"]
        found = known.get((decision["meeting"], decision["position"], decision["text"]))
        if found:
            facts = {name: row[name] for name in FOLLOW_UP}
            rows.append(FollowUp(resolution=found, meeting=meeting, **facts))
        else:
            lost += row["uuid"] not in there
    FollowUp.objects.bulk_create(row for row in rows if row.uuid not in there)
    return f"。{lost}条落实情况说的是这里没有的决议，没有导入" if lost else ""


def _write_votes(meeting: Meeting, arrival: Arrival) -> str:
    """Closed polls with their papers, and what an appraisal concluded. Returns what could not be kept."""
    polls = {}
    for said in arrival.record["polls"]:
        poll = Poll.objects.create(meeting=meeting, **{name: said[name] for name in POLL})
        polls[poll.uuid] = poll
        Ballot.objects.bulk_create(
            Ballot(poll=poll, about=arrival.person(row["about"]), choice=row["choice"])
            for row in said["papers"]
            for _ in range(row["count"])
        )
        if not poll.is_secret:
            Receipt.objects.bulk_create(Receipt(poll=poll, **_here(row, arrival)) for row in said["voters"])
    there = []
    for said in arrival.record["appraisals"]:
        if Appraisal.objects.filter(organization=arrival.organization, year=said["year"]).exists():
            there.append(f"。{said['year']}年度民主评议这里已经有了，没有导入")
            continue
        appraisal = Appraisal.objects.create(
            organization=arrival.organization,
            meeting=meeting,
            stage=Stage.CLOSED,
            poll=polls.get(said["poll"]),
            **{name: said[name] for name in APPRAISAL},
        )
        AppraisalEntry.objects.bulk_create(
            AppraisalEntry(appraisal=appraisal, **_here(row, arrival)) for row in said["entries"]
        )
    return "".join(there)


def _write_files(meeting: Meeting, bundle: Bundle, stored: list[Attachment], by: Actor) -> None:
    for one in bundle.record["files"]:
        clean = uploads.examine_imported(bundle.files[one["path"]], one["name"])
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
    duplicates.store_bands(stored)


def _hand_in(meeting: Meeting, bundle: Bundle, by: Actor) -> None:
    """Refuse what no record may say; hand in what was handed in there and passes here."""
    seen = facts.facts_of_meeting(meeting)
    seen = replace(seen, roll=None)  # the roll is the one that was frozen there
    checks.refuse(checks.refusals(seen))
    told = (one["decision"] for one in bundle.record["agenda"])
    for item, decision in zip(seen.record.agenda, told, strict=True):
        if item.decision and decision:
            counted = write_agenda.decision_columns(item.decision, seen)
            if any(counted[name] != decision[name] for name in ("entitled", "present", "passed")):
                raise errors.BundleDoesNotAddUp
    if bundle.record["status"] not in COUNTED or checks.stops(checks.findings(seen)):
        return
    given: dt.datetime | None = bundle.record["submitted_at"]
    at = given if given and bundle.is_signed and given <= clock.now() else clock.now()
    meeting.is_late = checks.is_late(meeting.held_on, timezone.localdate(at))
    write_record.claim(meeting, "submit", submitted_at=at)
    submit_record.assign_number(meeting)
    write_record.step(meeting, Step.Deed.SUBMITTED, by)
