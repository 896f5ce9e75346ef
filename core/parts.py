"""Loads the objects that upper apps contribute to lower ones, by dotted name, so that no import points upwards.

The module named by `settings.PARTS` lists the names, one list for each kind of contribution: page parts, navigation,
kinds of imports. A lower app calls `parts("IMPORT_KINDS")` where it shows or offers them.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


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
