"""What is sealed and cannot be opened says so in its place: no list, page, API list or export falls for it."""

from pathlib import Path

import pytest
from django.conf import settings

from core.parts import parts
from core.sealing import UNREADABLE
from tests.contracts.doors import browser_of, table
from tests.contracts.house import House, visit

pytestmark = pytest.mark.once

READING = [
    door
    for door in table().values()
    if door.first("200") and (door.method == "GET" or door.name.endswith("export"))
]
OF_ONE_FILE = {
    *("meetings:attachment", "api_meeting_attachment_file", "drafts:file", "api_draft_file_content"),
    *("papers:file", "api_workbook_file", "api_export_file"),
    *("meetings:arrival", "api_arrival", "api_arrival_failed"),
    *("members:import_preview", "members:import_failed", "api_import", "api_import_failed"),
}
"""Doors that hand out, or are about, the very file that cannot be opened: they say so. All others do without it."""


def spoil(what: str) -> None:
    if what == "rows":
        for sealed in parts("SEALED_TABLES"):
            for column in sealed.columns:
                rows = sealed.model._base_manager.exclude(**{column: ""})
                rows.update(**{column: "v1.00000000.damaged"})
        return
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        if file.is_file():
            file.write_bytes(b"zz1 damaged") if what == "files" else file.unlink()


@pytest.mark.parametrize("what", ["rows", "files", "files gone"])
def test_every_list_page_and_export_stands_whatever_cannot_be_opened(house: House, what: str) -> None:
    spoil(what)
    refused, marked = set(), set()
    for door in READING:
        with visit():
            reader = browser_of(house, door.first("200"))
            reader.raise_request_exception = False
            answer = door.knock(reader, house)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = content.decode(errors="replace")
        if UNREADABLE in said:
            marked.add(door.name)
        if answer.status_code not in (200, 302):
            refused.add(door.name)
            assert answer.status_code == 409, (door, answer.status_code)
            assert any(words in said for words in ("无法读取", "清掉了", "已经清理")), (door, said)
    if what == "rows":
        assert refused == set()
        assert marked >= {"members:list", "members:detail", "api_members", "api_member"}
    else:
        assert refused == OF_ONE_FILE
