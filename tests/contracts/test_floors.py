"""The house stands: imports, keys, accessors, tables and templates only lead downstairs, and no file grows too long."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

pytestmark = pytest.mark.once  # no database can change its answer

ROOT = Path(settings.BASE_DIR)
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = [layer.split(" | ") for layer in reversed(LINTER["contracts"][0]["layers"])]
FLOORS = {app: floor for floor, each in enumerate(LAYERS) for app in each}
APPS = [app for app in FLOORS if app not in ("core", "config")]
LONGEST = 400
MOST_LINES = 6500
MOST_LINES_OF = {"meetings": 13000}
WEB_AND_QUEUE = ("rest_framework", "celery", "django.http", "django.shortcuts", "django.template")
DOORS = {
    "views",
    "channels",
    "api",
    "tasks",
    "management",
    "middleware",
    "urls",
    "templatetags",
    "forms",
    "filters",
    "navigation",
    "apps",
    "migrations",
}
# Places where a name is a path through the tables.
LOOKUPS = {
    "filter", "exclude", "get", "annotate", "aggregate", "values", "values_list", "order_by", "only", "defer",
    "select_related", "prefetch_related", "Q", "F", "OuterRef", "Prefetch", "Count", "Sum", "Max", "Min", "Exists",
}  # fmt: skip


@pytest.mark.slow
def test_imports_only_go_downstairs() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_app_has_its_floor_and_its_rooms() -> None:
    ours = {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()}
    assert set(FLOORS) == {*ours, "config"} == set(LINTER["root_packages"])
    assert set(LINTER["contracts"][1]["containers"]) == set(APPS)
    assert LINTER["contracts"][1]["exhaustive"]


def test_domain_rooms_know_neither_the_web_nor_the_queue() -> None:
    for app in APPS:
        for path in modules(app):
            room = path.relative_to(ROOT / app).parts[0].removesuffix(".py")
            if room not in DOORS:
                found = [name for name in imported(path) if name.startswith(WEB_AND_QUEUE)]
                assert found == [], path.relative_to(ROOT)


def modules(app: str) -> Iterator[Path]:
    return (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def relations() -> list[Field]:
    return [
        field
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.is_relation
    ]


MANAGER = LOOKUPS | {
    "all",
    "create",
    "bulk_create",
    "update",
    "delete",
    "first",
    "last",
    "count",
    "exists",
    "in_bulk",
    "add",
    "set",
}


def may_know(app: str, other: str) -> bool:
    """Whether code of the first app may use what belongs to the second."""
    return app == other or FLOORS[app] > FLOORS[other]


def test_foreign_keys_only_go_downstairs() -> None:
    """Keys written as strings escape the import linter."""
    assert relations()
    for field in relations():
        target = field.related_model._meta.app_label
        if target in FLOORS:
            assert may_know(field.model._meta.app_label, target), field


def upper_names(app: str) -> set[str]:
    """Accessors and paths by which rows of lower tables lead to tables this app must not know, unless a table it may know
    has a field or accessor of the same name."""
    known: set[str] = set()
    upper: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label in FLOORS and not may_know(app, model._meta.app_label):
            continue
        for field in model._meta.get_fields(include_hidden=True):
            owner = field.related_model._meta.app_label if field.auto_created and field.related_model else ""
            names = {field.name}
            if owner:
                names = {field.name, field.get_accessor_name() or ""}
            (upper if owner in FLOORS and not may_know(app, owner) else known).update(names)
    return {name for name in upper - known if name and not name.endswith("+")}


def paths_used(path: Path) -> Iterator[tuple[str, int]]:
    """Names used as attributes of rows or as paths in questions to the database."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.attr in MANAGER:
            yield node.value.attr, node.lineno
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in LOOKUPS:
                for keyword in node.keywords:
                    if keyword.arg:
                        yield keyword.arg.partition("__")[0], node.lineno
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value.lstrip("-").partition("__")[0], node.lineno


@pytest.mark.parametrize("app", APPS)
def test_no_lower_code_goes_up_by_an_accessor_or_a_path(app: str) -> None:
    upper = upper_names(app)
    for path in modules(app):
        used = [(name, line) for name, line in paths_used(path) if name in upper]
        assert used == [], path.relative_to(ROOT)


def test_sql_names_no_table_itself() -> None:
    """Text of SQL takes table names from the models, so that a moved table cannot be missed."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    named = re.compile(rf"\b({'|'.join(sorted(tables))})\b")
    for app in (*APPS, "core"):
        for path in modules(app):
            texts = [
                node.value
                for node in ast.walk(tree_of(path))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            found = [
                text
                for text in texts
                if named.search(text) and re.search(r"\b(FROM|JOIN|INTO|UPDATE)\b|^\w+$", text)
            ]
            assert found == [], path.relative_to(ROOT)


def test_templates_include_and_extend_only_what_lies_lower() -> None:
    pattern = re.compile(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""")
    for path in (ROOT / "templates").rglob("*.html"):
        app = path.relative_to(ROOT / "templates").parts[0]
        for other in pattern.findall(path.read_text()):
            if app in FLOORS and other in FLOORS:
                assert may_know(app, other), path.relative_to(ROOT)


def test_templates_load_only_what_lies_lower() -> None:
    home = {
        path.stem: path.relative_to(ROOT).parts[0]
        for path in ROOT.glob("*/templatetags/*.py")
        if path.stem != "__init__"
    }
    for path in (ROOT / "templates").rglob("*.html"):
        app = path.relative_to(ROOT / "templates").parts[0]
        for names in re.findall(r"{%\s*load\s+([^%]+)%}", path.read_text()):
            for name in names.split():
                if name in home and app in FLOORS:
                    assert may_know(app, home[name]), (path.relative_to(ROOT), name)
                elif name in home:
                    assert home[name] == "core", (path.relative_to(ROOT), name)


def test_core_has_no_tables() -> None:
    assert list(apps.get_app_config("core").get_models()) == []


def test_no_file_of_ours_is_too_long() -> None:
    files = [path for folder in (*FLOORS, "tests") for path in modules(folder)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_app_grows_too_large() -> None:
    lengths = {app: sum(len(path.read_text().splitlines()) for path in modules(app)) for app in APPS}
    assert {
        app: length for app, length in lengths.items() if length > MOST_LINES_OF.get(app, MOST_LINES)
    } == {}
