"""Pages of meetings: who sees what, and the recording form without any script."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from branches.models import Organization
from drafts.models import Draft
from meetings import actions
from meetings.models import Meeting
from meetings.record.schema import AttendanceMark
from meetings.states import Status
from tests.factories import answer_hints, at, record_form
from tests.world import World

pytestmark = pytest.mark.once

RECORD = "/meetings/record/"


def typed(world: World, **fields: Any) -> dict[str, Any]:
    """The recording form filled in."""
    return record_form(world, **{"version": "", "minutes": "说了什么"} | fields)


def test_the_form_works_without_a_script(world: World, sign_in: Any) -> None:
    gone, late = world.members[2].uuid, world.members[3].uuid
    fields = typed(
        world,
        missing=[str(gone)],
        **{
            f"mark-{gone}": "sick",
            f"mark-{late}": "late",
            "agenda-0-title": "计划",
            "agenda-0-decision": "同意",
            "agenda-0-yes": "7",
            "agenda-0-ends_with_vote": "on",
        },
    )
    response = sign_in("lin").post(RECORD, fields)
    meeting = Meeting.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/meetings/{meeting.uuid}/")
    assert (meeting.status, meeting.expected, meeting.present, meeting.on_leave) == ("submitted", 9, 8, 1)
    assert meeting.attendances.get(member=world.members[3]).state == "late"
    assert meeting.agenda.get().resolution.passed is True


def test_what_is_missing_is_said_beside_its_field_and_the_draft_is_kept(world: World, sign_in: Any) -> None:
    response = sign_in("lin").post(RECORD, typed(world, theme="", minutes=""))
    meeting = Meeting.objects.get()
    assert (response.status_code, meeting.status) == (409, Status.HELD)
    page = response.content.decode()
    assert 'id="theme_error"' in page
    assert 'id="minutes_error"' in page
    assert f'name="version" value="{meeting.version}"' in page
    again = sign_in("lin").post(RECORD, typed(world, uuid=str(meeting.uuid), version="1"))
    assert again.status_code == 302
    assert Meeting.objects.get().status == Status.SUBMITTED


def test_a_tick_without_a_reason_is_refused_with_the_name(world: World, sign_in: Any) -> None:
    uuid = str(world.members[2].uuid)
    response = sign_in("lin").post(RECORD, typed(world, missing=[uuid]))
    assert response.status_code == 409
    assert f"{world.members[2].name}没到，请写上原因" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_votes_that_are_no_numbers_are_refused_and_stay_in_their_fields(world: World, sign_in: Any) -> None:
    wrong = {
        "agenda-0-decision": "同意",
        "agenda-0-ends_with_vote": "on",
        "agenda-0-yes": "７",
        "agenda-0-no": "-1",
        "agenda-0-abstain": "x",
    }
    client = sign_in("lin")
    response = client.post(RECORD, typed(world, **wrong))
    page = response.content.decode()
    assert (response.status_code, Meeting.objects.count()) == (400, 0)
    for name, text in (("no", "-1"), ("abstain", "x")):
        beside = page[page.index(f'id="agenda-0-{name}_error"') :]
        assert f"票数请写整数，如0或21，现在写的是“{text}”。" in beside
    assert 'name="agenda-0-no" value="-1"' in page
    assert "您写的都在" in page
    assert "已经存为草稿" not in page
    client.post(RECORD, typed(world, **(wrong | {"agenda-0-no": "０", "agenda-0-abstain": ""})))
    answer_hints(client, Meeting.objects.get().uuid)
    assert (Meeting.objects.get().agenda.get().resolution.yes, Meeting.objects.get().status) == (
        7,
        "submitted",
    )


def test_a_fault_names_and_leads_to_the_block_it_was_typed_in(world: World, sign_in: Any) -> None:
    """The first block was left empty; the record has one item, the page two blocks."""
    client = sign_in("lin")
    fields = typed(world, **{"agenda-0-title": "", "agenda-1-title": "停车", "agenda-1-decision": "同意划线"})
    said = client.post(f"{RECORD}draft/", fields).json()["checks"]
    assert 'href="#agenda-1-yes">议题2的票数还没填' in said
    assert "agenda-0-" not in said
    two = fields | {"agenda-1-kind": "conversion", "agenda-1-candidate": "甲、乙"}
    page = client.post(RECORD, two).content.decode()
    assert Meeting.objects.count() == 0
    assert 'href="#agenda-1-candidate"' in page
    assert 'href="#agenda-0-candidate"' not in page
    assert 'id="agenda-0-candidate_error"' not in page


def test_a_fault_leads_to_the_row_it_was_typed_in_though_the_one_before_is_empty(
    world: World, sign_in: Any
) -> None:
    """The first statement and the first problem were left empty: what is said counts the rows on the page."""
    rows = {"agenda-0-title": "停车", "agenda-0-said-1-text": "要划线", "life-1-text": "学得少"}
    blank = {"agenda-0-said-0-name": "", "agenda-0-said-0-text": "", "life-0-text": "", "life-0-measure": ""}
    fields = typed(world, kinds=["life"], **rows, **blank, **{"life-1-due_on": "2026-11-19"})
    client = sign_in("lin")
    said = client.post(f"{RECORD}draft/", fields).json()["checks"]
    for link in (
        'href="#agenda-0-said-1-name">议题1第2条发言没写发言人',
        'href="#life-1-due_on">第2条的整改期限11月19日在开会之前',
    ):
        assert link in said
    assert "said-0" not in said
    page = client.post(RECORD, fields | {"then": "row-agenda-0-said"}).content.decode()
    assert re.search(r'<textarea name="agenda-0-said-1-text"[^>]*>\s*要划线', page)
    assert re.search(r'name="life-1-text" value="学得少"', page)


def test_the_same_form_sent_twice_leads_to_the_one_record(world: World, sign_in: Any) -> None:
    client, fields = sign_in("lin"), typed(world)
    client.post(RECORD, fields)
    response = client.post(RECORD, fields)
    assert (response.status_code, response["Location"]) == (302, f"/meetings/{fields['uuid']}/")
    assert list(Meeting.objects.values_list("version", flat=True)) == [2]


def test_the_page_is_filled_from_habit(make: Any, world: World, sign_in: Any, clock: Any) -> None:
    clock.move_to(at(dt.date(2026, 11, 22), 21))
    make(starts_at=at(dt.date(2026, 11, 20), 19), ends_at=at(dt.date(2026, 11, 20), 20), place="老地方")
    page = sign_in("lin").get(f"{RECORD}?kinds=theme_day").content.decode()
    for piece in ('value="老地方"', 'value="19:30"', 'value="20:30"', 'value="2026-11-22"'):
        assert piece in page
    assert f'<option value="{world.members[0].uuid}" selected' in page
    assert re.search(r'<input type="checkbox" name="kinds" value="theme_day"[^>]* checked>', page)


def test_the_fixed_day_is_offered_once_it_has_come(world: World, sign_in: Any) -> None:
    Organization.objects.filter(pk=world.branch.pk).update(activity_day=10)
    page = sign_in("lin").get(f"{RECORD}?kinds=theme_day").content.decode()
    assert 'value="2026-11-10"' in page


def test_a_groups_meeting_selects_the_group(world: World, sign_in: Any) -> None:
    page = sign_in("lin").get(f"{RECORD}?kinds=group").content.decode()
    assert f'<option value="{world.groups[0].code}" selected' in page
    moved = sign_in("lin").post(
        RECORD, typed(world, organization=world.groups[1].code, kinds=["theme_day", "group"], then="switch")
    )
    assert moved.status_code == 200
    assert f'<option value="{world.groups[1].code}" selected' in moved.content.decode()
    assert Meeting.objects.count() == 0


def test_a_draft_is_kept_and_comes_back(world: World, sign_in: Any) -> None:
    client, fields = sign_in("lin"), typed(world, theme="写到一半")
    answer = client.post(f"{RECORD}draft/", fields).json()
    assert "会议记录已写" in answer["checks"]
    assert Draft.objects.get().fields["theme"] == ["写到一半"]
    answer = client.post(f"{RECORD}draft/", fields | {"theme": "又多了几个字", "chosen": "2"}).json()
    assert "照片" not in answer["checks"]  # nobody is asked for any (R-APP-01)
    assert "chosen" not in Draft.objects.get().fields
    page = client.get(f"{RECORD}?uuid={fields['uuid']}").content.decode()
    assert "又多了几个字" in page
    assert "已恢复" in page
    other = client.get(f"{RECORD}?organization={world.branch.code}&kinds=theme_day").content.decode()
    assert "已恢复" not in other
    assert f"?uuid={fields['uuid']}" in other  # offered, never brought back by itself
    assert f"?uuid={fields['uuid']}" not in client.get(f"{RECORD}?kinds=committee").content.decode()
    assert "又多了几个字" not in sign_in("he").get(f"{RECORD}?kinds=theme_day").content.decode()
    client.post(f"{RECORD}discard/", {"uuid": fields["uuid"]})
    assert not Draft.objects.unfinished().exists()


def test_a_kept_draft_brings_the_roster_of_another_day(world: World, sign_in: Any) -> None:
    client, fields = sign_in("lin"), typed(world)
    answer = client.post(f"{RECORD}draft/", fields).json()
    assert world.members[5].name in answer["roster"]
    fields["roster_key"] = answer["roster_key"]
    assert "roster" not in client.post(f"{RECORD}draft/", fields).json()
    assert "roster" in client.post(f"{RECORD}draft/", fields | {"held_on": "2026-11-19"}).json()


def test_returning_confirming_and_amending_from_the_page(make: Any, world: World, sign_in: Any) -> None:
    meeting = actions.submit(meeting=make(uuid=uuid4()), by=world.lin.actor)
    url = f"/meetings/{meeting.uuid}/"
    office = sign_in("wei")
    refused = office.post(
        f"/review/{meeting.uuid}/", {"version": meeting.version, "move": "return", "comment": ""}
    )
    assert refused.status_code == 409
    assert "退回要写明哪里要改" in refused.content.decode()
    office.post(
        f"/review/{meeting.uuid}/", {"version": meeting.version, "move": "return", "comment": "补上弃权"}
    )
    heads = {f"{RECORD}?uuid={meeting.uuid}": 'class="w-words', url: 'class="notice" data-state="returned"'}
    for page, mark in heads.items():  # said at the head of both, not only in the trail
        assert "补上弃权" in sign_in("lin").get(page).content.decode().split(mark)[1][:1200]
    assert 'class="notice" data-state="returned"' not in sign_in("hua").get(url).content.decode()
    sign_in("lin").post(
        f"{url}move/",
        {"version": 3, "move": "submit", "reply": "弃权的补在纸上"},
    )
    assert 'class="notice" data-state="returned"' not in sign_in("lin").get(url).content.decode()
    office.post(f"/review/{meeting.uuid}/", {"version": 4, "move": "confirm"})
    assert Meeting.objects.get().status == Status.CONFIRMED
    fields = typed(world, theme="更正后的主题", reason="写错了", version="5", uuid=str(meeting.uuid))
    assert sign_in("lin").post(f"{url}amend/", fields).status_code == 302
    page = office.get(url).content.decode()
    assert "更正后的主题" in page
    assert "写错了" in page


def test_a_stale_page_does_not_confirm_what_it_did_not_show(make: Any, world: World, sign_in: Any) -> None:
    meeting = actions.submit(meeting=make(uuid=uuid4()), by=world.lin.actor)
    response = sign_in("wei").post(f"/review/{meeting.uuid}/", {"version": 1, "move": "confirm"})
    assert response.status_code == 409
    assert Meeting.objects.get().status == Status.SUBMITTED
    actions.return_for_revision(meeting=meeting, comment="写清发言", by=world.wei.actor)
    late = sign_in("wei").post(f"/review/{meeting.uuid}/", {"version": 2, "move": "confirm"})
    assert (late.status_code, Meeting.objects.get().status) == (409, Status.RETURNED)
    assert "没有办成：韦明11月22日" in late.content.decode()


def test_planning_from_the_page(world: World, sign_in: Any) -> None:
    client = sign_in("lin")
    page = client.get("/meetings/plan/?kinds=theme_day").content.decode()
    assert 'value="2026-11-25"' in page
    fields = typed(world, held_on="2026-11-25")
    response = client.post("/meetings/plan/", fields)
    assert response.status_code == 302
    assert Meeting.objects.get().status == Status.PLANNED
    assert client.post("/meetings/plan/", fields | {"held_on": "2026-11-01", "uuid": ""}).status_code == 409
    meeting = Meeting.objects.get()
    assert (
        "取消会议" not in client.get(f"/meetings/{meeting.uuid}/").content.decode()
    )  # one tap would be too few
    page = client.get(f"/meetings/plan/?uuid={meeting.uuid}").content.decode()
    assert f'href="/meetings/plan/?uuid={meeting.uuid}&amp;cancel=1#off"' in page
    client.post(f"/meetings/{meeting.uuid}/move/", {"version": 1, "move": "cancel", "asked": "1"})
    assert Meeting.objects.get().status == Status.CANCELLED
    assert "取消会议" not in client.get(f"/meetings/plan/?uuid={meeting.uuid}").content.decode()


@pytest.mark.parametrize(
    ("who", "list_", "detail", "record"),
    [
        ("lin", 200, 200, 200),
        ("he", 200, 200, 200),
        ("shao", 200, 200, 403),
        ("wei", 200, 200, 403),
        ("hua", 200, 200, 403),
        ("sys", 200, 404, 403),
        ("sec", 200, 404, 403),
        ("aud", 200, 404, 403),
        ("shen", 200, 404, 404),
    ],
)
def test_who_opens_which_door(
    make: Any, sign_in: Any, who: str, list_: int, detail: int, record: int
) -> None:
    meeting = make()
    client: Client = sign_in(who)
    assert client.get("/meetings/").status_code == list_
    assert client.get(f"/meetings/{meeting.uuid}/").status_code == detail
    assert client.get(f"{RECORD}?uuid={meeting.uuid}").status_code == record
    seen = meeting.organization.short_name in client.get("/meetings/").content.decode().split("<main")[1]
    assert seen is (detail == 200)


def test_an_ordinary_member_sees_the_calendar_and_nobody_elses_name(
    make: Any, world: World, sign_in: Any
) -> None:
    meeting = make(
        marks={world.members[4].uuid: AttendanceMark("on_leave", "sick")}, minutes="内部讨论的内容"
    )
    page = sign_in("hua").get(f"/meetings/{meeting.uuid}/").content.decode()
    for shown in ("学习条例", "二楼会议室", world.members[0].name, "主题党日"):
        assert shown in page
    for hidden in ("内部讨论的内容", world.members[4].name, world.members[1].name, "应到", "病假"):
        assert hidden not in page
    listed = sign_in("hua").get("/meetings/").content.decode()
    assert "8/9" not in listed
    assert sign_in("shen").get(f"/meetings/{meeting.uuid}/").status_code == 404


def test_a_strangers_draft_is_refused(world: World, sign_in: Any) -> None:
    for who, status in (("hua", 404), ("wei", 404), ("shen", 404)):
        assert sign_in(who).post(f"{RECORD}draft/", typed(world)).status_code == status
    assert Draft.objects.count() == 0
