"""Every field of the record survives page → API → bundle → proposal → conflict view → minutes."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from core.wording import date_of
from documents.contexts import minutes
from exchange import actions as exchange_actions
from meetings import actions
from meetings.models import (
    AgendaItem,
    Attendance,
    Examination,
    Guest,
    Lecture,
    LifeRecord,
    Meeting,
    PartnerUnit,
    Problem,
    Resolution,
    Statement,
)
from meetings.record.conflicts import compare
from meetings.record.field_types import (
    Amount,
    Claim,
    Day,
    Marks,
    Moment,
    Part,
    Person,
    PersonReference,
    Rows,
    Text,
    fields_of,
)
from meetings.record.proposals import from_proposal, to_proposal
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    ExaminationEntry,
    FollowUpEntry,
    GuestEntry,
    LecturePart,
    LifePart,
    MeetingRecord,
    PartnerUnitEntry,
    ProblemEntry,
    StatementEntry,
    WrittenOpinionEntry,
)
from meetings.selectors.stored_record import stored_record
from tests.factories import at, make_meeting
from tests.pages import SentControls
from tests.world import World

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def open_decision(world: World) -> Resolution:
    """An earlier decision, still to be carried out."""
    decision = Decision("修好路灯", yes=3, executor="何秀英", due_on=dt.date(2026, 11, 30))
    people = {"host": world.members[0], "recorder": world.members[1], "by": world.lin.actor}
    earlier = make_meeting(
        organization=world.branch,
        held_on=dt.date(2026, 11, 5),
        kinds=["general"],
        agenda=[AgendaEntry("路灯", "商量", replace(decision, yes=8))],
        **people,
    )
    actions.submit(meeting=earlier, by=world.lin.actor)
    return Resolution.objects.get()


@pytest.fixture
def sample(world: World, open_decision: Resolution) -> MeetingRecord:
    """A record that says something in every field."""
    lin, he, ill, late = (PersonReference(one.uuid, one.name) for one in world.members[:4])
    admission = Decision(
        "接收王小雨为预备党员",
        kind="admission",
        candidate="王小雨",
        written_yes=1,
        written_no=1,
        written_opinions=(WrittenOpinionEntry(ill, "abstain", at(DAY - dt.timedelta(days=1), 9, 5)),),
        form="secret",
        yes=3,
        no=1,
        abstain=1,
        executor="周组织委员",
        due_on=dt.date(2026, 12, 1),
    )
    return MeetingRecord(
        kinds=("general", "lecture", "life"),
        theme="年度组织生活会",
        held_on=DAY,
        starts_at=at(DAY, 14, 30),
        ends_at=at(DAY, 16, 10),
        place="二楼会议室",
        agenda_announced_on=dt.date(2026, 11, 13),
        host=lin,
        host_note="受支委会委托主持",
        recorder=he,
        guests="街道邵兰",
        guest_rows=(GuestEntry("李强", "云台社区"), GuestEntry("高山", "", "leader")),
        partner_units=(PartnerUnitEntry("望海物业公司党支部", 7),),
        minutes="逐条学习了条例。",
        agenda=(
            AgendaEntry(
                "接收预备党员",
                "支委会介绍了培养情况",
                admission,
                (StatementEntry(he.name, "同意接收", he.uuid), StatementEntry("社区主任", "提了建议")),
            ),
            AgendaEntry("学习", "", Decision("每月集中学习", yes=5, no=0, abstain=0, ends_with_vote=True)),
        ),
        follow_ups=(FollowUpEntry(open_decision.pk, True, "换了三盏灯", open_decision.text),),
        lecture=LecturePart(lin.name, lin, "expert", "党章第一章", Decimal("1.5")),
        life=LifePart(
            "学了章程",
            "谈了八次心",
            "征求到三条意见",
            "逐个作了批评",
            (ProblemEntry("联系群众少", he, "每周走访一次", "整改责任人", dt.date(2026, 12, 20), uuid4()),),
            (ExaminationEntry(he, "走访不够", "林知远：要多下楼栋"),),
        ),
        marks={
            ill.uuid: AttendanceMark("on_leave", "other", "家中有事", "offline"),
            late.uuid: AttendanceMark("late", "", "", "offline"),
            **{one.uuid: AttendanceMark("on_leave", "sick") for one in world.members[4:6]},
        },
    )


@pytest.fixture
def meeting(world: World, sample: MeetingRecord) -> Meeting:
    given = {"organization": world.branch, "uuid": uuid4(), "by": world.lin.actor}
    return actions.record(record=sample, **given).meeting


def places(said: Any, at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(name, type, value) of every field in a record, the parts and rows within it too."""
    for one in fields_of(type(said)):
        value, name = getattr(said, one.name), f"{at}{one.name}"
        yield f"{type(said).__name__}.{one.name}", one, value
        if isinstance(one.type, Part) and value is not None:
            yield from places(value, f"{name}.")
        elif isinstance(one.type, Rows):
            for row in value:
                yield from places(row, f"{name}.")
        elif isinstance(one.type, Marks):
            for mark in value.values():
                yield from places(mark, f"{name}.")


def every_field(shape: type) -> Iterator[str]:
    for one in fields_of(shape):
        if not isinstance(one.type, Claim):  # checked, never kept
            yield f"{shape.__name__}.{one.name}"
        if isinstance(one.type, Part | Rows | Marks):
            yield from every_field(one.type.of)


def comparable(record: MeetingRecord) -> MeetingRecord:
    """The record without the ids that rows are given when they are written."""
    life = record.life
    assert life is not None
    problems = tuple(replace(one, uuid=None) for one in life.problems)
    return replace(record, life=replace(life, problems=problems))


def test_every_field_has_a_sample(sample: MeetingRecord) -> None:
    said = {
        name
        for name, one, value in places(sample)
        if value not in (one.type.empty, None) and value != one.default
    }
    assert set(every_field(MeetingRecord)) - said == set()


TABLES = {
    MeetingRecord: Meeting,
    AgendaEntry: AgendaItem,
    Decision: Resolution,
    StatementEntry: Statement,
    GuestEntry: Guest,
    PartnerUnitEntry: PartnerUnit,
    LecturePart: Lecture,
    LifePart: LifeRecord,
    ProblemEntry: Problem,
    ExaminationEntry: Examination,
    AttendanceMark: Attendance,
}


@pytest.mark.parametrize("shape", TABLES)
def test_a_text_is_as_long_as_its_column(shape: type) -> None:
    columns = TABLES[shape]._meta
    for one in fields_of(shape):
        if isinstance(one.type, Text):
            assert columns.get_field(one.name).max_length in (None, one.type.most), one.name


def test_it_survives_being_written(sample: MeetingRecord, meeting: Meeting) -> None:
    assert comparable(stored_record(meeting)) == comparable(sample)


def test_it_survives_the_page(sample: MeetingRecord, meeting: Meeting, world: World, client: Any) -> None:
    client.force_login(world.lin.user)
    page = client.get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
    answer = client.post("/meetings/record/", SentControls(page).sent | {"then": "save"})
    assert answer.status_code == 302
    fresh = Meeting.objects.get(pk=meeting.pk)
    assert (fresh.version, comparable(stored_record(fresh))) == (2, comparable(sample))


def as_json(said: Any) -> dict[str, Any]:
    """A record as a client of the API writes it."""
    return {
        one.key: _json_value(one.type, getattr(said, one.name))
        for one in fields_of(type(said))
        if one.type.is_stated
    }


def _json_value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case Amount():
            return float(value)
        case Person():
            return str(value.uuid)
        case Part():
            return as_json(value)
        case Rows():
            return [as_json(row) for row in value]
        case Marks():
            return [{"member": str(uuid)} | as_json(mark) for uuid, mark in value.items()]
    return kind.to_plain(value)


def test_it_survives_the_api(sample: MeetingRecord, meeting: Meeting, world: World, client: Any) -> None:
    blank = MeetingRecord(
        kinds=sample.kinds,
        held_on=DAY,
        starts_at=sample.starts_at,
        lecture=LecturePart(level="member"),
        life=LifePart(),
    )
    seen = {"organization": world.branch, "uuid": meeting.uuid, "by": world.lin.actor}
    actions.record(record=blank, version=1, **seen)
    client.force_login(world.lin.user)
    address = f"/api/v1/meetings/{meeting.uuid}/"
    sent = as_json(sample)
    answer = client.patch(address, sent | {"version": 2}, content_type="application/json")
    assert answer.status_code == 200, answer.json()
    assert comparable(stored_record(meeting)) == comparable(sample)
    read = client.get(address).json()
    life = client.get(f"{address}life/").json()
    stated = {name: life[name] for name in sent["life"] if name != "problems"}
    assert stated | {"problems": 1} == sent["life"] | {"problems": len(life["problems"])}
    heads = ("theme", "held_on", "place", "agenda_announced_on", "host_note")
    for name in (*heads, "guests", "guest_rows", "partner_units", "minutes"):
        assert read[name] == sent[name], name


def test_it_survives_the_bundle(sample: MeetingRecord, meeting: Meeting, world: World) -> None:
    fresh = Meeting.objects.select_related("organization__parent").get(pk=meeting.pk)
    content = exchange_actions.export_bundle(meeting=fresh, by=world.lin.actor)
    fresh.delete()
    office = world.shao.actor
    batch = exchange_actions.upload_bundle(content=content, name="档案包.zip", by=office)
    there = exchange_actions.import_bundle(batch=batch, by=office)
    imported = {uuid: replace(mark, source="imported") for uuid, mark in sample.marks.items()}
    stored = stored_record(there)
    others = [mark for uuid, mark in stored.marks.items() if uuid not in sample.marks]
    assert {(mark.state, mark.source) for mark in others} == {("present", "imported")}
    kept = {uuid: stored.marks[uuid] for uuid in sample.marks}
    assert comparable(replace(stored, marks=kept)) == comparable(replace(sample, marks=imported))


def test_it_survives_the_proposal(sample: MeetingRecord) -> None:
    kept = json.loads(json.dumps(to_proposal(sample)))
    blank = MeetingRecord(kinds=(), held_on=DAY, starts_at=sample.starts_at)
    assert from_proposal(kept, blank) == sample


NOT_COMPARED = {
    "Decision.written_abstain": "the rows say as many",
    "Decision.form": "left out it is the secret ballot that an admission asks for",
    "AttendanceMark.source": "who recorded a mark is no difference",
    "FollowUpEntry.resolution": "it names the row",
    "FollowUpEntry.text": "it is the decision's own",
    "LecturePart.lecturer": "the member says the same",
    "LecturePart.member": "the lecturer's name says the same",
    "StatementEntry.speaker": "the name says the same",
    "ProblemEntry.uuid": "it names the row",
}


def emptied(said: Any) -> Iterator[tuple[str, Any]]:
    """(field, the same without it), for every field of a record and of the first of its rows."""
    for one in fields_of(type(said)):
        value = getattr(said, one.name)
        other = one.type.empty if one.is_required else one.default
        if isinstance(one.type, Day) and one.is_required:
            other = value - dt.timedelta(days=1)
        if isinstance(one.type, Moment) and one.is_required:
            other = value - dt.timedelta(hours=1)
        yield f"{type(said).__name__}.{one.name}", replace(said, **{one.name: other})
        if isinstance(one.type, Part):
            for name, part in emptied(value):
                yield name, replace(said, **{one.name: part})
        elif isinstance(one.type, Rows):
            for number, row in enumerate(value):
                for name, part in emptied(row):
                    yield name, replace(said, **{one.name: (*value[:number], part, *value[number + 1 :])})
        elif isinstance(one.type, Marks):
            for uuid, mark in value.items():
                for name, part in emptied(mark):
                    yield name, replace(said, **{one.name: value | {uuid: part}})


def test_it_survives_the_conflict_view(sample: MeetingRecord) -> None:
    shown = {name for name, other in emptied(sample) if compare(sample, other, {})}
    assert set(every_field(MeetingRecord)) - shown == set(NOT_COMPARED)


NOT_ON_PAPER = {
    "AttendanceMark.source": "how it is known is no matter of the paper",
    "Decision.ends_with_vote": "nobody writes 无需落实",
    "AttendanceMark.reason": "a paper names the category of an absence alone (R-PAP-04)",
}


OTHER_WORDS = {
    "FollowUpEntry.resolution": "修好路灯",
    "FollowUpEntry.is_done": "已办结",
    "WrittenOpinionEntry.received_at": "2026年11月19日09:05收到",
}
COUNTED = Decision("", yes=1)


def words_on_paper(name: str, kind: Any, value: Any) -> list[str]:
    if name in OTHER_WORDS:
        return [OTHER_WORDS[name]]
    if isinstance(kind, Part | Rows | Marks):
        return []
    text = date_of(value) if isinstance(kind, Day) and value else kind.to_text(value, COUNTED)
    return [word for word in text.split("、") if word]


def test_it_survives_the_minutes(sample: MeetingRecord, meeting: Meeting) -> None:
    [found] = minutes.load_meetings(Meeting.objects.filter(pk=meeting.pk))
    paper = str(minutes.context(found, []))
    lost = {
        name: missing
        for name, one, value in places(sample)
        if (missing := [text for text in words_on_paper(name, one.type, value) if text not in paper])
    }
    assert set(lost) == set(NOT_ON_PAPER)
