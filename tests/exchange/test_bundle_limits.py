"""Small bundles made to take gigabytes: refused with a sentence before anything in them is parsed (SEC-06)."""

import io
import zipfile

import pytest

from core import archives
from documents.rules.bundles import MANIFEST, RECORD
from exchange.errors import NotABundle
from exchange.rules import read_bundle

pytestmark = pytest.mark.once


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as bundle:
        for name, body in parts.items():
            bundle.writestr(name, body)
    return out.getvalue()


KILLERS = {
    "a manifest of 21 MB": (
        lambda: packed({MANIFEST: b" " * (read_bundle.MOST_JSON + 1)}),
        "manifest.json太大",
    ),
    "a record of 21 MB": (
        lambda: packed({MANIFEST: b"{}", RECORD: b" " * (read_bundle.MOST_JSON + 1)}),
        "太大",
    ),
    "a manifest of empty lists": (lambda: packed({MANIFEST: b"[" + b"[]," * 400_000 + b"0]"}), "内容太多"),
    "a manifest of empty objects": (lambda: packed({MANIFEST: b"[" + b"{}," * 400_000 + b"0]"}), "内容太多"),
    "a manifest of lists in lists": (lambda: packed({MANIFEST: b"[" * 300_000}), "读不出来"),
    "101 parts": (lambda: packed({f"files/{n:03}": b"" for n in range(101)}), "太多或太大"),
    "a list of parts without end": (
        lambda: packed({MANIFEST: b"{}"}) + archives.ENTRY * 20_001,
        "太多或太大",
    ),
    "another method of packing": (lambda: packed({MANIFEST: b"{}"}, zipfile.ZIP_LZMA), "打不开"),
}


@pytest.mark.parametrize("how", KILLERS)
def test_a_bundle_made_to_take_memory_is_refused(how: str) -> None:
    make, why = KILLERS[how]
    with pytest.raises(NotABundle, match=why):
        read_bundle.read_bundle(make())


def test_what_names_a_manifest_is_taken_for_a_bundle_without_being_parsed() -> None:
    assert read_bundle.is_bundle(packed({MANIFEST: b"{}"}))
    assert read_bundle.is_bundle(packed({MANIFEST: b"{}"}, zipfile.ZIP_LZMA))
    assert not read_bundle.is_bundle(packed({"xl/workbook.xml": b"{}"}))
    assert not read_bundle.is_bundle(b"manifest.json")
