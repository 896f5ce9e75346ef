"""Every link on a page leads somewhere for whoever reads the page: nobody is sent to a closed door or to nothing."""

import re
from html import unescape

import pytest

from tests.contracts.doors import CAST, browser_of
from tests.contracts.house import House, visit

pytestmark = pytest.mark.strict

LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
LEFT_OUT = ("/static/", "/api/", "/sign-out/")
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/organizations/)[^/?]+|\d+")
VALUES = re.compile(r"=[^&]*")


def shape(address: str) -> str:
    """Pages of one kind are visited once."""
    return VALUES.sub("=", KEYS.sub("N", address))


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("nobody", "shen")])
def test_a_link_opens_for_whoever_sees_it(house: House, who: str) -> None:
    closed, known, ahead = {}, {"/"}, [("/", "")]
    with visit():
        browser = browser_of(house, who)
        while ahead:
            address, on = ahead.pop()
            answer = browser.get(address)
            if answer.status_code >= 400:
                closed[address] = (answer.status_code, on)
                continue
            found = [answer["Location"]] if answer.status_code == 302 else []
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found = [unescape(link) for link in LINK.findall(answer.content.decode())]
            for link in found:
                if not link.startswith(LEFT_OUT) and shape(link) not in known:
                    known.add(shape(link))
                    ahead.append((link, address))
    assert len(known) > 5
    assert closed == {}
