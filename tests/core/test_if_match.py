"""Every row of the API has an ETag; a write that has seen another one is refused and does nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from audit.models import Entry
from branches.models import Organization
from members.models import Member
from tests.threads import at_once
from tests.tokens import token_of

STALE = "changed_meanwhile"


@pytest.fixture
def api(world: Any) -> Client:
    return Client(headers=token_of(world.district, "reviewer"))


def change(api: Client, address: str, body: Any, seen: str, method: str = "patch") -> Any:
    return getattr(api, method)(address, body, content_type="application/json", headers={"If-Match": seen})


ROWS: dict[str, tuple[Callable[[Any], str], Callable[[Any], tuple[str, str, dict[str, Any]]]]] = {
    "organization": (
        lambda world: "/api/v1/organizations/A-2/",
        lambda world: ("patch", "/api/v1/organizations/A-2/", {"activity_day": 7}),
    ),
    "deed on an organization": (
        lambda world: "/api/v1/organizations/A-2/",
        lambda world: (
            "post",
            "/api/v1/organizations/A-2/rename/",
            {
                "name": "中共云台市滨江社区第二支部委员会",
                "short_name": "滨江二支部",
                "effective_on": "2026-11-20",
                "document": "望海街委〔2026〕3号",
            },
        ),
    ),
    "quiet hours": (
        lambda world: "/api/v1/quiet-hours/",
        lambda world: ("put", "/api/v1/quiet-hours/", {"quiet_from": "21:00", "quiet_until": "07:00"}),
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_changed_as_it_was_seen_and_once(api: Client, world: Any, row: str) -> None:
    address, deed = (each(world) for each in ROWS[row])
    method, where, body = deed
    seen = api.get(address)["ETag"]
    done = change(api, where, body, seen, method)
    assert done.status_code in (200, 201, 202), done.content.decode()
    assert api.get(address)["ETag"] != seen
    entries = Entry.objects.count()
    again = change(api, where, body, seen, method)
    assert (again.status_code, again["Content-Type"]) == (412, "application/problem+json")
    assert (again.json()["code"], Entry.objects.count()) == (STALE, entries)


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        ('"{}"', 200),
        ("{}", 200),
        ('W/"{}"', 200),
        ('"77", "{}"', 200),
        ("*", 200),
        ('"77"', 412),
        ("x", 412),
        ("", 412),
        ('"{}0"', 412),
    ],
)
def test_the_version_is_taken_bare_or_in_quotes(api: Client, world: Any, seen: str, status: int) -> None:
    version = api.get("/api/v1/organizations/A-2/").json()["version"]
    answer = change(api, "/api/v1/organizations/A-2/", {"activity_day": 7}, seen.format(version))
    assert answer.status_code == status
    assert Organization.objects.get(code="A-2").activity_day == (7 if status == 200 else 25)


def test_a_members_file_is_not_overwritten_by_who_has_not_seen_it(world: Any) -> None:
    lin = Client(headers=token_of(world.branch, "secretary"))
    address = f"/api/v1/members/{world.hua.member.uuid}/"
    read = lin.get(address)
    assert read["ETag"] == f'"{read.json()["version"]}"'
    assert change(lin, address, {"occupation": "教师"}, read["ETag"]).status_code == 200
    stale = change(lin, address, {"occupation": "医生"}, read["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, STALE)
    assert Member.objects.get(pk=world.hua.member.pk).occupation == "教师"


def test_what_is_out_of_reach_stays_404_and_says_nothing_of_its_version(world: Any) -> None:
    stranger = Client(headers=token_of(world.other_street, "staff"))
    address = f"/api/v1/members/{world.hua.member.uuid}/"
    assert [change(stranger, address, {}, seen).status_code for seen in ("*", '"1"')] == [404, 404]


def test_where_no_row_can_be_read_if_match_is_refused(api: Client) -> None:
    answer = api.post(
        "/api/v1/holidays/",
        {"day": "2027-05-01", "name": "劳动节"},
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert (answer.status_code, answer.json()["code"]) == (412, STALE)


def test_two_who_have_seen_the_same_do_not_both_write(real_commits: None, world: Any) -> None:
    tokens = token_of(world.district, "reviewer")
    seen = Client(headers=tokens).get("/api/v1/organizations/A-2/")["ETag"]

    def write(day: int) -> Any:
        api = Client(headers=tokens, raise_request_exception=False)
        answer = change(api, "/api/v1/organizations/A-2/", {"activity_day": day}, seen)
        if answer.status_code == 503:
            raise OperationalError  # the database of these tests does not wait for a lock
        return answer.status_code

    assert sorted(at_once([lambda: write(7), lambda: write(8)])) == [200, 412]
