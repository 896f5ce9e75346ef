"""R-SEC-14, R-STA-12: whatever a secretary does alone, at any door of people and organizations, dated back and with a
document "x", who counts stays as it was: roll, base of votes, rights, posts, terms and organizations."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Count, Min, Q

from branches.models import Organization, Term
from members.models import Member, Membership, Post, Restriction
from procedures.models import MemberDecision
from tests.contracts.doors import Door, Knock, branches, browser_of, members, procedures, table
from tests.contracts.house import House, visit

pytestmark = pytest.mark.once

DAYS = [dt.date(2026, 1, 15), dt.date(2026, 6, 15), dt.date(2026, 11, 22), dt.date(2027, 1, 15)]
BACK = "2026-01-01"
PAPER = {"document": "x", "decided_on": BACK, "body": "x", "approved_on": BACK, "approved_by": "x"}
NUMBERED = PAPER | {
    "document": "海街工委〔2026〕1号",
    "body": "望海街道党工委",
    "approved_by": "望海街道党工委",
}
EXITS = [
    "resigned", "persuaded", "removed_self", "removed_refusing", "removed_lost", "removed_other", "expelled", "cancelled",
    "not_recognized", "transferred_out", "unit_transferred", "removed",
]  # fmt: skip
LIMITS = ["suspended", "probation", "rights_suspended", "exempt"]
UNSAFE = {
    key: door
    for key, door in table().items()
    if door.method not in ("GET", "HEAD")
    and any(door.name in module.TABLE for module in (branches, members, procedures))
}


def who_counts(house: House) -> list[Any]:
    """Everything that decides who is expected, has a vote, holds a post; and what stands in the tree."""
    found: list[Any] = []
    for day in DAYS:
        found += sorted(Member.objects.expected_on(day).values_list("pk", "organization_id"))
        found += sorted(Member.objects.with_vote_on(day).values_list("pk", "has_vote"))
        found += sorted(Member.objects.counted_on(day).values_list("pk", flat=True))
    found += sorted(Member.objects.values_list("pk", "organization_id", "joined_on", "full_on", "extended_until", "left_on"), key=repr)  # fmt: skip
    stays = Membership.objects.values("member_id", "organization_id")  # a group is the branch's own affair
    found += sorted(stays.annotate(first=Min("since"), open=Count("pk", filter=Q(until=None))), key=repr)  # fmt: skip
    found += list(Restriction.objects.order_by("pk").values())
    found += list(Post.objects.order_by("pk").values())
    found += list(Term.objects.order_by("pk").values())
    found += list(
        Organization.objects.order_by("pk").values(
            "pk", "kind", "path", "established_on", "dissolved_on", "name"
        )
    )
    return found


def dated_back(content: dict[str, Any]) -> dict[str, Any]:
    """Every date of it on the first of January."""
    days = {name: BACK for name, value in content.items() if _is_day(value)}
    return content | days


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[:2] == "20" and value[4] == "-"


@pytest.mark.parametrize("way", ["as it is", "dated back", "document x", "numbered"])
@pytest.mark.parametrize("key", UNSAFE)
def test_no_door_lets_a_secretary_alone_change_who_counts(house: House, key: str, way: str) -> None:
    door = UNSAFE[key]
    with visit():
        made = door.made(house)
        content = dict(made.content)
        if way != "as it is":
            content = dated_back(content)
        if way == "document x":
            content |= PAPER if not door.name.startswith("api") else {name: PAPER[name] for name in PAPER if name in content or name == "document"}  # fmt: skip
        if way == "numbered":
            content |= NUMBERED if not door.name.startswith("api") else {"document": NUMBERED["document"]}
        assert what_changes(house, door, replace(made, content=content)) == [], content


def tries(house: House) -> list[tuple[str, Knock]]:
    """What a secretary might try beyond the usual knocks: every exit and limit, full membership by file, one's own approval."""
    member, young = house.world.members[4], house.world.members[-1]
    facts = {
        "name": member.name,
        "joined_on": "2026-11-01",
        "full_on": "2026-11-20",
        "version": member.version,
    }
    found = [("members:change", Knock((member.uuid, "update"), content=facts))]
    found += [("api_member", Knock((member.uuid,), content={name: day})) for name, day in (("joined_on", "2000-01-01"), ("full_on", "2026-11-20"))]  # fmt: skip
    found += [("api_member", Knock((young.uuid,), content={"full_on": "2026-11-20"}))]
    found += [("api_member", Knock((young.uuid,), content={"joined_on": "2020-11-20"}))]
    for paper in (PAPER, NUMBERED):
        paper = {name: paper[name] for name in ("document", "decided_on", "body")}
        for kind in EXITS:
            content = {"exit": kind, "on": BACK} | paper
            found += [("members:leave", Knock((member.uuid,), content=content)), ("api_member_leave", Knock((member.uuid,), content=content))]  # fmt: skip
        for kind in LIMITS:
            content = {"since": BACK, "until": "2027-12-31", "reason": "x"} | paper
            found += [
                ("members:restrict", Knock((member.uuid,), content={"restriction_kind": kind} | content))
            ]
            found += [("api_member_restrictions", Knock((member.uuid,), content={"kind": kind} | content))]
        for entry in ("admitted", "transferred", "restored"):
            person = {
                "name": "钱进",
                "joined_on": "2020-01-01",
                "full_on": "2021-01-01",
                "entry": entry,
                "since": BACK,
            }
            found += [("members:enroll", Knock(query="organization=A-2", content=person | paper))]
            found += [("api_members", Knock(content=person | paper | {"organization": "A-2"}))]
    waiting = {"move": "approve"} | {name: NUMBERED[name] for name in ("document", "decided_on", "body")}
    found += [("procedures:detail", Knock((house.waiting.uuid,), content=waiting))]
    return found


def test_nothing_else_a_secretary_tries_changes_who_counts(house: House) -> None:
    decided = MemberDecision.objects.filter(status="approved").count()  # as the house is furnished
    for name, made in tries(house):
        method = "PATCH" if name == "api_member" else "POST"
        with visit():
            assert what_changes(house, table()[f"{name} {method}"], made) == [], made.content
            assert MemberDecision.objects.filter(status="approved").count() == decided


def what_changes(house: House, door: Door, made: Knock) -> list[tuple[Any, Any]]:
    """What decides who counts, before and after the secretary has knocked at this door, as far as it differs."""
    before = who_counts(house)
    browser = browser_of(house, "lin")
    browser.raise_request_exception = False
    answer = replace(door, made=lambda _: made).knock(browser, house)
    assert answer.status_code < 500, f"{door}: {made.content}"
    after = who_counts(house)
    return [] if after == before else [(before, after)]
