"""What the rows of the table share: a page of Lin's, the text of any answer, a record as the page sends it."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from docx import Document

from meetings.models import Meeting
from tests.factories import make_meeting, record_form
from tests.world import World


@pytest.fixture
def make(world: World) -> Callable[..., Meeting]:
    """make(kinds=…) → a meeting of Lin's branch on 20 November, being recorded by Lin."""

    def make_for_branch(**facts: Any) -> Meeting:
        given = {"organization": world.branch, "held_on": dt.date(2026, 11, 20), "by": world.lin.actor}
        given |= {"host": world.members[0], "recorder": world.members[1]}
        return make_meeting(**(given | facts))

    return make_for_branch


@pytest.fixture
def page_text(sign_in: Callable[[str], Client]) -> Callable[..., str]:
    """page_text("lin", "/path/") → what the page says, without its tags and blanks."""

    def read_page(who: str, path: str, **post: Any) -> str:
        client = sign_in(who)
        answer = client.post(path, post, follow=True) if post else client.get(path)
        assert answer.status_code in (200, 400, 409), answer.status_code
        return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.content.decode()))

    return read_page


@pytest.fixture
def typed(world: World) -> Callable[..., dict[str, Any]]:
    """typed(**fields) → a complete record as the recording page sends it."""

    general = {"kinds": "general", "theme": "讨论计划", "minutes": "大家都说了话。"}
    return lambda **fields: record_form(world, **general | fields)


@pytest.fixture
def paper(sign_in: Callable[[str], Client]) -> Callable[[Meeting], str]:
    """paper(meeting) → the text of its minutes in Word."""

    def text(meeting: Meeting) -> str:
        document = Document(io.BytesIO(sign_in("lin").get(f"/meetings/{meeting.uuid}/word/").content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(each.text for each in document.paragraphs), *cells])

    return text
