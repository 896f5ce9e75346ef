"""What a deed cut off in between left behind is swept; what a row knows, or may still get, stays."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit import actions
from audit.models import Entry
from branches.selectors.actors import SYSTEM
from core import clock
from meetings.models import Attachment
from tests.factories import make_meeting

DAY = dt.timedelta(days=1)


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def keep(place: Path, name: str, age: dt.timedelta) -> str:
    kept = default_storage.save(name, ContentFile(b"x"))
    at = (clock.now() - age).timestamp()
    os.utime(place / kept, (at, at))
    return kept


@pytest.mark.parametrize("folder", ["attachments/ab", "imports"])
def test_only_old_files_without_a_row_go(place: Path, world: Any, folder: str) -> None:
    old = keep(place, f"{folder}/old", DAY + dt.timedelta(minutes=1))
    young = keep(place, f"{folder}/young", DAY - dt.timedelta(minutes=1))
    elsewhere = keep(place, "templates/other", 10 * DAY)
    assert actions.throw_away_lost_files(by=SYSTEM) == 1
    assert [default_storage.exists(name) for name in (old, young, elsewhere)] == [False, True, True]
    assert Entry.objects.get(action="files.throw_away_lost").after == {"count": 1}


def test_the_file_of_an_attachment_stays_also_when_it_was_taken_away(place: Path, world: Any) -> None:
    meeting = make_meeting(organization=world.branch, by=world.lin.actor)
    facts = {"kind": Attachment.Kind.SCAN, "name": "a.pdf", "content_type": "application/pdf", "size": 1}
    for number, removed in enumerate((None, clock.now())):
        name = keep(place, f"attachments/ab/{number}", 10 * DAY)
        Attachment.objects.create(meeting=meeting, file=name, sha256="0" * 64, removed_at=removed, **facts)
    assert actions.throw_away_lost_files(by=SYSTEM) == 0
    assert not Entry.objects.filter(action="files.throw_away_lost").exists()
