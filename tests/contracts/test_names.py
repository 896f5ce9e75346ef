"""Names and first sentences of the code: what house §5 asks of every module, function and class."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.once  # no database can change its answer

ROOT = Path(__file__).parents[2]
APPS = tuple(sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"))
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef

# Participles, pronouns and demonstratives say nothing alone: `told` → `send_announcement`, `asked` → `requested_year`.
BARE = frozenset(
    [
        "asked",
        "found",
        "given",
        "held",
        "kept",
        "known",
        "laid",
        "left",
        "made",
        "named",
        "said",
        "seen",
        "sent",
        "shown",
        "taken",
        "told",
        "wanted",
        "words",
        "here",
        "mine",
        "own",
        "ours",
        "that",
        "theirs",
        "there",
        "these",
        "this",
        "those",
    ]
)
# Django and DRF look these up by name.
FRAMEWORK_CLASSES = frozenset({"Command", "Config", "Meta"})
# Names that are right twice, with the reason.
RIGHT_TWICE = {
    "Amendment": "a model in meetings and in reports: the record's correction, and the report's",
    "Kind": "nested choices of several models, and the kinds of organizations and of meetings",
}
LEAST_WORDS = 4


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.relative_to(ROOT).parts
    ]


def place(path: Path, node: ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def functions(path: Path) -> Iterator[FUNCTION]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION))


def first_sentence(docstring: str) -> str:
    return docstring.strip().split("\n\n")[0]


def test_no_function_is_named_by_a_bare_participle_pronoun_or_demonstrative() -> None:
    bare = [
        f"{place(path, node)} {node.name}"
        for path in modules(*APPS, "tests")
        for node in functions(path)
        if node.name.strip("_") in BARE
    ]
    assert not bare, "\n".join(bare)


def test_every_module_begins_with_a_sentence_that_says_what_it_is_for() -> None:
    silent = []
    for path in modules(*APPS):
        sentence = first_sentence(ast.get_docstring(tree(path)) or "")
        if len(sentence.split()) < LEAST_WORDS or not sentence.endswith((".", "!", "?", ":", "。")):
            silent.append(f"{path.relative_to(ROOT)}: {sentence or 'no docstring'}")
    assert not silent, "\n".join(silent)


def test_no_class_name_is_defined_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules(*APPS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and node.name not in FRAMEWORK_CLASSES | RIGHT_TWICE.keys():
                places[node.name].append(place(path, node))
    doubled = [f"{name}: {', '.join(found)}" for name, found in places.items() if len(found) > 1]
    assert not doubled, "\n".join(doubled)


@pytest.mark.parametrize("name", sorted(RIGHT_TWICE))
def test_a_name_that_is_right_twice_is_still_defined_twice(name: str) -> None:
    found = [
        place(path, node)
        for path in modules(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name == name
    ]
    assert len(found) > 1
