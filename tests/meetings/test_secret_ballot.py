"""A poll on what the law votes on in secret is a secret one (R-DEV-26), and only the general meeting decides on membership."""

from typing import Any

import pytest

from meetings.models import Meeting, Poll
from tests.world import World

pytestmark = pytest.mark.once


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    return make(kinds=["general"])


@pytest.mark.parametrize("relaxed", [False, True])
@pytest.mark.parametrize(
    "matter",
    ["ordinary", "admission", "conversion", "extension", "cancellation", "disposal", "sanction"],
)
def test_r_dev_26_a_poll_on_membership_is_secret(
    meeting: Meeting, sign_in: Any, settings: Any, matter: str, relaxed: bool
) -> None:
    settings.CONVERSION_SECRET = not relaxed
    asked = {"question": "同意报上级党委", "kind": matter, "candidate": "王小雨", "is_secret": False}
    secret = {"admission"} if relaxed else {"admission", "conversion", "extension", "cancellation"}
    lin = sign_in("lin")
    path = f"/api/v1/meetings/{meeting.uuid}/polls/"
    answer = lin.post(path, asked, "application/json")
    if matter in secret:
        assert (answer.status_code, answer.json()["code"]) == (409, "not_secret")
        assert set(answer.json()["errors"]) == {"is_secret"}
        page = lin.post(f"/meetings/{meeting.uuid}/ballots/", asked | {"is_secret": "0"})
        assert page.status_code == 409
        assert "要用无记名投票" in page.content.decode()
        assert Poll.objects.count() == 0
        asked.pop("is_secret")
        answer = lin.post(path, asked, "application/json")
    assert answer.status_code == 201
    assert (answer.json()["is_secret"], answer.json()["candidate"]) == (
        matter in secret,
        "王小雨" if matter != "ordinary" else "",
    )


@pytest.mark.parametrize(
    "matter", ["admission", "conversion", "extension", "cancellation", "disposal", "sanction"]
)
def test_r_meet_07_a_poll_on_membership_is_the_general_meetings(make: Any, sign_in: Any, matter: str) -> None:
    elsewhere = make(kinds=["theme_day"])
    asked = {"question": "同意报上级党委", "kind": matter, "candidate": "王小雨"}
    answer = sign_in("lin").post(f"/api/v1/meetings/{elsewhere.uuid}/polls/", asked, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "may_not_decide")
    assert Poll.objects.count() == 0
