"""R-REC-13: what is sent twice (a double click, Back and once more, two tabs, an answer that got lost) is made once, at every
door of pages and API that makes anything, without a key of the client's own."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist

from tests.contracts.doors import DONE, browser_of, table
from tests.contracts.house import House, visit

pytestmark = pytest.mark.once  # no database can change its answer

BESIDE = {
    "audit.Entry",
    "audit.Head",
    "audit.KeptAnswer",
    "sessions.Session",
    "axes.AccessLog",
    "axes.AccessAttempt",
}
"""Tables that tell of deeds, not what was made."""
PASSWORD = "each reset hands out another password, and only the last one opens the account"
SLIPS = "slips given anew take the place of those before, whose codes are dead"
SHOWN_ONCE = "a link is shown once; who asks again gets another, which takes the place of the one before"
TWICE = {
    "accounts_of:change POST": PASSWORD, "account-reset POST": PASSWORD,
    "linking:slips_again POST": SLIPS, "api_slips_again POST": SLIPS,
    "meetings:stand_ins POST": SHOWN_ONCE, "api_meeting_stand_ins POST": SHOWN_ONCE,
    "reports:calendar POST": SHOWN_ONCE, "api_calendar POST": SHOWN_ONCE,
}  # fmt: skip
"""Door → why a second one is another."""
MAKING = [str(door) for door in table().values() if door.method == "POST" and door.first(*DONE)]


def rows() -> Counter[str]:
    return Counter(
        {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models()
            if model._meta.label not in BESIDE and model._meta.managed
        }
    )


@pytest.mark.parametrize("key", MAKING)
def test_what_is_sent_twice_is_made_once(house: House, key: str) -> None:
    door = table()[key]
    browser = browser_of(house, door.first(*DONE))
    with visit():
        empty = rows()
        first = door.knock(browser, house)
        once = rows()
        if once == empty:
            return
        browser.raise_request_exception = False
        try:
            status = door.knock(browser, house).status_code
        except ObjectDoesNotExist:
            status = 404  # it is gone: there is no address any more
        more = rows() - once
    assert first.status_code < 400
    assert status < 500
    assert (more != Counter()) == (key in TWICE), (status, dict(more))
