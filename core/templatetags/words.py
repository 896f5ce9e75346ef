"""Template filters and tags for dates, rates and differences in Chinese wording, built into every template."""

import datetime as dt
import re
from itertools import takewhile
from typing import Any

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core import instruments
from core.dates_zh import full_date, full_month, short_date, time_of_day, weekday
from core.numbers import rate as rate_of
from core.pinyin import initials

register = template.Library()
LINE_BREAK = re.compile(r"[ \t\r]*\n[ \t\r\n]*")  # not the full-width space, which is part of a sentence
SHOWN, AROUND = 120, 20  # texts longer than this show only what differs, with so much around it


@register.simple_tag
def article(name: str) -> str:
    """The words of an article of core.instruments by its name there: {% article 'ZB20' %}."""
    found = getattr(instruments, name)
    if not isinstance(found, instruments.Article):
        raise template.TemplateSyntaxError(f"{name} is no article")
    return str(found)


@register.filter
def marked(text: str, typed: str) -> SafeString:
    """The text with what was typed in <mark>: a word as written, or the letters whose initials were typed."""
    spans = sorted(span for word in typed.split() if (span := _place_of(word.lower(), text)))
    pieces, at = [], 0
    for start, end in spans:
        if start >= at:
            pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return mark_safe("".join([*pieces, escape(text[at:])]))


def _place_of(word: str, text: str) -> tuple[int, int] | None:
    start = text.lower().find(word)
    if start < 0 and word.isascii():
        start = "".join(initials(letter)[:1] or " " for letter in text).find(word)
    return (start, start + len(word)) if start >= 0 else None


@register.filter
def day(value: dt.date | dt.datetime | None, style: str = "") -> str:
    """11月25日; the year only when it is not this one; `day:"week"` adds 星期三; `day:"full"` always the year."""
    if not value:
        return "—"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    text = full_date(value) if style == "full" else short_date(value)
    return f"{text} {weekday(value)}" if style == "week" else text


@register.filter
def moment(value: dt.datetime | None) -> str:
    """11月25日 14:30 in local time."""
    return f"{day(value)} {time_of_day(value)}" if value else "—"


@register.filter
def month(value: dt.date | None) -> str:
    """2026年9月"""
    return full_month(value) if value else "—"


@register.filter
def thousands(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


@register.simple_tag
def rate(part: int | None, whole: int | None) -> str:
    """98.5%, or — when there is nothing to divide by."""
    text = rate_of(part, whole)
    return f"{text}%" if text is not None else "—"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """mapping[key], or nothing: for tables whose columns are data."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def changed(old: Any, new: Any) -> tuple[str, str]:
    """Of two long texts only what differs, with a few words around it: whoever signs sees the change, not the start."""
    old, new = str(old or ""), str(new or "")
    if max(len(old), len(new)) <= SHOWN:
        return old, new
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    return _around(old, head, tail), _around(new, head, tail)


def _shared(old: str, new: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _around(text: str, head: int, tail: int) -> str:
    first, last = max(head - AROUND, 0), min(len(text) - tail + AROUND, len(text))
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """This page's query string with some values changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


class JoinedLines(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joinlines(parser: Parser, token: Token) -> JoinedLines:
    """Its content as if it were written on one line: between Chinese words a line break would show as a space.

    The breaks go when the template is compiled; those inside an HTML tag become a space, those in values stay.
    """
    nodelist = parser.parse(("endjoinlines",))
    parser.delete_first_token()
    in_tag = False
    for node in nodelist.get_nodes_by_type(TextNode):
        joined = ""
        for number, line in enumerate(LINE_BREAK.split(node.s)):
            joined += f" {line}" if number and in_tag else line
            in_tag = line.rfind("<") > line.rfind(">") or (in_tag and ">" not in line)
        node.s = joined
    return JoinedLines(nodelist)
