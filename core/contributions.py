"""Types of what an app contributes to pages of other apps (listed in config/parts.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class StateLook(NamedTuple):
    """How a state is shown wherever it stands: its word, its icon, and the tone that the stylesheet colours.

    Without a tone the state's own code is the tone.
    """

    word: str
    icon: str
    tone: str = ""


@dataclass(frozen=True)
class AuditLabels:
    """The Chinese labels an app gives to its audit entries.

    actions  group → action code → label, as the audit page groups them
    fields   key of a fact in `before` or `after` → label
    values   key of a fact → its value → label
    tasks    public name of a Celery task → label
    """

    actions: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NavigationEntry:
    """A place of the main navigation. Any of the capabilities opens it; without any it is everyone's."""

    label: str
    url_name: str
    icon: str
    capabilities: tuple[str, ...] = ()
