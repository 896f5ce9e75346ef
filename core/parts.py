"""Types of what upper apps contribute to pages of lower ones, and their loading by dotted name: no import points upwards.

The module named by `settings.PARTS` lists the names, one list for each kind of contribution: page parts, navigation,
kinds of imports. A lower app calls `parts("IMPORT_KINDS")` where it shows or offers them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


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
    """A place of the main navigation. Any of the capabilities opens it; without any it is everyone's.

    unless  capabilities of those who have another place for it
    also    URL names of pages of this place that stand at other addresses than below its own
    """

    label: str
    url_name: str
    icon: str
    capabilities: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def parts(listing: str) -> Any:
    """The objects of one list, in the list's own shape: a dictionary keeps its keys, a list becomes a tuple."""
    return load(getattr(import_module(settings.PARTS), listing))


def load(names: Any) -> Any:
    """The object behind a dotted name, or all objects of a list or dictionary of such names. Raises ImportError."""
    if isinstance(names, str):
        return import_string(names)
    if isinstance(names, Mapping):
        return {key: load(each) for key, each in names.items()}
    return tuple(load(each) for each in names)


def dotted_names() -> Iterator[tuple[str, str]]:
    """Every (list, dotted name) of the module, for the check that all of them can be loaded."""
    for listing, names in vars(import_module(settings.PARTS)).items():
        if listing.isupper():
            yield from ((listing, name) for name in _flat(names))


def _flat(names: Any) -> Iterator[str]:
    if isinstance(names, str):
        yield names
        return
    for each in names.values() if isinstance(names, Mapping) else names:
        yield from _flat(each)
