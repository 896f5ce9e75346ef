"""A browser that reads pages as they are shown: line breaks and indentation of the templates say nothing."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client


class PageClient(Client):
    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            answer.content = on_one_line(answer.content.decode()).encode()
        return answer


def on_one_line(html: str) -> str:
    html = re.sub(r"<[^<>]*>", lambda tag: re.sub(r"\s+", " ", tag[0]).replace(" >", ">"), html)
    return re.sub(r"[ \t\r]*\n[ \t\r\n]*", "", html)


class SentControls(HTMLParser):
    """What a browser would send of a page: names and values, without what only a script copies."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.hidden = 0  # depth of <template>
        self.area = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.hidden += tag == "template"
        name = given.get("name") or ""
        if tag == "select":
            self.select = name
        if tag == "option" and "selected" in given:
            self.send(self.select, given.get("value") or "")
        if tag == "textarea":
            self.area = name
            self.send(name, "")
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.send(name, given.get("value") or ("on" if given.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag == "template"
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area and not self.hidden:
            self.sent[self.area][-1] += data.removeprefix("\n")

    def send(self, name: str, value: str) -> None:
        if name and not self.hidden:
            self.sent.setdefault(name, []).append(value)
