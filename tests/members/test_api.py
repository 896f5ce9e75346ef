"""People over REST: the contract's fields, filters and refusals, by session and by token."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from branches.access.roles import Role
from members.models import Member
from procedures.actions import approve_decision
from procedures.models import MemberDecision
from tests.exchange.workbooks import number
from tests.tokens import token_of
from tests.world import enroll

API = "/api/v1/members/"
FIELDS = {
    "id", "name", "gender", "birth_year", "organization", "group", "status", "joined_on", "full_on", "left_on", "identity", "phone",
}  # fmt: skip


@pytest.fixture
def qin(world):
    return enroll(
        world.branch,
        "秦朗",
        group=world.groups[0],
        identity=number(),
        phone="13800000001",
        workplace="滨江小学",
    )


def test_a_row_has_the_fields_of_the_contract(qin, sign_in):
    body = sign_in("he").get(API + "?q=秦朗").json()
    assert set(body) == {"next", "previous", "results"}
    assert body["results"] == [
        {
            "id": str(qin.uuid),
            "name": "秦朗",
            "gender": "1",
            "birth_year": 1980,
            "organization": "A-2",
            "group": "A-2-G1",
            "status": "full",
            "joined_on": "2010-07-01",
            "full_on": "2011-07-01",
            "left_on": None,
            "identity": f"{number()[:3]}***********{number()[-4:]}",
            "phone": "138****0001",
            "version": qin.version,
        }
    ]


def test_the_rest_is_for_view_private(qin, sign_in):
    assert sign_in("lin").get(f"{API}{qin.uuid}/").json()["workplace"] == "滨江小学"
    body = sign_in("he").get(f"{API}{qin.uuid}/").json()
    assert body["workplace"] is None
    assert body["birth_on"] is None
    assert set(body) > FIELDS


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("organization=A-2&q=贺", ["贺嘉宁"]),
        ("below=A&status=preparatory", ["贺嘉宁"]),
        ("organization=A", []),
        ("q=hjn", ["贺嘉宁"]),
    ],
)
def test_filters_narrow(world, sign_in, query, names):
    assert [row["name"] for row in sign_in("wei").get(f"{API}?{query}").json()["results"]] == names


@pytest.mark.parametrize("query", ["colour=red", "status=perhaps", "page_size=0", "left=maybe"])
def test_what_is_no_filter_is_refused(world, sign_in, query):
    response = sign_in("wei").get(f"{API}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_pages_follow_one_another(world, sign_in):
    client, seen, address = sign_in("wei"), [], f"{API}?page_size=10&count=true"
    while address:
        body = client.get(address).json()
        assert body["count"] == 29
        seen += [row["name"] for row in body["results"]]
        address = body["next"]
    assert seen == list(Member.objects.order_by("-pk").values_list("name", flat=True))


def test_a_person_is_corrected_moved_and_let_go(world, qin, sign_in):
    client, one = sign_in("shao"), f"{API}{qin.uuid}/"

    def send(verb, address, **body):
        return getattr(client, verb)(address, body, content_type="application/json")

    assert send("patch", one, phone="13900000002", version=1).json()["phone"] == "139****0002"
    assert send("patch", one, phone="13900000003", version=1).status_code == 409
    moved = {"organization": "A-3", "on": "2026-11-01"}
    assert send("post", one + "transfer/", **moved).status_code == 400
    assert send("post", one + "transfer/", **moved, document="x").json()["code"] == "no_document_number"
    answer = send("post", one + "transfer/", **moved, document="第0012345号").json()
    assert answer["organization"] == "A-3"
    paper = {"document": "350203202611001", "decided_on": "2026-11-21", "body": "海云区医院"}
    died = send("post", one + "leave/", exit="died", on="2026-11-20", **paper)
    assert (died.status_code, died.json()["kind"]) == (202, "died")
    approve_decision(decision=MemberDecision.objects.get(kind="died"), by=world.wei.actor)
    assert client.get(f"{API}?q=秦朗").json()["results"] == []
    assert [row["name"] for row in client.get(f"{API}?left=true").json()["results"]] == ["秦朗"]


def test_a_person_is_regrouped(qin, sign_in):
    one = f"{API}{qin.uuid}/regroup/"
    for group, status in (("A-2-G2", 200), ("A-2-G2", 409), (None, 200), ("A-3", 404)):
        answer = sign_in("lin").post(
            one, {"group": group, "on": "2026-11-20"}, content_type="application/json"
        )
        assert answer.status_code == status, group
    assert Member.objects.get(pk=qin.pk).group is None
    assert Entry.objects.filter(action="member.regroup").count() == 2


def test_posts_are_given_and_ended_over_rest(qin, world, sign_in):
    client, address = sign_in("wei"), f"{API}{qin.uuid}/posts/"

    def send(to, **body):
        return client.post(to, body, content_type="application/json")

    made = send(
        address, organization="A-2", title="welfare", since="2026-11-20", document="街工委〔2026〕9号"
    )
    assert (made.status_code, made.json()["organization"], made.json()["term"]) == (201, "A-2", 1)
    assert send(address, organization="A-2", title="secretary", since="2026-11-20").json()["code"] == (
        "secretary_already"
    )
    assert send(address, organization="A", title="committee_member", since="2026-11-20").json()["code"] == (
        "no_term"
    )
    ended = send(f"{address}{made.json()['id']}/relieve/", until="2026-11-21")
    assert (ended.status_code, ended.json()["until"]) == (200, "2026-11-21")
    assert send(f"{address}{made.json()['id']}/relieve/", until="2026-11-21").status_code == 409
    assert [row["title"] for row in client.get(address).json()["results"]] == ["welfare"]
    other = Member.objects.exclude(pk=qin.pk).first()
    assert (
        send(f"{API}{other.uuid}/posts/{made.json()['id']}/relieve/", until="2026-11-21").status_code == 404
    )


def test_unknown_fields_are_refused(world, sign_in):
    response = sign_in("shao").post(
        API, {"organization": "A-2", "name": "秦朗", "joined_on": "2024-07-01", "since": "2024-07-01", "colour": 1},
        content_type="application/json",
    )  # fmt: skip
    assert (response.status_code, response.json()["errors"]) == (400, {"colour": ["没有这个字段。"]})


@pytest.mark.parametrize(
    ("who", "status"), [("lin", 200), ("wei", 200), ("he", 403), ("hua", 404), ("sys", 404), ("shen", 404)]
)
def test_unmasking_needs_the_right(qin, world, sign_in, who, status):
    response = sign_in(who).post(
        f"{API}{qin.uuid}/unmask/",
        {"field": "identity", "purpose": "核对材料"},
        content_type="application/json",
    )
    assert response.status_code == status
    assert response.json().get("value") == (number() if status == 200 else None)
    assert Entry.objects.filter(action="member.unmask").count() == (status == 200)


@pytest.mark.parametrize(
    ("who", "count"), [("lin", 9), ("hua", 1), ("shao", 17), ("wei", 29), ("sys", 0), ("aud", 0), ("shen", 4)]
)
def test_everybody_lists_whom_the_reach_covers(world, sign_in, who, count):
    assert len(sign_in(who).get(API).json()["results"]) == count


def test_a_token_sees_what_its_mandate_sees(world, client):
    street = token_of(world.street, Role.STAFF)
    assert len(client.get(API, headers=street).json()["results"]) == 17
    shen = token_of(world.other_branches[0], Role.SECRETARY)
    assert client.get(f"{API}{world.members[0].uuid}/", headers=shen).status_code == 404
    assert client.get(API).status_code == 401


def test_the_number_of_queries_does_not_grow_with_rows(world, sign_in):
    client = sign_in("wei")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{API}?page_size=3")
    with CaptureQueriesContext(connection) as many:
        client.get(f"{API}?page_size=29")
    assert len(few) == len(many)
