"""The shapes of the settings that localities choose: reading one from the environment, and judging one that is set.

A value of another shape keeps the default and is said by a system check (core.E022), never by a crash somewhere else.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TRUE, FALSE = ("true", "on", "ok", "y", "yes", "1"), ("false", "off", "n", "no", "0")


@dataclass(frozen=True)
class TextShape:
    """Any text."""

    description = "a text"

    def read(self, raw: str) -> Any:
        """The value of what the environment says. Raises ValueError."""
        return raw

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)


@dataclass(frozen=True)
class Whole(TextShape):
    """A whole number within bounds."""

    least: int = 0
    most: int = 10**9

    @property
    def description(self) -> str:  # type: ignore[override]
        most = f" to {self.most}" if self.most < Whole.most else " or more"
        return f"a whole number, {self.least}{most}"

    def read(self, raw: str) -> int:
        return int(raw)

    def accepts(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most


@dataclass(frozen=True)
class Seconds(TextShape):
    """A number of seconds, with or without a fraction."""

    description = "a number, 0 or more"

    def read(self, raw: str) -> float:
        return float(raw)

    def accepts(self, value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


@dataclass(frozen=True)
class OnOff(TextShape):
    description = "on or off"

    def read(self, raw: str) -> bool:
        if raw.lower() not in (*TRUE, *FALSE):
            raise ValueError(raw)
        return raw.lower() in TRUE

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True)
class Share(TextShape):
    """A fraction: 1/2, 2/3, 0.75."""

    description = "a fraction as in 1/2 or 2/3"

    def accepts(self, value: Any) -> bool:
        return _can_be_read(Fraction, value)


@dataclass(frozen=True)
class MonthDay(TextShape):
    """A day of every year: 12-31."""

    description = "a day of every year, MM-DD"

    def accepts(self, value: Any) -> bool:
        return _can_be_read(lambda text: dt.date.fromisoformat(f"2027-{text}"), value)


@dataclass(frozen=True)
class Clock(TextShape):
    """A time of the day: 09:00."""

    description = "a time, HH:MM"

    def accepts(self, value: Any) -> bool:
        return _can_be_read(lambda text: dt.datetime.strptime(text, "%H:%M"), value)


@dataclass(frozen=True)
class OneOf(TextShape):
    choices: tuple[str, ...] = ()

    @property
    def description(self) -> str:  # type: ignore[override]
        return f"one of {', '.join(self.choices)}"

    def accepts(self, value: Any) -> bool:
        return value in self.choices


@dataclass(frozen=True)
class Several(TextShape):
    """Values with commas between."""

    of: TextShape = TextShape()

    @property
    def description(self) -> str:  # type: ignore[override]
        return f"a list with commas, each {self.of.description}"

    def read(self, raw: str) -> list[Any]:
        return [self.of.read(part.strip()) for part in raw.split(",") if part.strip()]

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list | tuple) and all(self.of.accepts(each) for each in value)


@dataclass(frozen=True)
class Pairs(TextShape):
    """NAME=text, with commas between."""

    description = "pairs with commas, as in HY-01=…,HY-02=…"

    def read(self, raw: str) -> dict[str, str]:
        return dict(self._pair(part) for part in raw.split(",") if part.strip())

    def accepts(self, value: Any) -> bool:
        return isinstance(value, Mapping) and all(isinstance(each, str) for each in (*value, *value.values()))

    def _pair(self, part: str) -> tuple[str, str]:
        name, sign, text = part.partition("=")
        if not (sign and name.strip()):
            raise ValueError(part)
        return name.strip(), text.strip()


def _can_be_read(read: Any, value: Any) -> bool:
    try:
        return isinstance(value, str) and read(value) is not None
    except (ValueError, ZeroDivisionError):
        return False


class LocalitySettings:
    """Reads settings from the environment and keeps the shape of each, and what could not be read."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.shapes: dict[str, TextShape] = {}
        self.unreadable: dict[str, str] = {}

    def read(self, name: str, shape: TextShape, default: Any) -> Any:
        """The value in the environment; the default where there is none, or none of that shape."""
        self.shapes[name] = shape
        raw = self.environment.get(name)
        if raw is None:
            return default
        try:
            value = shape.read(raw.strip())
        except ValueError:
            value = None
        if value is None or not shape.accepts(value):
            self.unreadable[name] = raw
            return default
        return value
