"""What a check says of a record: as data beside the refusals, which carry it when a record may not be submitted."""

from dataclasses import dataclass
from typing import Literal

from core.errors import RuleBroken

Level = Literal["stop", "hint", "fine"]


@dataclass(frozen=True)
class Finding:
    level: Level
    rule: str
    sentence: str
    basis: str = ""
    field: str = ""
    error: type[RuleBroken] | None = None
