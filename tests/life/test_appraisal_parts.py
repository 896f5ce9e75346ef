"""Each full member who was present does their part of a stage of the appraisal before the next begins (R-LIFE-05)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from life import actions, errors, rules
from life.models import Appraisal
from life.selectors import appraisal_people
from meetings.models import Meeting
from tests.factories import plan_by_lin
from tests.world import World

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
TEXT = {"self": {"self_text": "学习不够主动"}, "mutual": {"mutual_text": "热心，要多学"}}


@pytest.fixture
def begun(world: World) -> Appraisal:
    return actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)


def write(appraisal: Appraisal, world: World, stage: str, but: dict[int, str | None]) -> None:
    """A text for each full member; for those of `but` a mark instead, or nothing."""
    words = {}
    for place, member in enumerate(world.members[:8]):
        if place not in but:
            words[member.uuid] = TEXT[stage]
        elif mark := but[place]:
            words[member.uuid] = {f"{stage}_mark": mark}
    actions.write_appraisal(appraisal=appraisal, words=words, by=world.lin.actor)


@pytest.mark.parametrize(
    ("text", "mark", "came", "owed"),
    [
        ("", "", None, True),
        (" ", "", True, True),
        ("写了", "", None, False),
        ("", "written", None, False),
        ("", "oral", True, False),
        ("", "absent", None, False),
        ("", "absent", True, True),
        ("写了", "absent", True, False),
        ("", "", False, False),
    ],
)
def test_a_part_is_a_text_or_how_it_was_done(text: str, mark: str, came: bool | None, owed: bool) -> None:
    assert rules.is_part_owed(text, mark, came) == owed


@pytest.mark.parametrize(
    ("but", "owing"),
    [
        ({}, []),
        ({0: "oral", 1: "written", 7: "absent"}, []),
        ({3: None}, [3]),
        (dict.fromkeys(range(1, 8)), [1, 2, 3, 4, 5, 6, 7]),
    ],
)
@pytest.mark.parametrize(("stage", "to"), [("self", "mutual"), ("mutual", "poll")])
def test_the_next_stage_waits_for_each_full_member(
    world: World,
    begun: Appraisal,
    stage: str,
    to: str,
    but: dict[int, str | None],
    owing: list[int],
) -> None:
    meeting = None
    if stage == "mutual":
        write(begun, world, "self", {})
        actions.advance_appraisal(appraisal=begun, to="mutual", by=world.lin.actor)
        meeting = plan_by_lin(world, NOON, kinds=["appraisal"], theme="民主评议党员")
    write(begun, world, stage, but)
    if not owing:
        assert actions.advance_appraisal(appraisal=begun, to=to, meeting=meeting, by=world.lin.actor)
        return
    names = "、".join(world.members[place].name for place in owing)
    with pytest.raises(errors.NothingWritten, match=f"还差{len(owing)}人：{names}"):
        actions.advance_appraisal(appraisal=begun, to=to, meeting=meeting, by=world.lin.actor)
    begun.refresh_from_db()
    assert begun.stage == stage


def test_the_record_of_the_meeting_says_who_was_present(
    world: World, begun: Appraisal, make: Callable[..., Meeting]
) -> None:
    """Who was away owes nothing; who was marked so and came does, before the conclusion."""
    meeting = make(kinds=["appraisal"], theme="民主评议党员")
    meeting.attendances.filter(member=world.members[4]).update(state="on_leave", reason_code="sick")
    write(begun, world, "self", {4: None, 5: "absent"})
    owed = appraisal_people.owed_now(begun, begun.entries.select_related("member"))
    assert [entry.member for entry in owed["self"]] == [world.members[5]]
    with pytest.raises(errors.NothingWritten, match=f"还差1人：{world.members[5].name}"):
        actions.advance_appraisal(appraisal=begun, to="mutual", by=world.lin.actor)
    actions.write_appraisal(
        appraisal=begun, words={world.members[5].uuid: {"self_mark": "oral"}}, by=world.lin.actor
    )
    assert actions.advance_appraisal(appraisal=begun, to="mutual", by=world.lin.actor).stage == "mutual"


def test_page_and_api_name_who_owes_and_take_a_mark(world: World, begun: Appraisal, sign_in: Any) -> None:
    client, page, door = (
        sign_in("lin"),
        f"/life/appraisals/{begun.uuid}/",
        f"/api/v1/appraisals/{begun.uuid}/",
    )
    first, second = world.members[0], world.members[1]
    write(begun, world, "self", {0: None, 1: None})
    shown = client.get(page).content.decode()
    assert "个人自评还差2人" in shown
    assert f'name="self_mark-{first.uuid}"' in shown
    assert [row["member"] for row in client.get(door).json()["owed"]] == [str(first.uuid), str(second.uuid)]
    sent = {"deed": "write", "version": 2, f"self_mark-{first.uuid}": "oral"}
    assert client.post(page, sent).status_code == 302
    body = {"entries": [{"member": str(second.uuid), "self_mark": "written"}]}
    answer = client.post(f"{door}write/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["owed"]) == (200, [])
    marks = {row["member"]: row["self_mark"] for row in answer.json()["entries"] if row["self_mark"]}
    assert marks == {str(first.uuid): "oral", str(second.uuid): "written"}
    body["entries"][0]["self_mark"] = "sung"
    assert client.post(f"{door}write/", body, content_type="application/json").status_code == 400
