"""A browser that reads pages as they are shown: line breaks and indentation of the templates say nothing."""

import re
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
