"""Past midnight (次日) and joint meetings: page, API, paper, and the rate of one's own branch (R-REC-01, R-LNK-02)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from documents.contexts import minutes
from meetings import actions, errors
from meetings.models import Meeting
from meetings.record.schema import PartnerUnitEntry
from tests.factories import at, record_form
from tests.world import World

DAY = dt.date(2026, 11, 20)
NIGHT = dt.date(2026, 11, 21)
UNITS = {
    "unit-0-name": "滨江社区第一党支部",
    "unit-0-number": "18",
    "unit-1-name": "望海物业公司党支部",
    "unit-1-number": "7",
}


@pytest.mark.parametrize(
    ("ends_at", "next_day", "kept"),
    [
        ("00:40", "on", at(NIGHT, 0, 40)),
        ("23:40", "", at(DAY, 23, 40)),
        ("00:40", "", None),  # R-REC-01: before it began, and nobody said 次日
        ("22:30", "", None),
    ],
)
def test_r_rec_01_a_meeting_may_end_after_midnight(
    world: World, sign_in: Any, ends_at: str, next_day: str, kept: dt.datetime | None
) -> None:
    lin = sign_in("lin")
    sent = record_form(world, starts_at="22:30", ends_at=ends_at, ends_next_day=next_day)
    answer = lin.post("/meetings/record/", sent)
    if kept is None:
        assert answer.status_code == 409
        assert "过了零点才散会的，点“次日”" in answer.text
        return
    meeting = Meeting.objects.get()
    assert meeting.ends_at == kept
    assert meeting.ends_next_day is (kept.date() != DAY)
    if meeting.ends_next_day:
        url = reverse("meetings:detail", args=[meeting.uuid])
        assert "22:30至次日00:40" in lin.get(url).text.replace("\n", "").replace(" ", "")
        assert lin.get(f"/api/v1/meetings/{meeting.uuid}/").json()["ends_next_day"] is True
        paper = minutes.contexts(minutes.load_meetings(Meeting.objects.all()))[0]
        assert paper["时间"].endswith("22:30至次日00:40")


def test_a_meeting_ends_on_the_next_day_at_the_latest(make: Any) -> None:
    with pytest.raises(errors.EndsTooLate):
        make(ends_at=at(dt.date(2026, 11, 22), 0, 10))


def test_a_begun_record_shows_that_it_ended_the_next_day(make: Any, sign_in: Any) -> None:
    meeting = make(starts_at=at(DAY, 22, 30), ends_at=at(NIGHT, 0, 40))
    page = sign_in("lin").get(f"/meetings/record/?uuid={meeting.uuid}").context["form"]
    assert page.record.ends_at == at(NIGHT, 0, 40)


def test_a_joint_meeting_says_with_whom_and_counts_its_own(world: World, sign_in: Any) -> None:
    lin = sign_in("lin")
    sent = record_form(world, **UNITS)
    lin.post("/meetings/record/", sent)
    meeting = Meeting.objects.get()
    assert list(meeting.partner_units.values_list("name", "number")) == [
        ("滨江社区第一党支部", 18),
        ("望海物业公司党支部", 7),
    ]
    assert meeting.expected == meeting.present == len(world.members)
    page = lin.get(reverse("meetings:detail", args=[meeting.uuid])).text
    assert f"全场{25 + meeting.present}人" in page
    read = lin.get(f"/api/v1/meetings/{meeting.uuid}/").json()
    assert read["partner_units"][1] == {"name": "望海物业公司党支部", "number": 7}
    paper = minutes.contexts(minutes.load_meetings(Meeting.objects.all()))[0]
    assert paper["联合单位"] == "与滨江社区第一党支部（18人）、望海物业公司党支部（7人）联合开展"


@pytest.mark.parametrize(
    ("units", "field", "sentence"),
    [
        ({"unit-0-number": ""}, "unit-0-number", "滨江社区第一党支部到了几个人还没写"),
        ({"unit-1-name": ""}, "unit-1-name", "联合单位"),
    ],
)
def test_r_rec_01_a_unit_has_a_name_and_a_number(
    world: World, sign_in: Any, units: dict[str, str], field: str, sentence: str
) -> None:
    refused = sign_in("lin").post("/meetings/record/", record_form(world, **(UNITS | units)))
    assert refused.status_code in (400, 409)
    assert sentence in refused.text
    assert Meeting.objects.filter(submitted_at=None).count() == Meeting.objects.count()


def test_over_the_api_units_are_stated_and_taken_away(make: Any, sign_in: Any, world: World) -> None:
    meeting = make(partner_units=(PartnerUnitEntry("望海物业公司党支部", 7),))
    body = {"partner_units": [], "version": meeting.version}
    done = sign_in("lin").patch(f"/api/v1/meetings/{meeting.uuid}/", body, content_type="application/json")
    assert (done.status_code, done.json()["partner_units"]) == (200, [])
    actions.submit(meeting=Meeting.objects.get(), by=world.lin.actor)
