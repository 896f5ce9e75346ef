"""What each rule may cite, and that articles are written in core.instruments alone (R-ORG-19, R-PAP-05, R-PAP-06).

The table is domain's: a figure without an article is the district's own (本区规定).
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core import instruments
from core.instruments import Article

pytestmark = pytest.mark.once  # no database can change its answer

ROOT = Path(__file__).resolve().parents[2]
LAW = r"《[^》]{0,24}(?:条例|党章|章程|细则|准则|办法|保护法|安全法|任期的意见)[^》]{0,8}》"
CITATION = re.compile(
    rf"{LAW}第[一二三四五六七八九十]+条|{LAW}[、，。（]|第[一二三四五六七八九十]{{1,4}}条|GB 11643|GB/T 22239"
)
# What people write and read is no citation of ours: the invented district, samples of papers, a word in a comment.
OTHERS_TEXT = {"demo", "tests", "node_modules", ".venv", "docs", "migrations", "staticfiles", "var"}
SAMPLES = {"documents/contexts/template_fields.py", "core/instruments.py"}

ALLOWED: dict[str, set[str]] = {
    "R-ORG-01": {"ZB4", "ZB5", "DZ30"},
    "R-ORG-02": {"ZB4", "ZB7"},
    "R-ORG-03": {"ZB4"},
    "R-ORG-04": {"ZB4", "ZB5"},
    "R-ORG-05": {"ZB20", "JG7"},
    "R-ORG-06": {"ZB20"},
    "R-ORG-07": {"ZB20"},
    "R-ORG-08": {"ZB20"},
    "R-ORG-09": {"ZB21", "RQ", "JG5", "JG6", "JG7", "DZ31", "XJ3"},
    "R-ORG-10": {"ZB21", "RQ", "JG5", "JG6", "JG7", "DZ31"},
    "R-ORG-11": {"XJ3"},
    "R-ORG-12": {"ZB8", "FZ22_APPROVAL"},
    "R-ORG-13": {"ZB8"},
    "R-ORG-14": {"ZB23", "JG8"},
    "R-ORG-15": {"XJ5"},
    "R-ORG-16": {"DZ8", "JY25"},
    "R-ORG-17": {"FZ18", "FZ22_APPROVAL", "JY25"},
    "R-ORG-18": {"ZB6", "ZB7"},
    "R-MEET-06": {"ZB11", "LOCAL"},
    "R-MEET-07": {"ZB11"},
    "R-MEET-08": {"ZB12"},
    "R-MEET-09": {"ZB14"},
    "R-MEET-10": {"XJ5", "DZ7", "DZ41"},
    "R-MEET-11": {"ZB16", "LOCAL"},
    "R-MEET-13": {"DZ", "ZB11", "ZB12", "ZB13", "JG", "LOCAL"},
    "R-MEET-14": {"ZB14"},
    "R-LIFE-01": {"ZB17", "JY17"},
    "R-LIFE-02": {"ZB17", "LOCAL"},  # the days of a measure are the district's
    "R-LIFE-03": {"ZB17"},
    "R-LIFE-04": {"ZB18", "JY18"},
    "R-LIFE-05": {"ZB18"},
    "R-LIFE-06": {"ZB18", "LOCAL"},
    "R-LIFE-07": {"ZB18", "LOCAL"},
    "R-LIFE-08": {"CZ", "JY30"},
    "R-LIFE-09": {"ZB19"},
    "R-LIFE-10": {"JY16", "JG26", "LOCAL"},
    "R-LIFE-11": {"ZB16"},
    "R-LIFE-12": {"ZB16"},
    "R-LIFE-13": {"ZB17", "ZZ"},
    "R-LIFE-16": {"ZB19", "LOCAL"},
    "R-EDU-01": {"JY20"},
    "R-DEV-11": {"FZ19_QUORUM", "FZ32_QUORUM"},
    "R-DEV-12": {"FZ20_VOTE", "FZ32_VOTE"},
    "R-DEV-13": {"FZ20_VOTE", "FZ32_VOTE"},
    "R-DEV-26": {"FZ20_VOTE", "FZ32_VOTE"},
    "R-DEV-29": {"FZ20_VOTE", "FZ32_VOTE"},
    "R-ATT-03": {"LOCAL"},
    "R-STA-02": {"DZ9", "DZ42"},
    "R-STA-06": {"CZ", "CZ3"},
    "R-STA-08": {"CZ", "JY31"},
    "R-STA-09": {"JY24"},
    "R-STA-15": {"JY30", "CZ"},
    "R-DATA-02": {"DZ1", "FZ5"},
    "R-DATA-03": {"DZ7", "FZ31_PROBATION"},
    "R-SEC-01": {"GB22239"},
    "R-DATA-01": {"GB11643"},
}
"""Rule → names of core.instruments it may rest on. A rule that is not here cites nothing that this test could find."""


def product_files(*endings: str) -> Iterator[Path]:
    for ending in endings:
        for path in ROOT.rglob(f"*{ending}"):
            if not OTHERS_TEXT & set(path.relative_to(ROOT).parts[:-1]):
                yield path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def literal_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstrings."""
    lone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in lone:
            yield node.lineno, node.value


def test_no_article_is_written_outside_the_table_of_instruments() -> None:
    found = []
    for path in product_files(".py"):
        name = str(path.relative_to(ROOT))
        if name not in SAMPLES:
            found += [
                f"{name}:{line} {text[:60]}"
                for line, text in literal_texts(tree_of(path))
                if CITATION.search(text)
            ]
    for path in product_files(".html", ".js", ".txt"):
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(ROOT)} {match[0]}" for match in CITATION.finditer(text)]
    assert not found, found


ARTICLES = {
    name for name, value in vars(instruments).items() if isinstance(value, Article) or name == "LOCAL"
}
RULE = re.compile(r"^R-[A-Z]+-\d{2}$")


def names_below(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
    }


def cited_rules() -> Iterator[tuple[str, str, str]]:
    """(where, rule, article) of each class, call and row of a table that names both."""
    for path in product_files(".py"):
        for node in ast.walk(tree_of(path)):
            parts: list[ast.expr] = []
            if isinstance(node, ast.ClassDef):
                parts = [each.value for each in node.body if isinstance(each, ast.Assign)]
            elif isinstance(node, ast.Call):
                parts = [*node.args, *(each.value for each in node.keywords)]
            elif isinstance(node, ast.Tuple):
                parts = node.elts
            rules = {
                each.value
                for each in parts
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and RULE.match(each.value)
            }
            for part in parts:
                if isinstance(part, ast.Call):
                    continue
                for name in names_below(part) & ARTICLES:
                    for rule in rules:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", rule, name


def test_each_rule_cites_what_holds_it() -> None:
    cited = list(cited_rules())
    wrong = [one for one in cited if one[1] in ALLOWED and one[2] not in ALLOWED[one[1]]]
    assert not wrong, wrong
    assert len(cited) > 40
    assert {"R-ORG-01", "R-ORG-11", "R-ATT-03", "R-LIFE-10"} <= {rule for _, rule, _ in cited}


@pytest.mark.parametrize(
    "text", ["《党章》第九条", "《支部工作条例》第二十条", "第三十一条", "GB/T 22239-2019 8.1.5"]
)
def test_the_search_knows_a_citation(text: str) -> None:
    assert CITATION.search(text)


@pytest.mark.parametrize("text", ["第1条要有整改措施", "《学条例 明规矩》", "第二党支部", "本区规定"])
def test_the_search_leaves_other_words(text: str) -> None:
    assert not CITATION.search(text)
