"""The third-party files are the listed ones, unchanged, and each has its licence beside it."""

from pathlib import Path

import pytest
from django.conf import settings

from core.management.commands.vendor import differences, vendored

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)


def test_vendored_files_are_as_listed() -> None:
    assert differences(ROOT, vendored(ROOT)) == []


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "static/vendor/thing-1.0").mkdir(parents=True)
    (tmp_path / "static/vendor/thing-1.0/thing.js").write_text("changed")
    (tmp_path / "static/vendor/thing-1.0/stray.js").write_text("")
    files = [
        {"target": "static/vendor/thing-1.0/thing.js", "sha256": "0" * 64},
        {"target": "static/vendor/thing-1.0/gone.js", "sha256": "0" * 64},
    ]
    assert differences(tmp_path, files) == [
        "static/vendor/thing-1.0/thing.js: changed",
        "static/vendor/thing-1.0/gone.js: missing",
        "static/vendor/thing-1.0/stray.js: not listed",
    ]


def test_every_package_has_a_licence_and_its_text() -> None:
    for file in vendored(ROOT):
        assert file["licence"] in {"MIT", "Apache-2.0", "MPL-2.0"}
        assert (ROOT / file["target"]).with_name("LICENSE").exists(), file["target"]


def test_no_vendored_file_names_a_source_map_that_is_not_kept() -> None:
    for file in vendored(ROOT):
        if file["target"].endswith((".css", ".js")) and file["target"].startswith("static/"):
            assert b"sourceMappingURL" not in (ROOT / file["target"]).read_bytes()[-200:], file["target"]
