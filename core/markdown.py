"""HTML of the plain Markdown that the guides are written in: headings, paragraphs, lists, tables, pictures, links.

Everything is escaped; a link or picture is what `resolve` makes of its address, and only its words where that is empty.
"""

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Resolve = Callable[[str], str]
HEADING = re.compile(r"(#{1,4}) (.+)")
ITEM = re.compile(r"( *)(-|\d+\.) (.+)")
RULE = re.compile(r"\|[-:| ]+\|")
CODE, STRONG = re.compile(r"`([^`]+)`"), re.compile(r"\*\*([^*]+)\*\*")
PICTURE, LINK = re.compile(r"!\[([^]]*)\]\(([^)]+)\)"), re.compile(r"\[([^]]+)\]\(([^)]+)\)")


def anchor(heading: str) -> str:
    """The name a heading is linked by: 工作台：这个月还差什么 → 工作台这个月还差什么."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def render(text: str, resolve: Resolve) -> SafeString:
    lines = text.splitlines()
    return mark_safe("".join(_blocks(lines, resolve)))


def _blocks(lines: list[str], resolve: Resolve) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        if heading := HEADING.fullmatch(line):
            level, words = len(heading[1]), heading[2]
            yield f'<h{level} id="{escape(anchor(words))}">{_inline(words, resolve)}</h{level}>'
        elif ITEM.fullmatch(line):
            while end < len(lines) and ITEM.fullmatch(lines[end]):
                end += 1
            yield from _items(lines[at:end], resolve)
        elif line.startswith("|"):
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            yield from _table(lines[at:end], resolve)
        elif line.strip():
            while end < len(lines) and lines[end].strip() and not _begins_block(lines[end]):
                end += 1
            yield f"<p>{_inline(' '.join(lines[at:end]), resolve)}</p>"
        at = end


def _begins_block(line: str) -> bool:
    return bool(HEADING.fullmatch(line) or ITEM.fullmatch(line)) or line.startswith("|")


def _items(lines: list[str], resolve: Resolve) -> Iterator[str]:
    """A list; what is further in than its first item is a list within the item before."""
    items = [ITEM.fullmatch(line) for line in lines]
    first = items[0]
    assert first is not None
    tag = "ul" if first[2] == "-" else "ol"
    yield f"<{tag}>"
    at = 0
    while at < len(items):
        item, end = items[at], at + 1
        assert item is not None
        while end < len(items) and len((items[end] or first)[1]) > len(first[1]):
            end += 1
        within = "".join(_items(lines[at + 1 : end], resolve)) if end > at + 1 else ""
        yield f"<li>{_inline(item[3], resolve)}{within}</li>"
        at = end
    yield f"</{tag}>"


def _table(lines: list[str], resolve: Resolve) -> Iterator[str]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if not RULE.fullmatch(line)
    ]
    yield '<div class="table-wrap" tabindex="0" role="region" aria-label="表格，可左右滚动"><table class="table u-list"><thead><tr>'
    yield "".join(f'<th scope="col">{_inline(cell, resolve)}</th>' for cell in rows[0])
    yield "</tr></thead><tbody>"
    for row in rows[1:]:
        yield f"<tr>{''.join(f'<td>{_inline(cell, resolve)}</td>' for cell in row)}</tr>"
    yield "</tbody></table></div>"


def _inline(text: str, resolve: Resolve) -> str:
    words = str(escape(text))
    words = PICTURE.sub(lambda found: _picture(found[1], resolve(found[2])), words)
    words = LINK.sub(lambda found: _link(found[1], resolve(found[2])), words)
    return CODE.sub(r"<code>\1</code>", STRONG.sub(r"<strong>\1</strong>", words))


def _picture(words: str, address: str) -> str:
    return f'<img src="{escape(address)}" alt="{words}">' if address else words


def _link(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{words}</a>' if address else words
