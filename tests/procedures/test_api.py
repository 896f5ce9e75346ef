"""Decisions over REST: deeds answer 202 and wait; deciding takes another person."""

import datetime as dt

import pytest

from branches.access.roles import Role
from members.models import Member, Restriction
from procedures.models import MemberDecision
from tests.factories import make_resolution
from tests.tokens import token_of

API = "/api/v1/member-decisions/"
PAPER = {"document": "海街工委〔2026〕12号", "decided_on": "2026-11-21", "body": "望海街道党工委"}
FIELDS = {
    "id", "kind", "status", "organization", "member", "name", "resolution", "restriction", "takes_back", "document", "decided_on", "body",
    "effective_on", "until", "review_on", "due_on", "ground", "purpose", "reason", "searches", "asked_by", "asked_at", "decided_by",
    "decided_at", "comment", "version", "warnings",
}  # fmt: skip


def send(client, address, **body):
    return client.post(address, body, content_type="application/json")


def test_an_exit_waits_and_is_approved(world, sign_in):
    member = world.members[3]
    resolution = make_resolution(world.branch, "disposal", member.name)
    made = send(
        sign_in("lin"),
        f"/api/v1/members/{member.uuid}/leave/",
        exit="resigned",
        on="2026-11-22",
        resolution=resolution.pk,
    )
    body = made.json()
    assert (made.status_code, set(body)) == (202, FIELDS)
    assert (body["kind"], body["status"], body["ground"], body["asked_by"]) == (
        "resigned", "proposed", "own_wish", "林知远",
    )  # fmt: skip
    assert Member.objects.get(pk=member.pk).left_on is None
    one = f"{API}{body['id']}/"
    assert send(sign_in("lin"), one + "approve/", **PAPER).status_code == 403
    assert send(sign_in("shao"), one + "approve/").json()["code"] == "decision_incomplete"
    done = send(sign_in("shao"), one + "approve/", **PAPER, version=1).json()
    assert (done["status"], done["decided_by"], done["document"]) == (
        "approved",
        "邵兰",
        "海街工委〔2026〕12号",
    )
    assert Member.objects.get(pk=member.pk).left_on == dt.date(2026, 11, 22)
    assert send(sign_in("wei"), one + "return/", comment="不同意").json()["code"] == "decision_taken"


def test_a_secretary_alone_changes_nobody(world, sign_in):
    """L32, R-SEC-14: what shrank the base of an admission from ten to seven."""
    lin, member = sign_in("lin"), world.members[3]
    one = f"/api/v1/members/{member.uuid}/"
    for address, body in (
        ("leave/", {"exit": "expelled", "on": "2026-11-22", "document": "x"}),
        ("leave/", {"exit": "removed", "on": "2026-11-22", "document": "海组〔2026〕1号"}),
        ("restrictions/", {"kind": "suspended", "since": "2026-11-01", "reason": "联系不上"}),
        ("restrictions/", {"kind": "probation", "since": "2026-11-01", "reason": "处分"}),
        ("restrictions/", {"kind": "exempt", "since": "2026-01-01", "reason": "年老"}),
    ):
        answer = send(lin, one + address, **body)
        assert answer.status_code in (400, 409), (address, body)
    seen = {"If-Match": lin.get(one)["ETag"]}
    assert lin.patch(one, {"full_on": None}, "application/json", headers=seen).status_code == 409
    assert not MemberDecision.objects.exists()
    assert not Restriction.objects.exists()
    assert Member.objects.full(dt.date(2026, 11, 22)).filter(organization=world.branch).count() == 8


def test_a_machine_does_not_decide_on_any_proposal(world, client):
    office = token_of(world.street, Role.STAFF)
    member = world.members[3]
    address = f"/api/v1/members/{member.uuid}/restrictions/"
    body = {"kind": "exempt", "ground": "ill", "until": "2027-05-22"}
    made = client.post(address, body, content_type="application/json", headers=office)
    assert made.status_code == 202
    answer = client.post(
        f"{API}{made.json()['id']}/approve/", {}, content_type="application/json", headers=office
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_person")
    assert not Restriction.objects.exists()


def test_a_suspension_with_its_searches_and_its_end(world, sign_in):
    lin, shao, member = sign_in("lin"), sign_in("shao"), world.members[3]
    address = f"/api/v1/members/{member.uuid}/restrictions/"
    searches = [
        {"on": f"2026-0{n}-01", "way": way} for n, way in ((3, "电话"), (6, "走访"), (9, "户籍地协查"))
    ]
    body = {"kind": "suspended", "ground": "lost", "lost_since": "2026-02-01", "review_on": "2027-05-22"}
    few = send(lin, address, **body, searches=searches[:2])
    assert (few.status_code, few.json()["rule"]) == (409, "R-STA-03")
    made = send(lin, address, **body, searches=searches).json()
    assert made["searches"] == searches
    send(shao, f"{API}{made['id']}/approve/", **PAPER)
    row = lin.get(address).json()["results"][0]
    assert (row["kind"], row["until"], row["review_on"]) == ("suspended", None, "2027-05-22")
    street = shao.get("/api/v1/organizations/?below=A&q=滨江社区第二").json()["results"][0]
    assert (street["member_count"], street["full_member_count"], street["suspended_count"]) == (
        8,
        7,
        1,
    )  # R-STA-10
    ended = send(lin, f"{address}{row['id']}/lift/", until="2026-11-22")
    assert (ended.status_code, ended.json()["kind"]) == (202, "suspension_ended")


@pytest.mark.parametrize(
    ("who", "count"), [("lin", 1), ("shao", 1), ("wei", 1), ("he", 0), ("hua", 0), ("shen", 0)]
)
def test_everybody_lists_whom_the_reach_covers(world, propose, sign_in, who, count):
    propose(
        kind="exempt", purpose="attendance", ground="ill", member=world.members[3], until=dt.date(2027, 5, 22)
    )
    assert len(sign_in(who).get(API).json()["results"]) == count
