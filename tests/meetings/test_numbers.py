"""R-REC-15: a meeting is numbered per kind, year and body; a number is given once, never moved and never given again."""

import datetime as dt
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from docx import Document

from branches.selectors.actors import SYSTEM
from documents.actions import export_minutes
from exchange.selectors.meetings.export_columns import export_lines
from meetings import actions
from meetings.actions.number_meeting import assign_numbers
from meetings.models import Meeting, MeetingNumber
from tests.factories import amend_meeting, at
from tests.world import World

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def send(make: Any, world: World) -> Any:
    """send(kinds, day) → a meeting handed in by Lin."""

    def hand_in(kinds: list[str], day: dt.date = DAY, hour: int = 14, **facts: Any) -> Meeting:
        given = {"starts_at": at(day, hour), "ends_at": at(day, hour, 50), "uuid": uuid4()} | facts
        return actions.submit(meeting=make(kinds=kinds, held_on=day, **given), by=world.lin.actor)

    return hand_in


def number_of(meeting: Meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).number_words


def test_each_kind_year_and_body_has_its_own_sequence(send: Any, world: World) -> None:
    sent = [
        send(["theme_day"]),
        send(["committee"], hour=9),
        send(["theme_day"], hour=16),
        send(["theme_day"], dt.date(2025, 12, 30)),
        send(["group"], organization=world.groups[0]),
        send(["group"], organization=world.groups[1], host=world.members[1], recorder=world.members[3]),
    ]
    assert [number_of(each) for each in sent] == [
        "2026年第1次主题党日",
        "2026年第1次支委会",
        "2026年第2次主题党日",
        "2025年第1次主题党日",
        "2026年第1次党小组会",
        "2026年第1次党小组会",
    ]


def test_a_meeting_of_two_kinds_has_two(send: Any) -> None:
    send(["theme_day"])
    both = send(["lecture", "theme_day"], hour=16)
    assert number_of(both) == "2026年第1次党课、2026年第2次主题党日"


def test_a_number_is_given_when_first_handed_in_and_stays(make: Any, world: World, send: Any) -> None:
    meeting = make(uuid=uuid4())
    assert number_of(meeting) == ""
    actions.submit(meeting=meeting, by=world.lin.actor)
    actions.return_for_revision(meeting=meeting, comment="补议题", by=world.wei.actor)
    send(["theme_day"], hour=9)
    assert number_of(meeting) == "2026年第1次主题党日"
    again = make(uuid=meeting.uuid, version=meeting.version)
    actions.submit(meeting=again, by=world.lin.actor)
    assert number_of(meeting) == "2026年第1次主题党日"
    assert MeetingNumber.objects.count() == 2


def test_a_cancelled_record_keeps_its_number(send: Any, world: World) -> None:
    meeting = send(["theme_day"])
    actions.return_for_revision(meeting=meeting, comment="没有开", by=world.wei.actor)
    actions.cancel(meeting=Meeting.objects.get(pk=meeting.pk), reason="没有开", by=world.lin.actor)
    assert number_of(meeting) == "2026年第1次主题党日"
    assert number_of(send(["theme_day"], hour=9)) == "2026年第2次主题党日"


@pytest.mark.parametrize(
    ("first", "then", "number", "next_one"),
    [
        ({"kinds": ["committee"]}, {"kinds": ["theme_day"]}, "2026年第1次主题党日", "2026年第2次支委会"),
        ({"held_on": dt.date(2025, 11, 20)}, {}, "2026年第1次主题党日", "2026年第1次支委会"),
    ],
)
def test_a_corrected_kind_or_year_gets_its_own_number_and_the_old_one_is_not_given_again(
    make: Any, world: World, send: Any, first: Any, then: Any, number: str, next_one: str
) -> None:
    meeting = actions.submit(meeting=make(uuid=uuid4(), **first), by=world.lin.actor)
    old = number_of(meeting)
    actions.return_for_revision(meeting=meeting, comment="类型不对", by=world.wei.actor)
    actions.submit(meeting=make(uuid=meeting.uuid, version=3, **then), by=world.lin.actor)
    assert number_of(meeting) == number
    assert number_of(send(["committee"], hour=9)) == next_one
    assert [str(each) for each in MeetingNumber.objects.filter(meeting=meeting)] == [old, number]


def test_a_kind_added_by_an_amendment_gets_a_number(send: Any, world: World) -> None:
    meeting = send(["theme_day"])
    actions.confirm(meeting=meeting, by=world.wei.actor)
    proposed = amend_meeting(
        meeting=meeting, by=world.lin.actor, reason="漏了组织生活会以外的类型", kinds=("theme_day", "other")
    )
    assert number_of(meeting) == "2026年第1次主题党日"
    actions.sign_amendment(amendment=proposed, by=world.he.actor)
    assert number_of(meeting) == "2026年第1次主题党日、2026年第1次其他"


@pytest.mark.parametrize(
    "wanted", [{("theme_day", 2026): 7}, {("theme_day", 2026): 1}, {("theme_day", 2025): 7}]
)
def test_a_number_from_elsewhere_is_taken_where_it_is_free(send: Any, wanted: Any) -> None:
    send(["theme_day"])
    meeting = send(["theme_day"], hour=9)
    MeetingNumber.objects.filter(meeting=meeting).delete()
    assign_numbers(meeting, wanted)
    assert number_of(meeting) == f"2026年第{7 if wanted == {('theme_day', 2026): 7} else 2}次主题党日"


def test_the_database_gives_no_number_twice(send: Any, world: World) -> None:
    meeting, other = send(["theme_day"]), send(["committee"], hour=9)
    row = {"organization": world.branch, "kind": "theme_day", "year": 2026}
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingNumber.objects.create(meeting=other, number=1, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingNumber.objects.create(meeting=meeting, number=2, **row)


def test_page_paper_api_and_export_say_the_same(send: Any, world: World, sign_in: Any) -> None:
    meeting = send(["lecture", "theme_day"])
    words = "2026年第1次党课、2026年第1次主题党日"
    assert words in sign_in("lin").get(f"/meetings/{meeting.uuid}/").content.decode()
    body = sign_in("lin").get(f"/api/v1/meetings/{meeting.uuid}/").json()
    assert body["numbers"] == [
        {"kind": kind, "year": 2026, "number": 1, "text": text}
        for kind, text in (("lecture", "2026年第1次党课"), ("theme_day", "2026年第1次主题党日"))
    ]
    _, content = export_minutes(meeting=meeting, by=SYSTEM)
    assert f"编号：{words}" in [each.text for each in Document(BytesIO(content)).paragraphs]
    assert list(export_lines(Meeting.objects.all(), ["serial"])) == [[words]]
