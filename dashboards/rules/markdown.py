"""HTML of the Markdown that the guides are written in (markdown-it: CommonMark with tables).

Everything is escaped; a link or picture is what `resolve` makes of its address, and only its words where that is empty.
"""

import itertools
import re
from collections.abc import Callable, Iterator

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

Resolve = Callable[[str], str]
WRAP = '<div class="table-wrap" tabindex="0" role="region" aria-label="表格，可左右滚动">'
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def anchor(heading: str) -> str:
    """The name a heading is linked by: 工作台：这个月还差什么 → 工作台这个月还差什么."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Level and words of each, in order."""
    tokens = PARSER.parse(text)
    for opening, words in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            yield int(opening.tag[1:]), words.content


def render(text: str, resolve: Resolve) -> SafeString:
    tokens = PARSER.parse(text)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            token.attrSet("id", anchor(following.content))
        elif token.type == "table_open":
            token.attrSet("class", "table u-list")
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.children:
            token.children = list(_resolved(token.children, resolve))
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return mark_safe(html.replace("<table", WRAP + "<table").replace("</table>", "</table></div>"))


def _resolved(tokens: list[Token], resolve: Resolve) -> Iterator[Token]:
    """These without the links and pictures that lead nowhere; their words stay."""
    leading: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = resolve(str(token.attrGet("href")))
            token.attrSet("href", address)
            leading.append(bool(address))
        if token.type == "image":
            address = resolve(str(token.attrGet("src")))
            token.attrSet("src", address)
            yield token if address else Token("text", "", 0, content=token.content)
        elif token.type == "link_close":
            if leading.pop():
                yield token
        elif token.type != "link_open" or leading[-1]:
            yield token
