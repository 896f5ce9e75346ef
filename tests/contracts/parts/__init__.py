"""What each noun brings to the contracts, a file each; any of these may be missing.

KNOCKS   door → how it is knocked at, as in tests.contracts.access
ACCESS   rows of the access table, as in tests/contracts/access.txt
PERSONAL door → role → what a token of that role gets where the person himself decides: it is nobody's member
CALLS    action → (who, the call), as in tests.contracts.test_audit_covers
furnish  (house) → None: puts one of its things into the house, as `house.things["name"] = row`
"""

import importlib
import pkgutil
from types import ModuleType
from typing import Any


def modules() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def gathered(what: str) -> dict[str, Any]:
    """The dictionaries of that name, put together."""
    found: dict[str, Any] = {}
    for module in modules():
        found |= getattr(module, what, {})
    return found


def rows() -> str:
    return "\n".join(getattr(module, "ACCESS", "") for module in modules())
