"""Writing an agenda in place: points, statements and decisions keep their rows, so that what became of a decision
survives every later saving. Shared by the verbs that write records; authorises nothing itself."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import F

from branches.selectors.actors import Actor
from core import bulk, clock
from meetings import errors
from meetings.models import AgendaItem, FollowUp, Meeting, Resolution, Statement
from meetings.record.schema import Content, Decision, Item, Said
from meetings.rules import majorities
from meetings.rules.checks import Facts
from meetings.selectors import open_tasks
from meetings.selectors.roll import Seat
from members.models import Member

_APART = 10_000  # positions on their way elsewhere


def spoken(content: Content, seats: Sequence[Seat], meeting: Meeting | None = None) -> Content:
    """The content with speakers recognised: by their id, or by a name only one person on the roll has.

    Raises SpeakerNotOnRoll.
    """
    if not any(item.statements for item in content.agenda):
        return content
    by_uuid = {seat.uuid: seat.name for seat in seats}
    by_uuid |= {one.uuid: one.name for one in (content.host, content.recorder) if one}
    names: dict[str, list[UUID]] = {}
    for uuid, name in by_uuid.items():
        names.setdefault(name, []).append(uuid)
    kept = _speakers(meeting)
    agenda = []
    for number, item in enumerate(content.agenda):
        said = []
        for place, one in enumerate(item.statements):
            name, speaker = one.name.strip(), one.speaker
            if speaker and speaker not in by_uuid and speaker not in kept:
                field = f"agenda-{number}-said-{place}-name"
                raise errors.SpeakerNotOnRoll(fields={field: errors.SpeakerNotOnRoll.sentence})
            if speaker is None and len(names.get(name, [])) == 1:
                speaker = names[name][0]
            known = by_uuid.get(speaker) or kept.get(speaker) if speaker else None
            said.append(Said(name or known or "", one.text.strip(), speaker))
        agenda.append(replace(item, statements=tuple(said)))
    return replace(content, agenda=tuple(agenda))


def _speakers(meeting: Meeting | None) -> dict[UUID, str]:
    """Whom the record names already, should they have left the roll since."""
    if meeting is None or meeting.pk is None:
        return {}
    rows = Statement.objects.filter(item__meeting=meeting, speaker__isnull=False)
    return dict(rows.values_list("speaker__uuid", "name"))


def write(meeting: Meeting, content: Content, facts: Facts, is_new: bool = False) -> None:
    """Bring the rows of the agenda in line with the content. A decision keeps its row where its text or its title
    stays; another text under another title is another decision. Raises DecisionFollowedUp for one that is gone though something became of it."""
    old = [] if is_new else list(meeting.agenda.select_related("resolution").order_by("position"))
    if not old and not content.agenda:
        return
    paired = _paired(old, content.agenda)
    kept = {row.pk for row in paired if row is not None}
    gone = [row for row in old if row.pk not in kept]
    undecided = [
        row for row, item in zip(paired, content.agenda, strict=True) if row is not None and not item.decision
    ]
    _drop_decisions([*gone, *undecided])
    if gone:
        AgendaItem.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if any(row and row.position != n for n, row in enumerate(paired, 1)):
        AgendaItem.objects.filter(meeting=meeting).update(position=F("position") + _APART)
    rows = _write_items(meeting, content.agenda, paired)
    _write_decisions(rows, paired, content.agenda, facts)
    _write_statements(rows, content.agenda, has_old=bool(old))


def _decision(row: AgendaItem) -> Resolution | None:
    return getattr(row, "resolution", None)


def _paired(old: Sequence[AgendaItem], items: Sequence[Item]) -> list[AgendaItem | None]:
    """Which row each item goes on with: the one that decides the same, else of the same title, else, without a decision,
    at its place."""
    left = list(old)
    paired: list[AgendaItem | None] = [None] * len(items)
    for is_it in (_decides_the_same, _has_the_title, _stands_there):
        for n, item in enumerate(items):
            if paired[n] is None:
                found = next((row for row in left if is_it(row, item, n + 1)), None)
                if found:
                    left.remove(found)
                    paired[n] = found
    return paired


def _decides_the_same(row: AgendaItem, item: Item, place: int) -> bool:
    kept, said = _decision(row), item.decision
    if kept is None or said is None:
        return False
    return kept.text == said.text.strip() and kept.candidate == said.candidate.strip()


def _has_the_title(row: AgendaItem, item: Item, place: int) -> bool:
    return row.title == item.title.strip() and (_decision(row) is None) == (item.decision is None)


def _stands_there(row: AgendaItem, item: Item, place: int) -> bool:
    """Never a decision: another one in its place would inherit what became of it."""
    return row.position == place and _decision(row) is None


def _drop_decisions(rows: Sequence[AgendaItem]) -> None:
    dropped = [decision for row in rows if (decision := _decision(row))]
    if not dropped:
        return
    told = FollowUp.objects.filter(resolution__in=dropped).select_related("resolution").first()
    if told:
        raise errors.DecisionFollowedUp(text=told.resolution.text[:20])
    Resolution.objects.filter(pk__in=[one.pk for one in dropped]).delete()


def _write_items(
    meeting: Meeting, items: Sequence[Item], paired: Sequence[AgendaItem | None]
) -> list[AgendaItem]:
    rows, fresh, changed = [], [], []
    for n, (item, row) in enumerate(zip(items, paired, strict=True), 1):
        title, discussion = item.title.strip(), item.discussion.strip()
        if row is None:
            row = AgendaItem(meeting=meeting, position=n, title=title, discussion=discussion)
            fresh.append(row)
        elif (row.position, row.title, row.discussion) != (n, title, discussion):
            row.position, row.title, row.discussion = n, title, discussion
            changed.append(row)
        rows.append(row)
    if changed:
        # Every row was set apart when one of them moves, so all come back.
        AgendaItem.objects.bulk_update(
            [row for row in rows if row.pk] if any(row.pk for row in rows) else changed,
            ["position", "title", "discussion"],
        )
    if fresh:
        bulk.create(fresh)
    return rows


_DECISION = (
    "text",
    "kind",
    "candidate",
    "form",
    "entitled",
    "present",
    "yes",
    "no",
    "abstain",
    "written_yes",
    "passed",
    "executor",
    "due_on",
    "ends_with_vote",
)


def values(decision: Decision, facts: Facts) -> dict[str, object]:
    """A decision's columns: counts and outcome follow from the attendance, whatever was claimed."""
    majority = majorities.of(decision.kind)
    written = decision.written_yes if majority.counts_written else 0
    return {
        "text": decision.text.strip(),
        "kind": decision.kind,
        "candidate": decision.candidate.strip(),
        "form": decision.form,
        "entitled": facts.entitled,
        "present": facts.voting,
        "yes": decision.yes,
        "no": decision.no or 0,
        "abstain": decision.abstain or 0,
        "written_yes": written,
        "passed": majority.is_carried(decision.yes, facts.entitled, written),
        "executor": decision.executor.strip(),
        "due_on": decision.due_on,
        "ends_with_vote": decision.ends_with_vote,
    }


def _write_decisions(
    rows: Sequence[AgendaItem], paired: Sequence[AgendaItem | None], items: Sequence[Item], facts: Facts
) -> None:
    fresh, changed = [], []
    for row, before, item in zip(rows, paired, items, strict=True):
        if item.decision is None:
            continue
        said, kept = values(item.decision, facts), _decision(before) if before else None
        if kept is None:
            fresh.append(Resolution(item=row, **said))
        elif any(getattr(kept, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(kept, name, value)
            changed.append(kept)
    if changed:
        Resolution.objects.bulk_update(changed, _DECISION)
    if fresh:
        bulk.create(fresh)


def _write_statements(rows: Sequence[AgendaItem], items: Sequence[Item], has_old: bool) -> None:
    speakers = {one.speaker for item in items for one in item.statements if one.speaker}
    members = dict(Member.objects.filter(uuid__in=speakers).values_list("uuid", "pk")) if speakers else {}
    wanted = [
        (row.pk, place, members.get(one.speaker) if one.speaker else None, one.name.strip()[:64], one.text)
        for row, item in zip(rows, items, strict=True)
        for place, one in enumerate(item.statements, 1)
    ]
    if has_old:
        mine = Statement.objects.filter(item__in=[row.pk for row in rows])
        kept = mine.order_by("item_id", "position")
        found = list(kept.values_list("item_id", "position", "speaker_id", "name", "text"))
        if found == sorted(wanted, key=lambda one: one[:2]):
            return
        if found:
            mine.delete()
    if wanted:
        Statement.objects.bulk_create(
            Statement(item_id=item, position=place, speaker_id=speaker, name=name, text=text)
            for item, place, speaker, name, text in wanted
        )


def told(content: Content, meeting: Meeting | None, organization_id: int) -> Content:
    """The content with the follow-ups' decisions looked up: open ones of this organization, or told here before.

    Raises NoSuchDecision.
    """
    if not content.follow_ups:
        return content
    ids = {one.resolution for one in content.follow_ups}
    texts = open_tasks.texts(organization_id, ids, meeting, on=content.held_on)
    if ids - texts.keys():
        raise errors.NoSuchDecision
    return replace(
        content,
        follow_ups=tuple(
            replace(one, note=one.note.strip()[:300], text=texts[one.resolution])
            for one in content.follow_ups
        ),
    )


def tell(meeting: Meeting, content: Content, by: Actor, is_new: bool = False) -> None:
    """Write what the meeting told of earlier decisions, one row each; what is no longer told is taken back."""
    wanted = {one.resolution: one for one in content.follow_ups}
    if is_new and not wanted:
        return
    kept = {row.resolution_id: row for row in meeting.follow_ups.all()}
    gone = kept.keys() - wanted.keys()
    if gone:
        meeting.follow_ups.filter(resolution_id__in=gone).delete()
    fresh = []
    for pk, one in wanted.items():
        row = kept.get(pk)
        if row is None:
            fresh.append(
                FollowUp(
                    meeting=meeting,
                    resolution_id=pk,
                    is_done=one.is_done,
                    note=one.note,
                    on=content.held_on,
                    by=by.user,
                    who=by.name[:64],
                    at=clock.now(),
                )
            )
        elif (row.is_done, row.note, row.on) != (one.is_done, one.note, content.held_on):
            meeting.follow_ups.filter(pk=row.pk).update(
                is_done=one.is_done, note=one.note, on=content.held_on, by=by.user, who=by.name[:64]
            )
    if fresh:
        FollowUp.objects.bulk_create(fresh)
