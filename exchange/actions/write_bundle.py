"""Write the record of a matched bundle into the tables, part by part, in the transaction of import_bundle.

Authorises nothing itself; exchange.actions.import_bundle does.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from branches.selectors.actors import Actor
from core import clock
from core.moves import swap
from core.uploads import safe_name
from documents.rules.bundles.schema import APPRAISAL, COUNTS, DECISION_RESULT, FOLLOW_UP, PARTS, POLL
from drafts import files as uploads
from exchange import errors
from exchange.rules.read_bundle import Bundle
from exchange.selectors.match_bundle import MatchedBundle
from life.actions.dispose import open_disposals
from life.actions.hold_meeting import hold_meeting
from life.models import Appraisal, AppraisalEntry
from life.states import Stage
from meetings.actions import write_agenda, write_record
from meetings.actions.number_meeting import assign_numbers
from meetings.files import duplicates
from meetings.models import (
    Attachment,
    Attendance,
    Ballot,
    FollowUp,
    Meeting,
    Poll,
    Receipt,
    Resolution,
    Step,
)
from meetings.record.field_types import Person, PersonReference, scalars_of
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    MeetingRecord,
    StatementEntry,
    WrittenOpinionEntry,
)
from meetings.rules import checks, majorities
from meetings.rules.checks import Facts
from meetings.selectors import record_facts
from meetings.selectors.roll import Seat
from meetings.states import COUNTED, MOVES, AttendanceState, Source, Status


def write_bundle(arrival: MatchedBundle, stored: list[Attachment], by: Actor) -> Meeting:
    """Write the meeting with all its parts. Files that were saved are added to `stored`. Raises BundleDoesNotAddUp."""
    record = _meeting_record(arrival)
    meeting = Meeting(uuid=arrival.bundle.uuid, organization=arrival.organization, status=Status.HELD)
    before = replace(
        write_record.blank_record(record), agenda=record.agenda
    )  # who spoke need not be on the roll
    written = write_record.write(
        meeting, arrival.organization, record, before, retake=False, by=by, seats=_seats(arrival)
    )
    _must_add_up(written.facts, arrival.record)
    _restore_bases(meeting, arrival.record)
    _restore_times(meeting, arrival)
    lacking = [_write_follow_ups(meeting, arrival), _write_votes(meeting, arrival)]
    for name, table in PARTS.items():
        model: Any = Meeting._meta.get_field(name).related_model
        model._default_manager.bulk_create(
            model(meeting=meeting, **table.column_values(_with_local_member(row, arrival)))
            for row in arrival.record[name]
        )
    came = "从档案包导入，上面是原来的经过" if arrival.bundle.is_signed else _unsigned_words(arrival.bundle)
    write_record.step(meeting, Step.Type.RECORDED, by, came + "".join(lacking))
    _write_files(meeting, arrival.bundle, stored, by)
    _submit_if_submitted(meeting, arrival.bundle, by)
    return meeting


def _unsigned_words(bundle: Bundle) -> str:
    left = "、".join(f"{label}{count}条" for label, count in bundle.left_out.items())
    return "从没有可信签名的档案包导入" + (f"；包里说的{left}，没有导入" if left else "")


def _meeting_record(arrival: MatchedBundle) -> MeetingRecord:
    """The record without the parts that a bundle has row by row (PARTS), with the members of this installation."""
    return MeetingRecord(
        kinds=tuple(arrival.record["kinds"]),
        **_fields(MeetingRecord, arrival.record, arrival),
        agenda=tuple(_agenda_entry(item, arrival) for item in arrival.record["agenda"]),
        marks={
            arrival.people[row["member"]["id"]].uuid: AttendanceMark(
                row["state"], row["reason_code"], row["reason"], Source.IMPORTED
            )
            for row in arrival.record["attendances"]
        },
    )


def _agenda_entry(item: dict[str, Any], arrival: MatchedBundle) -> AgendaEntry:
    statements = [(row, arrival.person(row["speaker"])) for row in item["statements"]]
    return AgendaEntry(
        **_fields(AgendaEntry, item, arrival),
        decision=_decision(item["decision"], arrival) if item["decision"] else None,
        statements=tuple(
            StatementEntry(**_fields(StatementEntry, row, arrival), speaker=speaker.uuid if speaker else None)
            for row, speaker in statements
        ),
    )


def _decision(data: dict[str, Any], arrival: MatchedBundle) -> Decision:
    opinions = (
        WrittenOpinionEntry(**_fields(WrittenOpinionEntry, row, arrival)) for row in data["written_opinions"]
    )
    return Decision(**_fields(Decision, data, arrival), written_opinions=tuple(opinions))


def _fields(part: type, row: dict[str, Any], arrival: MatchedBundle) -> dict[str, Any]:
    """The plain fields of a part of the record."""
    return {
        one.name: PersonReference.to(arrival.person(row[one.name]))
        if isinstance(one.type, Person)
        else row[one.name]
        for one in scalars_of(part)
    }


def _seats(arrival: MatchedBundle) -> list[Seat]:
    """The roll that was frozen there."""
    seats = []
    for row in arrival.record["attendances"]:
        member = arrival.people[row["member"]["id"]]
        is_off = row["state"] == AttendanceState.EXEMPT or row["is_uncounted"]
        off = row["reason"] if is_off else None
        seats.append(Seat(member.pk, member.uuid, member.name, row["has_vote"], off))
    return seats


def _must_add_up(facts: Facts, data: dict[str, Any]) -> None:
    """The counts of people and votes in the bundle are those that follow from its rows."""
    adds_up = all(getattr(facts.turnout, name) == data[name] for name in COUNTS)
    for entry, item in zip(facts.record.agenda, data["agenda"], strict=True):
        if entry.decision:
            counted = _counted(entry.decision, facts, item["decision"])
            adds_up &= all(counted[name] == item["decision"][name] for name in DECISION_RESULT)
    if not adds_up:
        raise errors.BundleDoesNotAddUp


def _counted(decision: Decision, facts: Facts, stated: dict[str, Any]) -> dict[str, Any]:
    """What a decision's numbers come to. One on membership from before those left out of attendance were entitled
    (R-STA-17) keeps the base it was counted by."""
    counted = write_agenda.decision_columns(decision, facts)
    if stated["entitled"] == facts.entitled < counted["entitled"]:
        carried = majorities.majority_of(decision.kind).is_carried(
            decision.yes, facts.entitled, decision.written_yes
        )
        counted |= {"entitled": facts.entitled, "present": facts.voting, "passed": carried}
    return counted


def _restore_bases(meeting: Meeting, data: dict[str, Any]) -> None:
    """The numbers as they were stated, where they rest on the former base."""
    stated = {n: item["decision"] for n, item in enumerate(data["agenda"], 1) if item["decision"]}
    rows = list(Resolution.objects.filter(item__meeting=meeting).select_related("item"))
    changed = [row for row in rows if row.entitled != stated[row.item.position]["entitled"]]
    for row in changed:
        for name in DECISION_RESULT:
            setattr(row, name, stated[row.item.position][name])
    if changed:
        Resolution.objects.bulk_update(changed, [*DECISION_RESULT])


def _restore_times(meeting: Meeting, arrival: MatchedBundle) -> None:
    """When the roll was frozen and each attendance noted: the times there, if the bundle is believed."""
    said = arrival.record["roll_frozen_at"] if arrival.bundle.is_signed else None
    meeting.roll_frozen_at = said or clock.now()
    meeting.save(update_fields=["roll_frozen_at"])
    if not arrival.bundle.is_signed:
        return
    times = {arrival.people[row["member"]["id"]].pk: row["at"] for row in arrival.record["attendances"]}
    rows = list(meeting.attendances.all())
    for row in rows:
        row.at = times[row.member_id]
    Attendance.objects.bulk_update(rows, ["at"])


def _with_local_member(row: dict[str, Any], arrival: MatchedBundle) -> dict[str, Any]:
    """The row with the member of this installation."""
    return row | ({"member": arrival.person(row["member"])} if "member" in row else {})


def _write_follow_ups(meeting: Meeting, arrival: MatchedBundle) -> str:
    """Write follow-ups of this meeting's decisions, and those it reports on earlier decisions.

    A follow-up is in the bundles of both meetings and written once, if decision and meeting are of this organization.
    Returns a note on those that could not be written.
    """
    reports = arrival.record["follow_ups"]
    became = [(n, row) for n, item in enumerate(arrival.record["agenda"], 1) for row in item["became"]]
    if not became and not reports:
        return ""
    uuids = [row["uuid"] for row in (*reports, *(row for _n, row in became))]
    stored = set(FollowUp.objects.filter(uuid__in=uuids).values_list("uuid", flat=True))
    later = Meeting.objects.filter(
        organization=arrival.organization, uuid__in=[row["meeting"] for _n, row in became if row["meeting"]]
    )
    meetings = {one.uuid: one for one in later}
    decisions = Resolution.objects.filter(
        item__meeting__organization=arrival.organization,
        item__meeting__uuid__in=[meeting.uuid, *(row["decision"]["meeting"] for row in reports)],
    )
    resolutions = {
        (one.item.meeting.uuid, one.item.position): one for one in decisions.select_related("item__meeting")
    }
    rows, lost = [], 0
    for position, row in became:
        columns = {name: row[name] for name in FOLLOW_UP}
        resolution = resolutions[meeting.uuid, position]
        rows.append(FollowUp(resolution=resolution, meeting=meetings.get(row["meeting"]), **columns))
    for row in reports:
        decision = row["decision"]
        earlier = resolutions.get((decision["meeting"], decision["position"]))
        if earlier and earlier.text == decision["text"]:
            columns = {name: row[name] for name in FOLLOW_UP}
            rows.append(FollowUp(resolution=earlier, meeting=meeting, **columns))
        else:
            lost += row["uuid"] not in stored
    FollowUp.objects.bulk_create(row for row in rows if row.uuid not in stored)
    return f"。{lost}条落实情况说的是这里没有的决议，没有导入" if lost else ""


def _write_votes(meeting: Meeting, arrival: MatchedBundle) -> str:
    """Write closed polls with their ballots, and closed appraisals. Returns a note on what could not be written."""
    polls = {}
    for data in arrival.record["polls"]:
        poll = Poll.objects.create(meeting=meeting, **{name: data[name] for name in POLL})
        polls[poll.uuid] = poll
        Ballot.objects.bulk_create(
            Ballot(poll=poll, about=arrival.person(row["about"]), choice=row["choice"])
            for row in data["papers"]
            for _ in range(row["count"])
        )
        if not poll.is_secret:
            Receipt.objects.bulk_create(
                Receipt(poll=poll, **_with_local_member(row, arrival)) for row in data["voters"]
            )
    notes = []
    for data in arrival.record["appraisals"]:
        if Appraisal.objects.filter(organization=arrival.organization, year=data["year"]).exists():
            notes.append(f"。{data['year']}年度民主评议这里已经有了，没有导入")
            continue
        appraisal = Appraisal.objects.create(
            organization=arrival.organization,
            meeting=meeting,
            stage=Stage.CLOSED,
            poll=polls.get(data["poll"]),
            **{name: data[name] for name in APPRAISAL},
        )
        hold_meeting(appraisal)
        entries = AppraisalEntry.objects.bulk_create(
            AppraisalEntry(appraisal=appraisal, **_with_local_member(row, arrival)) for row in data["entries"]
        )
        if names := open_disposals(entries):
            notes.append(f"。{'、'.join(names)}评定为不合格，后续处置从今天起办理")
    return "".join(notes)


def _write_files(meeting: Meeting, bundle: Bundle, stored: list[Attachment], by: Actor) -> None:
    for one in bundle.record["files"]:
        clean = uploads.examine_imported(bundle.file(one["path"]), one["name"])
        attachment = Attachment(
            meeting=meeting,
            kind=one["kind"] if clean.kind != Attachment.Kind.PHOTO else clean.kind,
            name=safe_name(one["name"], clean.content_type),
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
    """Submit the record if it was submitted there and passes the checks here."""
    facts = record_facts.facts_of_meeting(meeting)
    # The roll is the one that was frozen there, and so are numbers without names.
    facts = replace(facts, roll=None, unnamed_before=facts.record.votes_unnamed)
    if bundle.record["status"] not in COUNTED or checks.stops(checks.findings(facts)):
        return
    at: dt.datetime | None = bundle.record["submitted_at"]
    if not (at and bundle.is_signed and at <= clock.now()):
        at = clock.now()
    meeting.is_late = checks.is_late(meeting.held_on, timezone.localdate(at))
    swap(meeting, MOVES, "submit", submitted_at=at)
    Meeting.objects.filter(pk=meeting.pk).update(is_late=meeting.is_late)
    wanted = {(each["kind"], each["year"]): each["number"] for each in bundle.record["numbers"]}
    assign_numbers(meeting, wanted if bundle.is_signed else {})
    write_record.step(meeting, Step.Type.SUBMITTED, by)
