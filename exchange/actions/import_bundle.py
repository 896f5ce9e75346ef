"""Write the record of a matched bundle into the tables, part by part, in the transaction of import_bundle.

Authorises nothing itself; exchange.actions.bundles.import_bundle does.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from branches.selectors.actors import Actor
from core import clock
from exchange import errors
from exchange.rules.bundles.read import FOLLOW_UP, Bundle
from exchange.rules.bundles.schema import PARTS
from exchange.selectors.bundles.match import MatchedBundle
from exchange.selectors.bundles.serialize import APPRAISAL, POLL
from life.actions.hold_meeting import hold_meeting
from life.models import Appraisal, AppraisalEntry
from life.states import Stage
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
from meetings.selectors import record_facts
from meetings.states import COUNTED, Source, Status


def write_bundle(arrival: MatchedBundle, stored: list[Attachment], by: Actor) -> Meeting:
    """Write the meeting with all its parts. Files that were saved are added to `stored`. Raises BundleDoesNotAddUp."""
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
        **_column_values(MeetingRecord, said, arrival),
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
    for name, table in PARTS.items():
        model: Any = Meeting._meta.get_field(name).related_model
        model._default_manager.bulk_create(
            model(meeting=meeting, **table.column_values(_with_local_member(row, arrival)))
            for row in said[name]
        )
    write_record.step(meeting, Step.Type.RECORDED, by, "从档案包导入，上面是原来的经过" + "".join(lacking))
    _write_files(meeting, bundle, stored, by)
    _submit_if_submitted(meeting, bundle, by)
    return meeting


def _write_agenda(meeting: Meeting, arrival: MatchedBundle) -> None:
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, **_column_values(AgendaEntry, one, arrival))
        for number, one in enumerate(arrival.record["agenda"], 1)
    )
    pairs = list(zip(items, arrival.record["agenda"], strict=True))
    Statement.objects.bulk_create(
        Statement(
            item=item,
            position=number,
            speaker=arrival.person(one["speaker"]),
            **_column_values(StatementEntry, one, arrival),
        )
        for item, told in pairs
        for number, one in enumerate(told["statements"], 1)
    )
    Resolution.objects.bulk_create(
        Resolution(item=item, **told["decision"]) for item, told in pairs if told["decision"]
    )


def _column_values(shape: type, said: dict[str, Any], arrival: MatchedBundle) -> dict[str, Any]:
    """The columns of a part of the record, with the members of this installation."""
    return {
        one.name: arrival.person(said[one.name]) if isinstance(one.type, Person) else said[one.name]
        for one in scalars_of(shape)
    }


def _with_local_member(row: dict[str, Any], arrival: MatchedBundle) -> dict[str, Any]:
    """The row with the member of this installation."""
    return row | ({"member": arrival.person(row["member"])} if "member" in row else {})


def _write_follow_ups(meeting: Meeting, arrival: MatchedBundle) -> str:
    """Write follow-ups of this meeting's decisions, and those it reports on earlier decisions.

    A follow-up is in the bundles of both meetings and written once, if decision and meeting are of this organization.
    Returns a note on those that could not be written.
    """
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
        follow_up = {name: row[name] for name in FOLLOW_UP}
        rows.append(FollowUp(resolution=own[position], meeting=meetings.get(row["meeting"]), **follow_up))
    for row in told:
        decision = row["decision"]
        found = known.get((decision["meeting"], decision["position"], decision["text"]))
        if found:
            follow_up = {name: row[name] for name in FOLLOW_UP}
            rows.append(FollowUp(resolution=found, meeting=meeting, **follow_up))
        else:
            lost += row["uuid"] not in there
    FollowUp.objects.bulk_create(row for row in rows if row.uuid not in there)
    return f"。{lost}条落实情况说的是这里没有的决议，没有导入" if lost else ""


def _write_votes(meeting: Meeting, arrival: MatchedBundle) -> str:
    """Write closed polls with their ballots, and closed appraisals. Returns a note on what could not be written."""
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
            Receipt.objects.bulk_create(
                Receipt(poll=poll, **_with_local_member(row, arrival)) for row in said["voters"]
            )
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
        hold_meeting(appraisal)
        AppraisalEntry.objects.bulk_create(
            AppraisalEntry(appraisal=appraisal, **_with_local_member(row, arrival)) for row in said["entries"]
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


def _submit_if_submitted(meeting: Meeting, bundle: Bundle, by: Actor) -> None:
    """Refuse an invalid record; submit it if it was submitted there and passes the checks here."""
    seen = record_facts.facts_of_meeting(meeting)
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
    write_record.step(meeting, Step.Type.SUBMITTED, by)
