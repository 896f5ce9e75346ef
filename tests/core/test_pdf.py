"""The libraries a PDF is drawn with: fetched once by root on Debian, asked of nobody else."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core import pdf

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.fixture
def commands(monkeypatch: Any) -> list[str]:
    """What would be run; nothing is installed."""
    run: list[str] = []

    class Installing:
        def __init__(self, command: list[str], **facts: Any) -> None:
            run.append(command[-1])

        def wait(self, patience: float) -> None:
            return None

    monkeypatch.setattr(subprocess, "Popen", Installing)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(pdf, "missing", lambda: ("libpango-1.0-0", "fonts-noto-cjk"))
    return run


def test_root_fetches_what_is_missing_and_tries_it_once(commands: list[str], tmp_path: Path) -> None:
    mark = tmp_path / "pdf-packages"
    assert pdf.begin_fetching(mark) is not None
    assert commands[0].endswith("libpango-1.0-0 fonts-noto-cjk")
    assert pdf.begin_fetching(mark) is None
    assert len(commands) == 1


@pytest.mark.parametrize("lacks", ["root", "apt-get", "nothing"])
def test_nothing_is_fetched_without_root_without_apt_or_without_need(
    commands: list[str], tmp_path: Path, monkeypatch: Any, lacks: str
) -> None:
    if lacks == "root":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    elif lacks == "apt-get":
        monkeypatch.setattr(shutil, "which", lambda name: None)
    else:
        monkeypatch.setattr(pdf, "missing", lambda: ())
    assert pdf.begin_fetching(tmp_path / "pdf-packages") is None
    assert commands == []
