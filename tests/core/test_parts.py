"""What upper apps contribute to lower ones is listed by dotted name and loaded where it is needed."""

import sys
from types import ModuleType

import pytest

from core.checks import parts_can_be_loaded
from core.parts import load, parts
from core.workbooks.kinds import ExportKind, ImportKind
from exchange.models import Export, Import

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.fixture
def listed(settings, monkeypatch):
    """A parts module with two lists: one by page, one by kind."""
    module = ModuleType("listed_parts")
    module.PAGE_PARTS = {"meetings:detail": ["core.numbers.rate", "core.numbers.numeral"]}
    module.KINDS = {"roster": "core.numbers.NUMERALS"}
    monkeypatch.setitem(sys.modules, "listed_parts", module)
    settings.PARTS = "listed_parts"
    return module


def test_parts_are_loaded_in_the_shape_of_their_list(listed):
    from core import numbers

    assert parts("PAGE_PARTS") == {"meetings:detail": (numbers.rate, numbers.numeral)}
    assert parts("KINDS") == {"roster": numbers.NUMERALS}
    assert load("core.numbers.rate") is numbers.rate


def test_a_misspelt_part_stops_the_start(listed):
    assert parts_can_be_loaded(None) == []
    listed.KINDS["roster"] = "core.numbers.NUMERAL"
    (error,) = parts_can_be_loaded(None)
    assert error.id == "core.E012"
    assert "core.numbers.NUMERAL" in error.msg
    assert "KINDS in listed_parts" in error.hint


def test_every_kind_of_import_and_export_is_listed():
    imports, exports = parts("IMPORT_KINDS"), parts("EXPORT_KINDS")
    assert set(imports) == set(Import.Kind.values) - {Import.Kind.BUNDLE}
    assert set(exports) == set(Export.Kind.values)
    assert all(isinstance(kind, ImportKind) for kind in imports.values())
    assert all(isinstance(kind, ExportKind) for kind in exports.values())
