"""Whatever a page does, the API does by the same action: what a page's door leaves in the audit, some door of the API leaves."""

import pytest

from tests.contracts.doors import table
from tests.contracts.routes import routes

pytestmark = pytest.mark.once

IS_API = {route.name for route in routes() if route.is_api}
# What only a page has, and why.
PAGE_ONLY = {
    "session.end": "a browser's session; a token runs out or is revoked at /oauth/revoke-token/",
    "account.type": "how large a person has the letters on screen",
    "stand_in.take": "by the link that a person without an account was given",
}

# What a door of the API does too, though its row in the table does another part of it.
ALSO = {
    "check_in.close": "api_meeting_window POST",
    "channel.switch": "channel-detail PATCH",
    "channel.remove": "channel-detail DELETE",
    "meeting.import": "api_arrival_confirm POST",
}


def codes(is_api: bool) -> set[str]:
    doors = [door for door in table().values() if (door.name in IS_API) == is_api]
    return {entry for door in doors if door.method != "GET" or is_api for entry in door.entries}


def test_what_a_page_does_the_api_does() -> None:
    assert set(ALSO.values()) <= set(table())
    assert codes(is_api=False) - codes(is_api=True) == {*PAGE_ONLY, *ALSO}
