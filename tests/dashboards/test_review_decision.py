"""Deciding on one record: what words in the box mean, reasons, the place in the list, what I returned."""

from typing import Any

import pytest

from audit.models import Entry
from meetings import actions
from meetings.models import Meeting, Step
from meetings.states import Status
from tests.dashboards.records import handed_in
from tests.world import World

OWN = "写明谁发了言"
TICKED = "票数对不上"


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"move": "confirm"}, "confirmed", ""),
        ({"move": "confirm", "comment": "   "}, "confirmed", ""),
        ({"move": "confirm", "comment": OWN}, "submitted", ""),
        ({"move": "confirm", "reason": [TICKED]}, "submitted", ""),
        ({"move": "confirm_with_comment", "comment": OWN}, "confirmed", OWN),
        ({"move": "return", "comment": OWN}, "returned", OWN),
        ({"move": "return", "reason": [TICKED], "comment": OWN}, "returned", f"{TICKED}\n{OWN}"),
        (
            {"move": "return", "reason": [TICKED], "comment": f"{TICKED}\n{OWN}"},
            "returned",
            f"{TICKED}\n{OWN}",
        ),
        ({"move": "return", "comment": ""}, "submitted", ""),
        ({"move": "confirm", "comment": "长" * 501}, "submitted", ""),
        ({"move": "return", "reason": ["不在单子里"]}, "submitted", ""),
        ({"move": "", "comment": OWN}, "submitted", ""),
    ],
)
def test_words_in_the_box_never_decide_by_themselves(
    world: World, sign_in: Any, sent: dict[str, Any], status: str, said: str
) -> None:
    meeting = handed_in(world, 5, [])
    answer = sign_in("shao").post(f"/review/{meeting.uuid}/", sent | {"version": meeting.version})
    meeting.refresh_from_db()
    assert meeting.status == status
    assert answer.status_code == (302 if status != "submitted" else 409)
    last = meeting.steps.order_by("id").last()
    assert (last.comment if last.deed in (Step.Type.CONFIRMED, Step.Type.RETURNED) else "") == said
    if status == "submitted" and sent["move"] != "return" and len(sent.get("comment", "")) < 500:
        page = answer.content.decode()
        assert "按意见退回" in page
        assert "带意见确认" in page
        assert OWN in page or TICKED in page  # nothing typed is lost


def test_the_record_s_own_page_has_the_same_bar(world: World, sign_in: Any) -> None:
    meeting = handed_in(world, 5, [])
    page = sign_in("shao").get(f"/meetings/{meeting.uuid}/").content.decode()
    assert f'action="/review/{meeting.uuid}/"' in page
    assert TICKED in page
    assert "return-sheet" not in sign_in("lin").get(f"/meetings/{meeting.uuid}/").content.decode()


def test_enter_makes_a_new_line_and_reasons_are_offered(world: World, sign_in: Any) -> None:
    meeting = handed_in(world, 5, [])
    page = sign_in("shao").get(f"/review/{meeting.uuid}/").content.decode()
    box = page[page.index('name="comment"') - 200 : page.index('name="comment"') + 20]
    assert "<textarea" in box
    assert TICKED in page
    assert [key for key in "jkytue" if f'aria-keyshortcuts="{key}"' in page] == ["y", "t", "e"]


@pytest.mark.parametrize(
    ("order", "left"), [("", [2, 3, 4]), ("order=held", [4, 3, 2]), ("order=waited", [2, 3, 4])]
)
def test_the_next_and_the_one_before_follow_the_order_of_the_list(
    world: World, sign_in: Any, order: str, left: list[int]
) -> None:
    """The later meeting was handed in first."""
    rows = {number: handed_in(world, 7 - number, []) for number in (2, 3, 4)}
    shao = sign_in("shao")
    listed = [row.uuid for row in shao.get(f"/review/?{order}").context["rows"]]
    assert listed == [rows[number].uuid for number in left]
    middle = shao.get(f"/review/{listed[1]}/?{order}").context
    assert str(listed[0]) in middle["previous_url"]
    assert str(listed[2]) in middle["next_url"]
    assert middle["left"] == 2
    first = shao.get(f"/review/{listed[0]}/?{order}").context
    assert first["previous_url"] == ""
    answer = shao.post(f"/review/{listed[2]}/?{order}", {"move": "confirm"})
    assert str(listed[0]) in answer["Location"]


def test_what_i_returned_stands_there_and_first_what_came_back(world: World, sign_in: Any) -> None:
    back, still, others = (handed_in(world, number, []) for number in (3, 4, 5))
    for meeting in (still, back):
        actions.return_for_revision(meeting=meeting, comment=OWN, by=world.shao.actor)
    actions.return_for_revision(meeting=others, comment=OWN, by=world.wei.actor)
    Meeting.objects.filter(pk=back.pk).update(theme="改过的主题")
    back.refresh_from_db()
    actions.submit(meeting=back, by=world.lin.actor)
    shao = sign_in("shao")
    page = shao.get("/review/")
    assert [each.meeting.pk for each in page.context["returned"]] == [back.pk, still.pk]
    text = page.content.decode()
    assert "我退回的2份" in text
    assert "还没交回" in text
    rows = shao.get("/api/v1/review/returned/")
    assert [row["id"] for row in rows.json()["results"]] == [str(back.uuid), str(still.uuid)]


def test_what_is_filtered_is_the_file(world: World, sign_in: Any) -> None:
    handed_in(world, 3, [])
    handed_in(world, 4, ["主持人和记录人是同一个人"])
    assert sign_in("shao").get("/review/file/?hints=some").status_code == 200
    assert Entry.objects.get(action="meeting.export_review").after["count"] == 1
    assert sign_in("lin").get("/review/file/").status_code == 403
    assert Meeting.objects.filter(status=Status.SUBMITTED).count() == 2
