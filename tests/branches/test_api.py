"""organizations/ over REST: the contract's fields, filters, actions and refusals."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branches.models import Organization, Term
from tests.world import World, enroll, establish

SignIn = Callable[[str], Client]
URL = "/api/v1/organizations/"


def send(client: Client, path: str, body: dict[str, Any], method: str = "post") -> Any:
    return getattr(client, method)(URL + path, json.dumps(body), content_type="application/json")


def codes(answer: Any) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]


def test_an_organization_has_the_contracts_fields(world: World, sign_in: SignIn) -> None:
    assert sign_in("wei").get(URL + "A-2/").json() == {
        "code": "A-2",
        "name": "中共海云区滨江社区第二党支部",
        "short_name": "滨江社区第二党支部",
        "kind": "branch",
        "unit_kind": "community",
        "parent": "A",
        "depth": 3,
        "activity_day": 25,
        "units_covered": 1,
        "established_on": "2015-03-01",
        "dissolved_on": None,
        "planned_end_on": None,
        "units": [],
        "special_provision": "",
        "power_document": "",
        "power_granted_on": None,
        "member_count": 9,
        "full_member_count": 8,
        "suspended_count": 0,
        "version": 1,
    }


def test_members_are_counted_with_everything_below(world: World, sign_in: SignIn) -> None:
    rows = sign_in("wei").get(URL).json()["results"]
    assert {row["code"]: (row["member_count"], row["full_member_count"]) for row in rows} == {
        "D": (29, 28),
        "A": (17, 16),
        "B": (12, 12),
        "A-1": (4, 4),
        "A-2": (9, 8),
        "A-3": (4, 4),
        "A-2-G1": (5, 4),
        "A-2-G2": (4, 4),
        "B-1": (4, 4),
        "B-2": (4, 4),
        "B-3": (4, 4),
    }


def test_a_page_of_branches_counts_as_the_whole_list_does(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    whole = {row["code"]: row for row in client.get(URL).json()["results"]}
    for kind in ("branch", "group", "working_committee", "committee"):
        for row in client.get(URL, {"kind": kind}).json()["results"]:
            assert row == whole[row["code"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"below": "A"}, {"A", "A-1", "A-2", "A-2-G1", "A-2-G2", "A-3"}),
        ({"below": "A-2"}, {"A-2", "A-2-G1", "A-2-G2"}),
        ({"kind": "working_committee"}, {"A", "B"}),
        ({"unit_kind": "organ"}, {"D"}),
        ({"q": "ytsq"}, {"B-1", "B-2", "B-3"}),
        ({"below": "A", "kind": "branch", "q": "滨江社区第三"}, {"A-3"}),
        ({"q": "没有"}, set()),
    ],
)
def test_filters(world: World, sign_in: SignIn, asked: dict[str, str], found: set[str]) -> None:
    answer = sign_in("wei").get(URL, asked | {"count": "true"})
    assert set(codes(answer)) == found
    assert answer.json()["count"] == len(found)


@pytest.mark.parametrize(
    ("asked", "status"), [({"below": "NONE"}, 404), ({"kind": "x"}, 400), ({"nonsense": "1"}, 400)]
)
def test_a_wrong_filter_is_refused(world: World, sign_in: SignIn, asked: dict[str, str], status: int) -> None:
    answer = sign_in("wei").get(URL, asked)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_pages_go_on_by_cursor(world: World, sign_in: SignIn) -> None:
    client, seen, url = sign_in("wei"), [], URL + "?page_size=4"
    while url:
        answer = client.get(url)
        seen += codes(answer)
        url = answer.json()["next"]
    assert len(seen) == len(set(seen)) == 11


def test_all_deeds_over_rest(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    new = {
        "code": "A-9",
        "name": "中共海云区望潮社区支部委员会",
        "short_name": "望潮支部",
        "kind": "branch",
        "unit_kind": "community",
        "parent": "A",
        "established_on": "2026-11-01",
        "full_members": 3,
        "document": "海组〔2026〕5号",
        "approved_on": "2026-10-30",
    }
    created = send(client, "", new)
    assert (created.status_code, created.json()["parent"]) == (201, "A")
    seen = {"If-Match": client.get(f"{URL}A-9/")["ETag"]}
    changed = client.patch(f"{URL}A-9/", {"activity_day": 9}, "application/json", headers=seen)
    assert changed.json()["activity_day"] == 9
    renamed = send(
        client,
        "A-9/rename/",
        {"name": "中共海云区听涛支部", "short_name": "听涛支部", "effective_on": "2026-11-02"},
    )
    assert renamed.json()["short_name"] == "听涛支部"
    moved = send(
        client, "A-9/move/", {"parent": "B", "effective_on": "2026-11-03", "document": "海组〔2026〕9号"}
    )
    assert moved.json()["parent"] == "B"
    gone = send(
        client,
        "A-9/dissolve/",
        {"effective_on": "2026-11-04", "document": "海组〔2026〕7号", "approved_on": "2026-11-04"},
    )
    assert gone.json()["dissolved_on"] == "2026-11-04"
    changes = client.get(URL + "A-9/changes/").json()["results"]
    assert [(row["deed"], row["old_parent"], row["new_parent"]) for row in changes] == [
        ("dissolved", "B", None),
        ("moved", "A", "B"),
        ("renamed", None, None),
        ("established", None, "A"),
    ]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("A-2/move/", {"parent": "B-1", "effective_on": "2026-11-03"}, 409, "may_not_stand_there"),
        ("A-2/move/", {"parent": "NONE", "effective_on": "2026-11-03"}, 404, "not_found"),
        ("A-2/move/", {"parent": "B", "effective_on": "x"}, 400, "invalid"),
        ("A-2/move/", {"parent": "B", "effective_on": "2026-11-03", "force": True}, 400, "invalid"),
        (
            "A-2/dissolve/",
            {"effective_on": "2026-11-03", "document": "1", "approved_on": "2026-11-03"},
            409,
            "not_empty",
        ),
        ("A-2/dissolve/", {"effective_on": "2026-11-03"}, 409, "document_missing"),
        ("A-2/dissolve/", {}, 400, "invalid"),
        ("A-2/rename/", {"name": "x"}, 400, "invalid"),
        ("NONE/rename/", {"name": "x", "short_name": "x", "effective_on": "2026-11-03"}, 404, "not_found"),
    ],
)
def test_a_refusal_is_a_problem_and_changes_nothing(
    world: World, sign_in: SignIn, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    before = list(Organization.objects.values())
    answer = send(sign_in("wei"), path, body)
    assert (answer.status_code, answer.json()["code"], answer["Content-Type"]) == (
        status,
        code,
        "application/problem+json",
    )
    assert list(Organization.objects.values()) == before


def test_terms_and_posts_are_readable(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    (term,) = client.get(URL + "A-2/terms/").json()["results"]
    assert (term["number"], term["since"], term["due_on"], term["until"]) == (
        1,
        "2024-03-28",
        "2029-03-28",
        None,
    )
    on = client.get(URL + "A-2/posts/", {"on": "2024-03-28"}).json()["results"]
    assert {(row["title"], row["name"]) for row in on} == {
        ("secretary", "林知"),
        ("organization", "何秀"),
        ("publicity", "陈国"),
    }
    assert client.get(URL + "A-2/posts/", {"on": "2024-03-27"}).json()["results"] == []
    assert client.get(URL + "A-2/posts/", {"on": "yesterday"}).status_code == 400


APPROVED = {"approved_on": "2026-11-20", "approved_by": "中共海云区委员会"}


@pytest.mark.parametrize(
    ("until", "document", "status"),
    [
        ("2030-03-28", "街工委〔2029〕3号", 200),
        ("2030-03-29", "街工委〔2029〕3号", 200),  # more than a year is warned of
        ("2034-03-29", "街工委〔2029〕3号", 409),
        ("2029-03-28", "街工委〔2029〕3号", 409),
        ("2030-03-28", " ", 400),
    ],
)
def test_a_term_is_extended_over_rest(
    world: World, sign_in: SignIn, until: str, document: str, status: int
) -> None:
    answer = send(sign_in("wei"), "A-2/extend-term/", {"until": until, "document": document, **APPROVED})
    assert answer.status_code == status
    assert Term.objects.filter(extended_until=until).exists() == (status == 200)
    assert send(sign_in("wei"), "B-1/extend-term/", {"until": until, "document": "1号"}).status_code == 404


def test_queries_do_not_grow_with_the_list(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for n in range(4, 30):
        enroll(establish(f"A-{n}", f"望潮第{n}党支部", "branch", world.street), "王明")
    with CaptureQueriesContext(connection) as many:
        assert len(codes(client.get(URL))) == 37
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("who", "listed", "shown", "moved"),
    [
        ("wei", 11, 200, 200),
        ("shao", 6, 200, 200),
        ("lin", 3, 200, 403),
        ("hua", 0, 404, 404),
        ("sys", 11, 200, 403),
        ("sec", 11, 200, 403),
        ("aud", 11, 200, 403),
        ("shen", 1, 404, 404),
    ],
)
def test_who_gets_what(world: World, sign_in: SignIn, who: str, listed: int, shown: int, moved: int) -> None:
    client = sign_in(who)
    assert len(codes(client.get(URL))) == listed
    assert client.get(URL + "A-2/").status_code == shown
    for nested in ("terms/", "changes/", "posts/"):
        assert client.get(URL + "A-2/" + nested).status_code == shown
    answer = send(client, "A-2/rename/", {"name": "x", "short_name": "x", "effective_on": "2026-11-03"})
    assert answer.status_code == moved
    assert Client().get(URL).status_code in (401, 403)
