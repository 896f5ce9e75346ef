"""A draft that was begun before somebody else saved the record."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from meetings.models import Meeting
from tests.world import World

RECORD = "/meetings/record/"


@pytest.mark.parametrize("kept_later", [False, True])
def test_a_draft_begun_before_somebody_saved_is_compared_with_what_was_saved(
    make: Any, world: World, sign_in: Any, clock: Any, kept_later: bool
) -> None:
    meeting, browser = make(uuid=uuid4(), theme="原来的"), sign_in("he")
    opened = browser.get(f"{RECORD}?uuid={meeting.uuid}").context["form"]
    fields = opened.data.dict() | {"uuid": meeting.uuid, "version": opened.version, "base": opened.base}
    fields |= {"organization": world.branch.code, "kinds": ["theme_day"], "minutes": "何秀写的会议记录。"}
    if kept_later:
        make(uuid=meeting.uuid, version=1, theme="林知改的")
        clock.move_to(Meeting.objects.get().changed_at + dt.timedelta(minutes=5))
        browser.post(f"{RECORD}draft/", fields)
    else:
        browser.post(f"{RECORD}draft/", fields)
        clock.move_to(Meeting.objects.get().changed_at + dt.timedelta(minutes=5))
        make(uuid=meeting.uuid, version=1, theme="林知改的")
    page = browser.get(f"{RECORD}?uuid={meeting.uuid}")
    assert "这期间有人改过这次会议" in page.content.decode()
    again = page.context["form"]
    assert (again.version, again.data["minutes"]) == (1, "何秀写的会议记录。")
    answer = browser.post(RECORD, fields | {"version": again.version, "base": again.base})
    assert answer.status_code == 409
    assert [(row.key, row.likely) for row in answer.context["rows"]] == [
        ("theme", "theirs"),
        ("minutes", "ours"),
    ]
    assert (Meeting.objects.get().theme, Meeting.objects.get().minutes) == (
        "林知改的",
        "林知领学，大家讨论。",
    )
