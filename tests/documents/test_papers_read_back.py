"""Every paper is rendered and its numbers are read back: they are the numbers stored, in Word, in print and in Word by a
template that the district has put in the place of the product's."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from branches.selectors.actors import SYSTEM
from dashboards import actions as dashboards
from documents import actions as documents_actions
from documents.contexts import layout, member_year, statistics, year_workbook
from documents.states import PaperKind
from meetings import actions
from meetings.models import Meeting, Resolution
from meetings.record.field_types import PersonReference
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision, WrittenOpinionEntry
from meetings.states import THERE, AttendanceState
from members import actions as member_actions
from tests.world import World

pytestmark = pytest.mark.once
FORMS = ("docx", "pdf", "district")
OWN_WORDS = "区里自己的版式"
DUE = dt.date(2026, 12, 20)


def text_of(made: tuple[str, bytes]) -> str:
    """Everything on the paper in one line, tables row by row."""
    name, content = made
    if name.endswith(".pdf"):
        pages = PdfReader(io.BytesIO(content)).pages
        said = "".join(re.sub(r"— \d+ —", "", page.extract_text()) for page in pages)
    else:
        said = "".join(text.text or "" for text in Document(io.BytesIO(content)).element.body.iter("{*}t"))
    return re.sub(r"\s", "", said)


def numbers(pattern: str, text: str) -> list[tuple[int, ...]]:
    return [tuple(map(int, found.groups())) for found in re.finditer(pattern, text)]


@pytest.fixture(params=FORMS)
def form(request: Any, world: World) -> str:
    """The form to ask for; for the district's own template, Word, with each kind's template replaced."""
    if request.param != "district":
        return str(request.param)
    for kind in PaperKind:
        out, own = io.BytesIO(), Document(str(layout.default_path(kind)))
        own.add_paragraph(OWN_WORDS)
        own.save(out)
        documents_actions.upload_template(
            organization=world.district,
            kind=kind,
            upload=SimpleUploadedFile("区.docx", out.getvalue()),
            name="区.docx",
            by=world.wei.actor,
        )
    return "docx"


@pytest.fixture
def read(request: Any) -> Any:
    """The text of a paper, which is the district's where its templates are in use."""
    is_own = request.node.callspec.params.get("form") == "district"

    def text(made: tuple[str, bytes]) -> str:
        said = text_of(made)
        assert (OWN_WORDS in said) is is_own
        return said.replace(OWN_WORDS, "")

    return text


TURNOUT = r"应到(\d+)人，实到(\d+)人，请假(\d+)人，缺席(\d+)人。应到会有表决权的党员(\d+)人，实到会(\d+)人。"


def turnout(meeting: Meeting) -> tuple[int, ...]:
    rows = [row for row in meeting.attendances.all() if row.has_vote and row.state != AttendanceState.EXEMPT]
    there = sum(row.state in THERE for row in rows)
    return (meeting.expected, meeting.present, meeting.on_leave, meeting.absent, len(rows), there)


BEFORE = dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)
CHOICES = {"yes": "赞成", "no": "反对", "abstain": "弃权"}
PARTS = "".join(
    rf"，{word}(?P<{name}>\d+)票(?:（会上投票(?P<{name}_cast>\d+)票、会前书面{word}(?P<{name}_written>\d+)票）)?"
    for name, word in CHOICES.items()
)
VOTE = re.compile(
    rf"应到会有表决权的党员(?P<entitled>\d+)人，实到会(?P<present>\d+)人{PARTS}(?:，未投(?P<uncast>\d+)人)?，(?P<outcome>通过|未通过)"
)


def stated_votes(said: str) -> list[dict[str, int]]:
    """The votes a paper states, read as somebody with a pencil would: every total is the sum of its parts."""
    votes = []
    for found in VOTE.finditer(said):
        vote = {name: int(number or 0) for name, number in found.groupdict().items() if name != "outcome"}
        for name in CHOICES:
            if found[f"{name}_cast"]:
                assert vote[name] == vote[f"{name}_cast"] + vote[f"{name}_written"]
            else:
                vote[f"{name}_cast"] = vote[name]
        cast = sum(vote[f"{name}_cast"] for name in CHOICES)
        assert cast + vote["uncast"] == vote["present"]
        assert (found["outcome"] == "通过") is (vote["yes"] * 2 > vote["entitled"])
        votes.append(vote)
    return votes


def stored_votes() -> list[dict[str, int]]:
    """The same from the rows."""
    votes = []
    for row in Resolution.objects.order_by("item__position"):
        vote = {"entitled": row.entitled, "present": row.present}
        for name in CHOICES:
            cast, written = getattr(row, name), getattr(row, f"written_{name}")
            vote |= {name: cast + written, f"{name}_cast": cast, f"{name}_written": written}
        vote["uncast"] = row.present - row.yes - row.no - row.abstain
        votes.append(vote)
    return votes


@pytest.fixture
def full_meeting(make: Any, world: World) -> Meeting:
    """Two kinds, a vote with written opinions, guests, somebody exempt, on leave, absent, late."""
    member_actions.restrict(
        member=world.members[6], kind="exempt", since=dt.date(2026, 9, 12), reason="年老体弱", by=SYSTEM
    )
    marks = {
        world.members[2].uuid: AttendanceMark("on_leave", "sick"),
        world.members[3].uuid: AttendanceMark("absent", "unexcused"),
        world.members[4].uuid: AttendanceMark("late"),
    }
    vote = Decision(
        "同意",
        kind="admission",
        form="secret",
        candidate="王小燕",
        yes=4,
        no=1,
        written_opinions=(
            WrittenOpinionEntry(PersonReference.to(world.members[2]), "yes", BEFORE),
            WrittenOpinionEntry(PersonReference.to(world.members[6]), "no", BEFORE),
        ),
        ends_with_vote=True,
    )
    meeting = make(
        kinds=["general", "theme_day"],
        marks=marks,
        guests="邵兰、李强",
        agenda=[
            AgendaEntry("讨论接收预备党员", "", vote),
            AgendaEntry("讨论计划", "", Decision("走访", yes=3, abstain=1, executor="何秀英", due_on=DUE)),
        ],
    )
    return actions.submit(meeting=meeting, by=world.lin.actor)


@pytest.fixture
def another(make: Any, world: World) -> Meeting:
    return actions.submit(meeting=make(kinds=["lecture"], held_on=dt.date(2026, 3, 12)), by=world.lin.actor)


def test_minutes_state_the_stored_turnout_and_votes(
    full_meeting: Meeting, world: World, form: str, read: Any
) -> None:
    said = read(documents_actions.export_minutes(meeting=full_meeting, form=form, by=world.lin.actor))
    assert numbers(TURNOUT, said) == [turnout(full_meeting)] == [(8, 6, 1, 1, 7, 5)]
    assert stated_votes(said) == stored_votes()
    assert "无需落实" not in said
    assert said.count("应到会人数含参会统计中未列入应到的有表决权的党员1人。") == 1  # of the admission alone
    names = [world.members[2].name, world.members[6].name]
    assert "会前书面意见：" + "、".join(f"{name}（2026年11月18日17:30收到）" for name in names) + "。" in said
    groups = {
        "出席": full_meeting.present,
        "请假": full_meeting.on_leave,
        "缺席": full_meeting.absent,
        "未列入应到": 1,
    }
    for label, count in groups.items():
        (names,) = re.findall(rf"{label}：((?:\w|、|（.*?）)+?)(?=请假：|缺席：|未列入应到：|二、)", said)
        assert names.count("、") + 1 == count, label


def test_a_committee_counts_its_members_and_no_others(make: Any, world: World, form: str, read: Any) -> None:
    """ZB 12: of three one is away; the branch's other members are not in its base."""
    vote = Decision("走访", yes=2, executor="何秀英", due_on=DUE)
    meeting = make(
        kinds=["committee"],
        marks={world.members[3].uuid: AttendanceMark("on_leave", "sick")},
        agenda=[AgendaEntry("讨论计划", "", vote)],
    )
    actions.submit(meeting=meeting, by=world.lin.actor)
    said = read(documents_actions.export_minutes(meeting=meeting, form=form, by=world.lin.actor))
    assert "应到3人，实到2人，请假1人，缺席0人。应到会支委3人，实到会2人。" in said
    assert "应到会支委3人，实到会2人，赞成2票，反对0票，弃权0票，通过" in said
    assert "有表决权的党员" not in said


def test_r_meet_08_minutes_of_a_void_session_say_so(full_meeting: Meeting, world: World) -> None:
    for is_void in (False, True):
        Meeting.objects.filter(pk=full_meeting.pk).update(is_void=is_void)
        full_meeting.refresh_from_db()
        said = text_of(documents_actions.export_minutes(meeting=full_meeting, by=world.lin.actor))
        assert ("记录（到会人数不足，无效）" in said) is is_void


def test_the_sign_in_sheet_has_a_line_for_everybody_it_counts(
    full_meeting: Meeting, world: World, form: str, read: Any
) -> None:
    said = read(documents_actions.export_sign_in(meeting=full_meeting, form=form, by=world.lin.actor))
    assert numbers(r"应到：(\d+)人实到：(\d+)人", said) == [(full_meeting.expected, full_meeting.present)]
    rows = full_meeting.attendances.exclude(state=AttendanceState.EXEMPT).order_by("id")
    lines = [f"{number}{row.member.name}{row.get_state_display()}" for number, row in enumerate(rows, 1)]
    assert "".join(lines) in said
    assert len(lines) == full_meeting.expected


def test_the_workbook_repeats_each_meeting_and_sums_them(
    full_meeting: Meeting, another: Meeting, world: World, form: str, read: Any
) -> None:
    job = documents_actions.start_workbook(
        organization=world.branch, year=2026, form=form, by=world.lin.actor
    )
    documents_actions.make_workbook(job_id=job.pk)
    job.refresh_from_db()
    said = read(documents_actions.collect_paper(job=job, by=world.lin.actor))
    assert numbers(TURNOUT, said) == [turnout(another), turnout(full_meeting)]
    assert stated_votes(said) == stored_votes()
    assert numbers(r"共(\d+)次。", said) == [(2,)]
    people = year_workbook.attendance_table(world.branch, [another, full_meeting])
    for person in people:
        figures = [
            person[name] for name in ("应到", "实到", "请假", "缺席", "补学", "参会率", "补学后覆盖率")
        ]
        assert "".join(map(str, [person["姓名"], *person["各月"], *figures])) in said
    for name, field in (("应到", "expected"), ("实到", "present"), ("请假", "on_leave"), ("缺席", "absent")):
        assert sum(person[name] for person in people) == sum(
            getattr(one, field) for one in (full_meeting, another)
        )


def test_a_members_year_adds_up_to_its_lines(
    full_meeting: Meeting, another: Meeting, world: World, form: str, read: Any
) -> None:
    hua = world.members[2]
    said = read(documents_actions.export_member_year(member=hua, year=2026, form=form, by=world.lin.actor))
    (figures,) = numbers(r"应到(\d+)次，出席(\d+)次，请假(\d+)次，缺席(\d+)次", said)
    assert figures == (2, 1, 1, 0)
    lines = member_year.context(hua, 2026)["记录"]
    for line in lines:
        assert "".join(line.values()) in said
    came = [line["到会"][:2] for line in lines]
    assert (len(came), came.count("到会"), came.count("请假"), came.count("缺席")) == figures


def test_the_year_table_says_the_same_in_word_as_in_excel(
    full_meeting: Meeting, another: Meeting, world: World
) -> None:
    said = text_of(
        documents_actions.export_statistics(
            organization=world.branch, year=2026, form="docx", by=world.lin.actor
        )
    )
    lines = statistics.table(world.branch, 2026)
    written = statistics.context(world.branch, 2026, lines)["统计"]
    assert "".join("".join(map(str, line.values())) for line in written) in said
    for line, (label, values) in zip(written, lines, strict=True):  # the same numbers, rates with their sign
        bare = [str(value).rstrip("%") for value in list(line.values())[1:]]
        assert bare == ["—" if value is None else str(value) for value in values], label
    sums = dict(lines)
    assert sums["应到（人次）"] == [
        another.expected,
        0,
        0,
        full_meeting.expected,
        another.expected + full_meeting.expected,
    ]
    assert sums["会议合计（次）"][-1] == 2


def test_the_hand_over_list_counts_its_lines(
    full_meeting: Meeting, world: World, form: str, read: Any
) -> None:
    made = dashboards.export_handover(organization=world.branch, form=form, by=world.lin.actor)
    ((count,),) = numbers(r"共(\d+)项。", read(made))
    tables = Document(io.BytesIO(made[1])).tables if form == "docx" else []
    assert count >= 1
    if form == "docx":
        assert sum(len(table.rows) - 1 for table in tables) == count


def test_resolutions_and_tallies_state_the_stored_votes(
    full_meeting: Meeting, world: World, form: str, read: Any
) -> None:
    """Of the decisions about people; the other one of the meeting is no paper of its own."""

    def paper(kind: PaperKind) -> str:
        return read(
            documents_actions.export_meeting_paper(
                meeting=full_meeting, kind=kind, form=form, by=world.lin.actor
            )
        )

    said = paper(PaperKind.RESOLUTION)
    assert stated_votes(said) == stored_votes()[:1]
    vote = stored_votes()[0]
    tally = paper(PaperKind.TALLY)
    assert numbers(r"有表决权的党员(\d+)人", tally) == [(vote["entitled"],), (vote["present"],)]
    for name, word in CHOICES.items():
        (stated,) = re.findall(rf"{word}{word}(\d+)票(?:（会上投票(\d+)票、会前书面{word}(\d+)票）)?", tally)
        total, cast, written = (int(each or 0) for each in stated)
        assert total == vote[name]
        assert (cast, written) in ((vote[f"{name}_cast"], vote[f"{name}_written"]), (0, 0))
    assert numbers(r"通过需要至少(\d+)票", tally) == [(vote["entitled"] // 2 + 1,)]
