"""Write the agenda of a record into its tables in place: items, statements and decisions keep their rows, so that the
follow-ups of a decision survive every later saving. Shared by the actions that write records; authorises nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import F

from branches.selectors.actors import Actor
from meetings import errors
from meetings.models import AgendaItem, FollowUp, Hold, Meeting, Resolution, Statement, WrittenOpinion
from meetings.record.columns import column_values
from meetings.record.schema import AgendaEntry, Decision, MeetingRecord
from meetings.rules import majorities
from meetings.rules.checks import Facts
from meetings.selectors import open_tasks
from meetings.selectors.roll import Seat
from members.models import Member

TALLY = ("yes", "no", "abstain")
_POSITION_OFFSET = 10_000  # positions on their way elsewhere


def with_speakers(record: MeetingRecord, seats: Sequence[Seat], before: MeetingRecord) -> MeetingRecord:
    """The record with speakers recognised: by their id, or by a name only one person on the roll has.

    Raises SpeakerNotOnRoll.
    """
    if not any(item.statements for item in record.agenda):
        return record
    on_roll = {seat.uuid: seat.name for seat in seats}
    on_roll |= {person.uuid: person.name for person in (record.host, record.recorder) if person}
    by_name: dict[str, list[UUID]] = {}
    for uuid, name in on_roll.items():
        by_name.setdefault(name, []).append(uuid)
    # Whom the record names already, should they have left the roll since.
    known = {
        one.speaker: one.name for item in before.agenda for one in item.statements if one.speaker
    } | on_roll
    agenda = []
    for number, item in enumerate(record.agenda):
        statements = []
        for place, one in enumerate(item.statements):
            name, speaker = one.name.strip(), one.speaker
            if speaker and speaker not in known:
                raise errors.SpeakerNotOnRoll.at(f"agenda-{number}-said-{place}-name")
            if speaker is None and len(by_name.get(name, [])) == 1:
                (speaker,) = by_name[name]
            name = name or (known[speaker] if speaker else "")
            statements.append(replace(one, name=name, text=one.text.strip(), speaker=speaker))
        agenda.append(replace(item, statements=tuple(statements)))
    return replace(record, agenda=tuple(agenda))


def write(
    meeting: Meeting, record: MeetingRecord, before: MeetingRecord, facts: Facts, keys: Mapping[UUID, int]
) -> None:
    """Bring the rows of the agenda in line with the record. A decision keeps its row where its text or its title
    stays; another text under another title is another decision. `keys` knows everybody the record refers to.

    Raises DecisionFollowedUp for one that is gone though something became of it, MeetingNeededElsewhere where it is held.
    """
    if not before.agenda and not record.agenda:
        return
    old = list(meeting.agenda.select_related("resolution").order_by("position")) if before.agenda else []
    paired = _pair_rows(old, record.agenda)
    gone = [row for row in old if row not in paired]
    undecided = [row for row, item in zip(paired, record.agenda, strict=True) if row and not item.decision]
    _drop_decisions([*gone, *undecided])
    AgendaItem.objects.filter(pk__in=[row.pk for row in gone]).delete()
    rows = _write_items(meeting, record.agenda, paired)
    _write_decisions(rows, paired, record.agenda, facts)
    _write_opinions(meeting, rows, record.agenda, before.agenda, keys)
    was, now = ([item.statements for item in each.agenda] for each in (before, record))
    if any([*was, *now]) and (paired != old or was != now):
        _write_statements(rows, record.agenda)


def _pair_rows(old: Sequence[AgendaItem], items: Sequence[AgendaEntry]) -> list[AgendaItem | None]:
    """Which row each item goes on with: the one that decides the same, else of the same title, else, without a decision,
    at its place."""
    left = list(old)
    paired: list[AgendaItem | None] = [None] * len(items)
    for is_it in (_decides_the_same, _has_same_title, _has_same_place):
        for n, item in enumerate(items):
            if paired[n] is None:
                match = next((row for row in left if is_it(row, item, n + 1)), None)
                if match:
                    left.remove(match)
                    paired[n] = match
    return paired


def _decides_the_same(row: AgendaItem, item: AgendaEntry, place: int) -> bool:
    old, new = row.decision, item.decision
    if old is None or new is None:
        return False
    return (old.text, old.candidate) == (new.text.strip(), new.candidate.strip())


def _has_same_title(row: AgendaItem, item: AgendaEntry, place: int) -> bool:
    return row.title == item.title.strip() and (row.decision is None) == (item.decision is None)


def _has_same_place(row: AgendaItem, item: AgendaEntry, place: int) -> bool:
    """Never a decision: another one in its place would inherit what became of it."""
    return row.position == place and row.decision is None


def _drop_decisions(rows: Sequence[AgendaItem]) -> None:
    dropped = [row.decision.pk for row in rows if row.decision]
    if hold := Hold.objects.filter(resolution__in=dropped).first():
        raise errors.MeetingNeededElsewhere(hold.sentence, code=hold.code)
    follow_up = FollowUp.objects.filter(resolution__in=dropped).select_related("resolution").first()
    if follow_up:
        raise errors.DecisionFollowedUp(text=follow_up.resolution.text[:20])
    Resolution.objects.filter(pk__in=dropped).delete()


def _write_items(
    meeting: Meeting, items: Sequence[AgendaEntry], paired: Sequence[AgendaItem | None]
) -> list[AgendaItem]:
    rows = []
    is_apart = any(row and row.position != n for n, row in enumerate(paired, 1))
    if is_apart:
        meeting.agenda.update(position=F("position") + _POSITION_OFFSET)
    for n, (item, row) in enumerate(zip(items, paired, strict=True), 1):
        row = row or AgendaItem(meeting=meeting)
        if _set_columns(row, column_values(item, {}) | {"position": n}) or is_apart:
            row.save()
        rows.append(row)
    return rows


def _set_columns(row: Any, columns: Mapping[str, Any]) -> bool:
    """Whether any of these columns was another before, or the row is new."""
    differs = row.pk is None or any(getattr(row, name) != value for name, value in columns.items())
    for name, value in columns.items():
        setattr(row, name, value)
    return differs


def decision_columns(decision: Decision, facts: Facts) -> dict[str, Any]:
    """A decision's columns: counts and outcome follow from the attendance, whatever was claimed."""
    majority, entitled = majorities.majority_of(decision.kind), facts.entitled_to(decision.kind)
    return column_values(decision, {}) | {
        "entitled": entitled,
        "present": facts.voting_on(decision.kind),
        "no": decision.no or 0,
        "abstain": decision.abstain or 0,
        "passed": majority.is_carried(decision.yes, entitled, decision.written_yes),
    }


def _polled_columns(resolution: Resolution, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What a poll has decided stays as it was cast, with who was there at that moment (R-VOT-03).

    Raises PolledVotesStay.
    """
    if any(getattr(resolution, name) != columns[name] for name in (*TALLY, "kind", "candidate", "form")):
        raise errors.PolledVotesStay(**{name: getattr(resolution, name) for name in TALLY})
    majority, entitled = majorities.majority_of(resolution.kind), resolution.entitled
    return {
        **columns,
        "entitled": entitled,
        "present": resolution.present,
        "passed": majority.is_carried(resolution.yes, entitled, columns["written_yes"]),
    }


def _write_decisions(
    rows: Sequence[AgendaItem],
    paired: Sequence[AgendaItem | None],
    items: Sequence[AgendaEntry],
    facts: Facts,
) -> None:
    for row, before, item in zip(rows, paired, items, strict=True):
        if item.decision is not None:
            resolution = (before and before.decision) or Resolution(item=row)
            columns = decision_columns(item.decision, facts)
            if resolution.poll_id:
                columns = _polled_columns(resolution, columns)
            if _set_columns(resolution, columns):
                resolution.save()


def _write_opinions(
    meeting: Meeting,
    rows: Sequence[AgendaItem],
    items: Sequence[AgendaEntry],
    before: Sequence[AgendaEntry],
    keys: Mapping[UUID, int],
) -> None:
    """Write whose opinions in writing were counted, and when they were received."""
    had_any = any(item.decision and item.decision.written_opinions for item in before)
    opinions = [
        WrittenOpinion(resolution=row.decision, **column_values(one, keys))
        for row, item in zip(rows, items, strict=True)
        if row.decision and item.decision
        for one in item.decision.written_opinions
        if not one.is_empty
    ]
    if had_any:
        WrittenOpinion.objects.filter(resolution__item__meeting=meeting).delete()
    WrittenOpinion.objects.bulk_create(opinions)


def _write_statements(rows: Sequence[AgendaItem], items: Sequence[AgendaEntry]) -> None:
    Statement.objects.filter(item__in=rows).delete()
    speakers = {one.speaker for item in items for one in item.statements if one.speaker}
    keys = dict(Member.objects.filter(uuid__in=speakers).values_list("uuid", "pk")) if speakers else {}
    Statement.objects.bulk_create(
        Statement(
            item=row,
            position=place,
            speaker_id=keys[one.speaker] if one.speaker else None,
            **column_values(one, {}),
        )
        for row, item in zip(rows, items, strict=True)
        for place, one in enumerate(item.statements, 1)
    )


def with_decision_texts(record: MeetingRecord, meeting: Meeting, organization_id: int) -> MeetingRecord:
    """The record with the follow-ups' decisions looked up: open ones of this organization, or told here before.

    Raises NoSuchDecision.
    """
    if not record.follow_ups:
        return record
    ids = {one.resolution for one in record.follow_ups}
    stored = meeting if meeting.pk else None
    texts = open_tasks.decision_texts(organization_id, ids, stored, on=record.held_on)
    if ids - texts.keys():
        raise errors.NoSuchDecision
    follow_ups = tuple(
        replace(one, note=one.note.strip()[:300], text=texts[one.resolution]) for one in record.follow_ups
    )
    return replace(record, follow_ups=follow_ups)


def write_follow_ups(meeting: Meeting, record: MeetingRecord, before: MeetingRecord, by: Actor) -> None:
    """Write what the meeting told of earlier decisions, one row each; what is no longer told is taken back."""
    if not record.follow_ups and not before.follow_ups:
        return
    stored = {row.resolution_id: row for row in meeting.follow_ups.all()}
    wanted = {one.resolution: one for one in record.follow_ups}
    meeting.follow_ups.filter(resolution_id__in=stored.keys() - wanted.keys()).delete()
    for pk, one in wanted.items():
        row = stored.get(pk) or FollowUp(meeting=meeting, resolution_id=pk)
        if _set_columns(row, {"is_done": one.is_done, "note": one.note, "on": record.held_on}):
            row.by, row.who = by.user, by.name[:64]
            row.save()
