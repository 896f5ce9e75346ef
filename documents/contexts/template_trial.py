"""Try an uploaded .docx template: it opens, has no macros and external links, and can be filled with samples.

It runs in the child of core.judging, so it knows no settings.
"""

import re
from typing import Any
from xml.etree import ElementTree

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from core import archives
from documents import errors
from documents.contexts import word

MOST_UNPACKED = 40 * 1024 * 1024
LONG_LIST = 60
"""Rows: with lists as long as this a template must be filled within the limits too, so that no loop in a loop stops a paper."""
DOCUMENT = "word/document.xml"
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
UNKNOWN_FIELD = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'|has no element (.+)")

ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,}")
UNCLOSED_BLOCK = re.compile(r"block that needs to be closed is '(\w+)'")
UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'", re.IGNORECASE)


def try_template(content: bytes, label: str, words: dict[str, Any]) -> None:
    """`words` are the samples of its kind, as plain texts. Raises UnfitTemplate, which says what to correct."""
    _must_be_harmless(label, content)
    try:
        word.fill(content, words, is_strict=True)
        word.fill(content, _with_long_lists(words), is_strict=True)
        is_fixed = not word.fields_in(content) & set(words)
    except MemoryError:
        raise  # the child's limit, not a fault of the file
    except UndefinedError as wrong:
        raise errors.UnfitTemplate(kind=label, why=_describe_unknown_field(wrong)) from wrong
    except (TemplateSyntaxError, SecurityError) as wrong:
        raise errors.UnfitTemplate(kind=label, why=_describe_misspelling(wrong.message or "")) from wrong
    except TemplateError as wrong:
        raise errors.UnfitTemplate(kind=label, why="按样例填不出来，请对照下载的模板改。") from wrong
    except Exception as broken:  # python-docx and lxml raise many kinds for a file that is not quite one
        raise errors.UnfitTemplate(kind=label, why="文件打不开，请用Word另存为docx再传。") from broken
    if is_fixed:
        raise errors.UnfitTemplate(
            kind=label, why="里面一个字段也没有，每一份都会一样。请先下载现在用的，在它上面改。"
        )


def _with_long_lists(words: Any) -> Any:
    if isinstance(words, dict):
        return {name: _with_long_lists(each) for name, each in words.items()}
    if isinstance(words, list) and words:
        return [words[number % len(words)] for number in range(max(LONG_LIST, len(words)))]
    return words


def _describe_misspelling(message: str) -> str:
    """The error of the template engine for people who edit in Word; a Chinese message is our own."""
    if not ENGLISH.search(message):
        return f"花括号里写得不对：{message}。"
    if opened := UNCLOSED_BLOCK.search(message):
        return f"有一处{{% {opened[1]} … %}}没有写end{opened[1]}，或者写在了别的段落里。"
    if stray := UNKNOWN_TAG.search(message):
        return f"有一处{{% {stray[1]} %}}认不出来，或者前面没有和它配对的开头。"
    return "花括号里写得不对：照“怎样改”里的写法，字段前后的{{和}}、{%和%}要成对。"


def _must_be_harmless(label: str, content: bytes) -> None:
    try:
        with archives.open_archive(content, most_bytes=MOST_UNPACKED) as parts:
            names = parts.namelist()
            if DOCUMENT not in names:
                raise errors.UnfitTemplate(kind=label, why="不是Word文件（docx）。")
            if any("vba" in name.lower() or "activex" in name.lower() for name in names):
                raise errors.UnfitTemplate(kind=label, why="带有宏，请另存为不带宏的docx。")
            for name in names:
                if not name.lower().endswith((".xml", ".rels")):
                    continue
                said = parts.read(name)
                if DECLARATION.search(said.replace(b"\0", b"")):
                    raise errors.UnfitTemplate(kind=label, why="文件里有不允许的声明，请用Word另存一份。")
                if name.lower().endswith(".rels") and _leads_outside(said):
                    raise errors.UnfitTemplate(
                        kind=label, why="里面有指向外面的链接或图片，请改成直接插入，去掉超链接。"
                    )
    except archives.TooMuch as much:
        raise errors.OversizedTemplate(kind=label, why="展开后太大，缩小里面的图片再传。") from much
    except (*archives.BROKEN, ElementTree.ParseError) as broken:
        raise errors.UnfitTemplate(kind=label, why="文件打不开，不是完整的docx。") from broken


def _leads_outside(relations: bytes) -> bool:
    """Pictures and templates loaded from outside would reveal who opens a paper, and when."""
    return any(
        each.get("TargetMode", "").strip().lower() == "external"
        for each in ElementTree.fromstring(relations).iter()
    )


def _describe_unknown_field(wrong: UndefinedError) -> str:
    found = UNKNOWN_FIELD.search(wrong.message or "")
    name = next((part for part in (found.groups() if found else ()) if part), "")
    return f"没有“{name}”这个字段，请对照字段表改。" if name else f"有不认识的字段（{wrong.message}）。"
