"""The table: a setting, a value that is not its default, and what the doors then say."""

from collections.abc import Callable
from typing import Any

ROWS: dict[str, tuple[Any, Callable[..., None]]] = {}


def row(setting: str, value: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorator: what the doors say with this setting at this value. Its parameters are fixtures."""

    def written(probe: Callable[..., None]) -> Callable[..., None]:
        assert setting not in ROWS
        ROWS[setting] = value, probe
        return probe

    return written
