"""Fill a Word template with docxtpl, in a sandbox that allows only names, loops, conditions and a few filters.

Templates are uploaded, so calls, arithmetic, assignments and attributes of Python objects are refused. The values of a
context are plain texts.
"""

import io
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from core.wording import Context, plain
from documents.contexts.word_looks import widen_fonts, write_across

CODE = "二维码"
ACROSS = "水印"
CODE_WIDTH = Mm(18)
SIGNATURES = ("签名：", "签名）：")
DEEPEST = 4
FILTERS = ("join", "length", "first", "last", "default", "upper", "lower", "trim")
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Keyword,
)


class TemplateSandbox(SandboxedEnvironment):
    """Checks every template before it is compiled."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check_node(tree, 0)
        return tree


def _check_node(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, ALLOWED):
        raise TemplateSyntaxError(f"模板里只能写字段、for和if，不能写“{type(node).__name__}”", node.lineno)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateSyntaxError(f"没有“{node.attr}”这个字段", node.lineno)
    depth += isinstance(node, nodes.For)
    if depth > DEEPEST:
        raise TemplateSyntaxError(f"for套得太深，最多{DEEPEST}层", node.lineno)
    for child in node.iter_child_nodes():
        _check_node(child, depth)


def environment(*, is_strict: bool) -> TemplateSandbox:
    """The Jinja environment. Strict (to check a template): an unknown field is an error; else it is empty."""
    found = TemplateSandbox(autoescape=True, undefined=StrictUndefined if is_strict else Undefined)
    found.globals.clear()
    found.filters = {name: found.filters[name] for name in FILTERS}
    return found


def fill(template: bytes, words: Context, *, title: str = "", is_strict: bool = False) -> bytes:
    """Fill in the fields of a template; {{ 二维码 }} becomes a QR code of its address, 水印 a word across each page.

    Raises jinja2.TemplateError, and what python-docx raises for a broken file.
    """
    document = DocxTemplate(io.BytesIO(template))
    said = plain(words)
    address = said.get(CODE)
    if CODE in said:
        document.init_docx()
        said[CODE] = InlineImage(document, io.BytesIO(code_png(address)), width=CODE_WIDTH) if address else ""
    document.render(said, environment(is_strict=is_strict), autoescape=True)
    _keep_signatures(document.docx)
    widen_fonts(document.docx)
    if across := said.get(ACROSS):
        write_across(document.docx, across)
    document.docx.core_properties.title = title
    document.docx.core_properties.author = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fields_in(template: bytes) -> set[str]:
    """The fields a template uses, in text, headers and footers."""
    return set(
        DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(environment(is_strict=True))
    )


def _keep_signatures(document: Any) -> None:
    """Keep a line to sign on one page with the text before it, and with the code of the address after it."""
    lines = document.paragraphs
    for place, paragraph in enumerate(lines):
        if not _is_signature(paragraph.text):
            continue
        below = paragraph._p.getnext()
        if below is not None and (below.tag.endswith("}tbl") or _is_signature("".join(below.itertext()))):
            paragraph.paragraph_format.keep_with_next = True
        for above in reversed(lines[:place]):
            above.paragraph_format.keep_with_next = True
            if above.text.strip():
                break


def _is_signature(text: str) -> bool:
    return any(mark in text for mark in SIGNATURES)


def code_png(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=6, border=1)
    return out.getvalue()


def code_address(address: str) -> str:
    """The QR code as a data URI for <img>."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=1)) if address else ""
