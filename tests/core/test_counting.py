"""What is counted in the cache counts everybody, also where many ask at once and the cache is files of this machine."""

from pathlib import Path
from typing import Any

import pytest

from core.api import HolderThrottle
from core.cache import ForgivingFileCache
from tests.threads import at_once


@pytest.fixture
def cache(tmp_path: Path) -> ForgivingFileCache:
    return ForgivingFileCache(str(tmp_path / "cache"), {})


def test_of_many_at_once_each_counts(cache: ForgivingFileCache) -> None:
    cache.set("asked", 0)
    assert sorted(at_once([lambda: cache.incr("asked")] * 40)) == list(range(1, 41))


@pytest.mark.parametrize("asked", [1, 3])
def test_what_is_not_there_or_has_nowhere_to_stand_counts_from_nothing(tmp_path: Path, asked: int) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "cache", tmp_path / "file" / "cache"):
        assert ForgivingFileCache(str(place), {}).incr("asked", asked) == asked


def test_of_many_requests_at_once_no_more_pass_than_the_rate(
    cache: ForgivingFileCache, rf: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HolderThrottle, "THROTTLE_RATES", {"holder": "5/min"})
    monkeypatch.setattr(HolderThrottle, "cache", cache)
    request = rf.get("/api/v1/members/")
    request.user = None

    def passes() -> bool:
        return HolderThrottle().allow_request(request, None)

    assert sum(at_once([passes] * 30)) == 5
    clock.shift(60)
    assert passes()
