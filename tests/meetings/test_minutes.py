"""Agenda item → who said what → decision: from the page, from the API, back again."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils.datastructures import MultiValueDict

from meetings import errors
from meetings.forms.agenda import AgendaFormSet, agenda_data, follow_up_forms
from meetings.forms.initial_data import as_form_data
from meetings.models import Meeting, Statement
from meetings.record.schema import AgendaEntry, Decision, FollowUpEntry, StatementEntry
from meetings.rules import checks, similarity
from meetings.rules.checks import Copy
from meetings.selectors import record_facts
from meetings.selectors.stored_record import stored_record
from tests.meetings.test_checks import facts, hints, people, stops
from tests.world import World

SPOKEN = (
    AgendaEntry("计划", "", None, (StatementEntry("何秀英", "同意"), StatementEntry("社区主任", "提个建议"))),
)


def test_speakers_on_the_roll_are_known_and_others_keep_their_name(make: Any, world: World) -> None:
    meeting = make(agenda=SPOKEN)
    rows = Statement.objects.order_by("position").values_list("position", "name", "speaker", "text")
    he = world.members[1].name
    assert list(rows)[1] == (2, "社区主任", None, "提个建议")
    make(starts_at=meeting.starts_at, agenda=(AgendaEntry("二", "", None, (StatementEntry(he, "好"),)),))
    assert Statement.objects.get(text="好").speaker == world.members[1]


def test_a_speaker_who_was_not_expected_is_refused(make: Any, world: World) -> None:
    with pytest.raises(errors.SpeakerNotOnRoll) as refused:
        make(agenda=(AgendaEntry("一", "", None, (StatementEntry("", "好", uuid4()),)),))
    assert list(refused.value.fields) == ["agenda-0-said-0-name"]
    assert Meeting.objects.count() == 0


def test_the_fields_say_what_the_record_says() -> None:
    decision = Decision(
        "同意", form="secret", yes=5, no=1, abstain=0, kind="admission", candidate="王小雨", written_yes=1
    )
    agenda = (*SPOKEN, AgendaEntry("接收", "讨论", decision))
    rows = AgendaFormSet(as_form_data(agenda_data(agenda)), prefix="agenda", auto_id="%s")
    assert tuple(rows.entries.values()) == agenda


def test_empty_rows_say_nothing() -> None:
    data = MultiValueDict(
        {"agenda-0-said-0-name": [""], "agenda-0-said-0-text": [" "], "agenda-0-kind": ["ordinary"]}
    )
    assert AgendaFormSet(data, prefix="agenda", auto_id="%s").entries == {}


def test_what_is_not_touched_stays_open() -> None:
    data = MultiValueDict({"told-7": [""], "told-8": ["done"], "told-8-note": ["好了"], "told-9": ["open"]})
    told = [form.entry for form in follow_up_forms(data).values()]
    assert told == [None, FollowUpEntry(8, True, "好了"), FollowUpEntry(9, False, "")]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (StatementEntry("", "同意"), "agenda-0-said-0-name"),
        (StatementEntry("何秀英", ""), "agenda-0-said-0-text"),
    ],
)
def test_r_rec_01_a_statement_has_a_speaker_and_a_text(said: StatementEntry, field: str) -> None:
    found = checks.stops(
        checks.findings(facts(people(9, 9), agenda=(AgendaEntry("计划", "", None, (said,)),)))
    )
    assert [(one.rule, one.field) for one in found] == [("R-REC-01", field)]


@pytest.mark.parametrize(
    ("minutes", "agenda", "asked"),
    [
        ("大家一致同意这个计划", (), True),
        (
            "大家一致同意这个计划",
            (AgendaEntry("计划", "", Decision("同意", yes=9, ends_with_vote=True)),),
            False,
        ),
        ("大家谈了看法", (), False),
        ("大家谈了看法", (AgendaEntry("计划", "全票通过"),), True),
    ],
)
def test_r_rec_01_agreed_by_all_needs_numbers(minutes: str, agenda: Any, asked: bool) -> None:
    seen = facts(people(9, 9), minutes=minutes, agenda=agenda)
    said = [one for one in checks.findings(seen) if "没有票数" in one.sentence]
    assert (len(said) == 1) is asked
    assert stops(seen) == []


def test_r_rec_08_a_copy_is_a_question_and_never_a_verdict() -> None:
    seen = facts(
        people(9, 9), copies=[Copy(dt.date(2026, 9, 16), 9), Copy(dt.date(2025, 9, 16), photo="会场.jpg")]
    )
    said = [one.sentence for one in checks.findings(seen) if one.rule == "R-REC-08"]
    assert said == [
        "和9月16日的记录有九成相同，是不是贴错了？",
        "照片“会场.jpg”和2025年9月16日的记录里是同一张，是不是传错了？",
    ]
    assert (hints(seen), stops(seen)) == (["R-REC-08", "R-REC-08"], [])


ALPHABET = [chr(0x4E00 + n) for n in range(200)]


@pytest.mark.parametrize(("same", "alike"), [(91, True), (90, True), (89, False), (20, False)])
def test_r_rec_08_nine_tenths_is_alike(same: int, alike: bool) -> None:
    """101 characters have 100 pairs; an other ending takes away as many as it is long."""
    one = "".join(ALPHABET[:101])
    two = "".join(ALPHABET[: same + 1]) + "".join(ALPHABET[150 : 150 + 100 - same])
    found = similarity.nearest(one, [(7, two)])
    assert (found is not None and found[0] == 7) is alike


def test_a_new_date_does_not_make_an_old_text_new() -> None:
    text = "1月16日在二楼学习条例，大家结合社区的事作了讨论，定了下个月走访老党员的分工和时间。"
    assert similarity.nearest(text, [(1, text.replace("1月16", "2月18"))]) == (1, 1)
    assert similarity.nearest("学习条例", [(1, "学习条例")]) is None


def test_a_copied_text_is_found_in_the_last_records(make: Any, world: World) -> None:
    text = "林知远领学条例第三章，大家结合社区的事作了讨论，定了下个月走访老党员的分工和时间。"
    make(minutes=text)
    meeting = make(minutes=text)
    (copy,) = record_facts.facts_of_meeting(meeting).copies
    assert (copy.on, copy.tenths, copy.photo) == (meeting.held_on, 10, "")


def test_one_more_row_without_a_script(world: World, sign_in: Any) -> None:
    fields = {
        "organization": "A-2",
        "kinds": "general",
        "held_on": "2026-11-20",
        "starts_at": "14:30",
        "agenda-0-said-0-name": "何秀英",
        "agenda-0-said-0-text": "同意",
        "then": "row-agenda-0-said",
    }
    page = sign_in("lin").post("/meetings/record/", fields).content.decode()
    assert 'name="agenda-0-said-1-name"' in page
    assert 'name="agenda-0-said-2-name"' not in page
    assert Meeting.objects.count() == 0


def test_the_api_takes_and_gives_statements(make: Any, world: World, sign_in: Any) -> None:
    meeting = make()
    url = f"/api/v1/meetings/{meeting.uuid}/"
    agenda = [{"title": "计划", "statements": [{"speaker": str(world.members[1].uuid), "text": "同意"}]}]
    body = {"agenda": agenda, "version": meeting.version}
    done = sign_in("lin").patch(url, body, "application/json").json()
    assert done["agenda"][0]["statements"] == [
        {"name": world.members[1].name, "speaker": str(world.members[1].uuid), "text": "同意"}
    ]
    assert stored_record(Meeting.objects.get()).agenda[0].statements[0].speaker == world.members[1].uuid
