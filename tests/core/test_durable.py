"""A kept file is whole under its name or not there at all, and nothing is left beside it."""

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from core.durable import write_whole
from core.storage import DurableFiles, NoPublicAddress

pytestmark = pytest.mark.once


@pytest.fixture
def storage(tmp_path: Path) -> DurableFiles:
    return DurableFiles(location=str(tmp_path))


@pytest.fixture
def small_files_only() -> Iterator[None]:
    """The system itself refuses to write more than 1,000 bytes to a file, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def files(place: Path) -> list[str]:
    return sorted(str(file.relative_to(place)) for file in place.rglob("*") if file.is_file())


def test_what_cannot_be_finished_leaves_nothing_behind(
    storage: DurableFiles, tmp_path: Path, small_files_only: None
) -> None:
    with pytest.raises(OSError, match="too large"):
        storage.save("a/photo.jpg", ContentFile(b"x" * 5000))
    assert files(tmp_path) == []


def test_what_stood_there_stays_when_its_successor_cannot_be_written(
    storage: DurableFiles, tmp_path: Path, small_files_only: None
) -> None:
    storage.replace("preview", b"old")
    with pytest.raises(OSError, match="too large"):
        storage.replace("preview", b"x" * 5000)
    assert storage.open("preview").read() == b"old"
    assert files(tmp_path) == ["preview"]


def test_a_name_taken_meanwhile_is_not_overwritten(storage: DurableFiles, tmp_path: Path) -> None:
    first, second = (storage.save("a/photo.jpg", ContentFile(content)) for content in (b"1", b"2"))
    assert first == "a/photo.jpg" != second
    assert [storage.open(name).read() for name in (first, second)] == [b"1", b"2"]
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / first, b"3", replace=False)
    assert len(files(tmp_path)) == 2


def test_kept_files_are_their_owner_s_alone_and_have_no_address(
    storage: DurableFiles, tmp_path: Path
) -> None:
    name = storage.save("names.xlsx", ContentFile(b"1"))
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    with pytest.raises(NoPublicAddress):
        storage.url(name)


def test_the_database_of_the_default_set_up_waits_for_the_disk(settings: Any) -> None:
    """With less, a commit acknowledged half a minute ago goes with the power."""
    if settings.EMBEDDED:
        assert "synchronous=FULL" in settings.DATABASES["default"]["OPTIONS"]["init_command"]
