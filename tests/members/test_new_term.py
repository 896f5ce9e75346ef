"""A new term ends the posts of the one before: the next secretary can be appointed at once."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours, TermOverlaps
from branches.models import Term
from branches.selectors.actors import SYSTEM
from members import actions
from members.models import Post
from tests.world import World

ELECTED = dt.date(2026, 11, 20)
EVE = dt.date(2026, 11, 19)
APPROVAL = {"document": "海组〔2026〕8号", "approved_on": "2026-11-19", "approved_by": "中共海云区委员会"}


def begin(world: World, since: dt.date = ELECTED, **facts: Any) -> Term:
    given = {
        "organization": world.branch,
        "has_committee": True,
        "document": "海组〔2026〕8号",
        "approved_on": EVE,
        "approved_by": "中共海云区委员会",
        "by": world.wei.actor,
    } | facts
    return actions.begin_term(since=since, **given)


def test_the_posts_of_the_ended_term_end_on_its_last_day(world: World) -> None:
    begin(world)
    posts = Post.objects.filter(organization=world.branch).order_by("id").values_list("title", "until")
    assert list(posts) == [("secretary", EVE), ("organization", EVE), ("publicity", EVE)]
    assert Term.objects.get(organization=world.branch, number=1).until == EVE


def test_the_next_secretary_is_appointed_at_once(world: World) -> None:
    term = begin(world)
    post = actions.appoint(
        term=term, member=world.members[1], title="secretary", since=ELECTED, by=world.wei.actor
    )
    assert (post.term, post.until) == (term, None)


def test_whoever_is_elected_again_holds_two_posts_one_after_the_other(world: World) -> None:
    term = begin(world)
    actions.appoint(term=term, member=world.members[0], title="secretary", since=ELECTED, by=world.wei.actor)
    held = Post.objects.filter(member=world.members[0]).order_by("since").values_list("since", "until")
    assert list(held) == [(dt.date(2024, 3, 28), EVE), (ELECTED, None)]


def test_a_post_taken_up_after_the_election_ends_the_day_it_began(world: World) -> None:
    late = dt.date(2026, 11, 21)
    old = Term.objects.get(organization=world.branch)
    actions.appoint(term=old, member=world.members[4], title="youth", since=late, by=SYSTEM)
    begin(world)
    assert Post.objects.get(title="youth").until == late


def test_an_election_is_entered_on_one_page(world: World, sign_in: Any) -> None:
    client, page = sign_in("shao"), "/organizations/A-2/posts/"
    answer = client.post(
        "/organizations/A-2/change/begin_term/", {"since": ELECTED, "has_committee": "on"} | APPROVAL
    )
    assert answer["Location"] == page
    shown = client.get(page).context["form"]
    posts = Post.objects.filter(organization=world.branch).select_related("member").order_by("id")
    last = [(str(post.member.uuid), post.title) for post in posts]
    assert [(who.initial, title.initial) for who, title in shown.rows[:4]] == [*last, ("", "")]
    sent = {"since": ELECTED, "document": "街工委〔2026〕9号"}
    for n, (member, title) in enumerate(
        [(world.members[0], "secretary"), (None, "publicity"), (world.members[4], "publicity")]
    ):
        sent |= {f"member-{n}": member.uuid if member else "", f"title-{n}": title}
    assert client.post(page, sent)["Location"] == "/organizations/A-2/"
    held = Post.objects.filter(term__number=2).order_by("id").values_list("member__name", "title", "document")
    assert list(held) == [
        (world.members[0].name, "secretary", "街工委〔2026〕9号"),
        (world.members[4].name, "publicity", "街工委〔2026〕9号"),
    ]
    again = client.get(page)
    assert "已经登记：书记" in again.content.decode()
    assert not any(who.initial for who, _ in again.context["form"].rows)


@pytest.mark.parametrize(
    ("rows", "field", "said"),
    [
        ([(0, "secretary"), (4, "secretary")], "member-1", "已有书记"),
        ([(0, "secretary"), (8, "welfare")], "member-1", "还是预备党员"),
        ([(0, "")], "title-0", "选一个职务"),
        ([], None, "至少选一个人"),
    ],
)
def test_an_election_is_entered_whole_or_not_at_all(
    world: World, sign_in: Any, rows: list[tuple[int, str]], field: str | None, said: str
) -> None:
    begin(world)
    sent: dict[str, Any] = {"since": ELECTED}
    for n, (who, title) in enumerate(rows):
        sent |= {f"member-{n}": world.members[who].uuid, f"title-{n}": title}
    answer = sign_in("shao").post("/organizations/A-2/posts/", sent)
    assert answer.status_code == (400 if field == "title-0" else 409)
    form = answer.context["form"]
    assert said in str(form.errors[field] if field else form.non_field_errors())
    assert not Post.objects.filter(term__number=2).exists()


def test_what_another_entered_meanwhile_shortens_nothing_that_was_sent(world: World, sign_in: Any) -> None:
    term = begin(world)
    sent: dict[str, Any] = {"since": ELECTED}
    for n, title in enumerate(("secretary", "organization", "publicity", "youth", "welfare")):
        sent |= {f"member-{n}": world.members[n].uuid, f"title-{n}": title}
    actions.appoint(term=term, member=world.members[5], title="masses", since=ELECTED, by=world.wei.actor)
    assert sign_in("shao").post("/organizations/A-2/posts/", sent).status_code == 302
    assert Post.objects.filter(term=term).count() == 6


def test_an_election_over_rest(world: World, sign_in: Any) -> None:
    begin(world)
    address, client = "/api/v1/organizations/A-2/posts/", sign_in("shao")
    posts = [{"member": str(world.members[0].uuid), "title": "secretary"}]
    sent = {"since": str(ELECTED), "posts": [*posts, *posts]}
    refused = client.post(address, sent, content_type="application/json")
    assert (refused.status_code, list(refused.json()["errors"])) == (409, ["posts.1"])
    assert not Post.objects.filter(term__number=2).exists()
    done = client.post(address, sent | {"posts": posts}, content_type="application/json")
    assert (done.status_code, [row["title"] for row in done.json()["results"]]) == (201, ["secretary"])


def test_posts_elsewhere_stay(world: World) -> None:
    other = actions.begin_term(
        organization=world.other_branches[0], since=ELECTED, has_committee=False, by=SYSTEM
    )
    post = actions.appoint(term=other, member=world.shen.member, title="secretary", since=ELECTED, by=SYSTEM)
    begin(world)
    post.refresh_from_db()
    assert post.until is None


def test_the_beginning_and_each_ended_post_stand_in_the_audit(world: World) -> None:
    last = Entry.objects.latest("id").pk
    begin(world)
    entries = Entry.objects.filter(pk__gt=last).order_by("id")
    assert [entry.action for entry in entries] == [
        "term.begin",
        "post.relieve",
        "post.relieve",
        "post.relieve",
    ]
    assert entries[1].after == {"until": "2026-11-19", "member": "林知", "title": "书记"}


@pytest.mark.parametrize(("name", "refusal"), [("lin", NotYours), ("shen", NotYours), ("sec", NotYours)])
def test_whoever_may_not_begin_a_term_ends_no_post(world: World, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        begin(world, by=getattr(world, name).actor)
    assert Post.objects.filter(organization=world.branch, until=None).count() == 3


def test_a_refused_beginning_ends_no_post(world: World) -> None:
    with pytest.raises(TermOverlaps):
        begin(world, dt.date(2024, 3, 28))
    assert Post.objects.filter(organization=world.branch, until=None).count() == 3
    assert Term.objects.get(organization=world.branch).until is None


def test_the_page_and_the_api_end_the_posts(world: World, sign_in: Any) -> None:
    wei = sign_in("wei")
    form = {"since": "2026-11-20", "has_committee": "on"} | APPROVAL
    assert wei.get("/organizations/A-2/change/begin_term/").status_code == 200
    assert wei.post("/organizations/A-2/change/begin_term/", form).status_code == 302
    assert not Post.objects.filter(organization=world.branch, until=None).exists()
    page = wei.get("/organizations/A-2/").content.decode()
    assert '还没有登记任职。<a href="/organizations/A-2/posts/">登记支部委员会成员</a>' in page
    sent = {"since": "2026-11-21", "has_committee": True}
    early = wei.post("/api/v1/organizations/A-2/terms/", sent, "application/json")
    assert (early.status_code, list(early.json()["errors"])) == (409, ["document"])
    sent |= APPROVAL
    answer = wei.post("/api/v1/organizations/A-2/terms/", sent, "application/json")
    assert (answer.status_code, answer.json()["number"]) == (201, 3)
    again = wei.post("/api/v1/organizations/A-2/terms/", sent, "application/json")
    assert (again.status_code, again.json()["code"]) == (409, "term_overlaps")
    assert sign_in("shen").post("/organizations/A-2/change/begin_term/", form).status_code == 404
