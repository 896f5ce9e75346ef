"""Cache backends that may vanish: what cannot be read is absent, what cannot be written is not kept.

Nothing in the product is true only in the cache. A full disk, a cut file or a store that is away therefore costs time and
never an answer. It is said in the log once a minute.
"""

import fcntl
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
AWAY = (OSError, RedisError)
SAY_EVERY = 60
"""Seconds between two lines of the log."""


class ForgivingCache:
    """Put before a backend: its answers while it is away are those of an empty cache."""

    rest = 0
    """Seconds for which it is not asked again, so that not everybody waits for a store that is silent."""
    _said_at = _away_until = float("-inf")

    def _answer(self, asked: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < ForgivingCache._away_until:
            return otherwise
        try:
            return asked()
        except AWAY as away:
            ForgivingCache._away_until = time.monotonic() + self.rest
            if time.monotonic() - ForgivingCache._said_at > SAY_EVERY:
                ForgivingCache._said_at = time.monotonic()
                log.error("cache: away, going on without it (%s)", away)
            return otherwise

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._answer(lambda: super(ForgivingCache, self).get(key, default, version), default)  # type: ignore[misc]

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._answer(lambda: super(ForgivingCache, self).set(key, value, *args, **kwargs), None)  # type: ignore[misc]

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._answer(lambda: super(ForgivingCache, self).add(key, value, *args, **kwargs), True))  # type: ignore[misc]

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """What is not there counts from nothing."""
        try:
            return int(self._answer(lambda: super(ForgivingCache, self).incr(key, delta, version), delta))  # type: ignore[misc]
        except ValueError:
            return delta

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._answer(lambda: super(ForgivingCache, self).delete(key, version), False))  # type: ignore[misc]


class ForgivingFileCache(ForgivingCache, FileBasedCache):
    """Files of this machine; one that cannot be read is deleted. Unpickling garbage raises whatever the garbage says."""

    def _createdir(self) -> None:
        with suppress(OSError):  # then each question finds it away
            super()._createdir()  # type: ignore[misc]

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._alone(lambda: super(ForgivingFileCache, self).add(key, value, *args, **kwargs), True)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._alone(lambda: super(ForgivingFileCache, self).incr(key, delta, version), delta)

    def _alone(self, deed: Callable[[], Any], otherwise: Any) -> Any:
        """Of many at once each counts: reading and writing stand under one lock of this machine."""
        try:
            self._createdir()
            with Path(self._dir, "lock").open("a") as lock:  # type: ignore[attr-defined]
                fcntl.flock(lock, fcntl.LOCK_EX)
                return deed()
        except OSError:
            return otherwise

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except Exception:
            self.delete(key, version)
            return default

    def has_key(self, key: str, version: int | None = None) -> bool:
        try:
            return bool(super().has_key(key, version))
        except Exception:
            self.delete(key, version)
            return False


class ForgivingRedisCache(ForgivingCache, RedisCache):
    """A store that may be away, or not answer."""

    rest = 5
