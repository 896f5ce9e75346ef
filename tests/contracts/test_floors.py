"""The house stands: imports and foreign keys only go downstairs, the ground has no tables, no file grows too long."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

ROOT = Path(settings.BASE_DIR)
FLOORS = ["core", "accounts", "audit", "branches", "members", "meetings", "reports"]
LONGEST = 420
DOMAIN_ROOMS = {"models", "querysets", "states", "actions", "errors"}
WEB_AND_QUEUE = ("rest_framework", "celery", "django.http", "django.shortcuts", "django.template")


@pytest.mark.slow
def test_imports_only_go_downstairs() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_domain_rooms_know_neither_the_web_nor_the_queue() -> None:
    for floor in FLOORS[1:]:
        for path in (ROOT / floor).rglob("*.py"):
            if DOMAIN_ROOMS & {path.stem, *path.relative_to(ROOT).parts}:
                found = [name for name in imported(path) if name.startswith(WEB_AND_QUEUE)]
                assert found == [], path.relative_to(ROOT)


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def relations() -> list[Field]:
    return [
        field
        for floor in FLOORS
        for model in apps.get_app_config(floor).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.is_relation
    ]


def test_foreign_keys_only_go_downstairs() -> None:
    """Keys written as strings escape the import linter."""
    assert relations()
    for field in relations():
        target = field.related_model._meta.app_label
        if target in FLOORS:
            assert FLOORS.index(target) <= FLOORS.index(field.model._meta.app_label), field


def test_core_has_no_tables() -> None:
    assert list(apps.get_app_config("core").get_models()) == []


def test_no_file_of_ours_is_too_long() -> None:
    folders = [*FLOORS, "config", "tests"]
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
