"""Accounts opened from posts by the hundred: what is proposed, what is refused, all of them or none."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import AccountSlip, SlipBatch, User
from audit.models import Entry, Job
from branches.models import Mandate
from members import actions, errors
from members.models import Member, Post
from tests.members.secretaries import (
    TODAY,
    activate,
    appoint,
    appoint_secretaries,
    opened,
    usernames_of,
)
from tests.world import World, enroll, person


@pytest.fixture
def posts(world: World) -> dict[str, Post]:
    return appoint_secretaries(world)


def test_the_page_proposes_an_account_for_each_post_and_says_why_not(
    world: World, posts: dict[str, Post], sign_in: Any
) -> None:
    User.objects.create_user("zhaimingyuan", "Demo-party-life-1", name="别人")
    page = sign_in("sec").get("/accounts/posts/")
    rows = {one.post.pk: one for one in page.context["proposals"]}
    assert [rows[posts[key].pk].username for key in "abd"] == ["liqiusheng", "liqiusheng2", "zhaimingyuan2"]
    assert rows[posts["b"].pk].note == "这一批里和李秋生相同，加了2"
    assert rows[posts["d"].pk].note == "已有zhaimingyuan，加了2"
    assert rows[posts["c"].pk].refusal == "名册里没有电话，领用单开不了账号"
    assert (page.context["total"], page.context["ready"]) == (4, 3)
    text = page.content.decode()
    assert "A100001" not in text
    assert "1234" not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abcd"),
        ("?within=A", "ab"),
        ("?within=望海街道党工委", "ab"),
        ("?within=B-3", "d"),
        ("?titles=deputy", ""),
        ("?titles=all&within=A-1", "a"),
        ("?within=没有", ""),
    ],
)
def test_the_page_is_narrowed_by_organization_and_post(
    world: World, posts: dict[str, Post], sign_in: Any, query: str, found: str
) -> None:
    page = sign_in("sec").get(f"/accounts/posts/{query}")
    assert {one.post.pk for one in page.context["proposals"]} == {posts[key].pk for key in found}


def test_a_username_may_carry_the_branch_and_one_alone_its_own(
    world: World, posts: dict[str, Post], sign_in: Any
) -> None:
    page = sign_in("sec").get("/accounts/posts/?rule=name_and_branch")
    assert [one.username for one in page.context["proposals"]][:2] == ["liqiushenga1", "liqiushenga3"]


def test_all_are_opened_at_once_with_role_and_link(
    world: World, posts: dict[str, Post], sign_in: Any
) -> None:
    sec = sign_in("sec")
    chosen = [posts[key] for key in "ab"]
    form = {"post": [post.pk for post in chosen], f"username-{chosen[0].pk}": "shenlan"}
    form[f"username-{chosen[1].pk}"] = "niweiguo"
    answer = sec.post("/accounts/posts/", form)
    batch = SlipBatch.objects.get()
    assert answer["Location"] == f"/accounts/slips/{batch.pk}/"
    for post, username in zip(chosen, ("shenlan", "niweiguo"), strict=True):
        user = User.objects.get(username=username)
        assert (user.member, user.name, user.has_usable_password()) == (post.member, post.member.name, False)
        held = Mandate.objects.get(user=user)
        assert (held.role, held.organization, held.since, held.until) == (
            "secretary",
            post.organization,
            TODAY,
            None,
        )
        assert user.slip.until == dt.date(2026, 12, 6)
    entries = Entry.objects.filter(user=world.sec.user).exclude(action="session.start").order_by("id")
    assert list(entries.values_list("action", flat=True)) == [
        "account.open",
        "mandate.grant",
        "member.link",
    ] * 2 + ["account.slip"]


@pytest.mark.parametrize(
    ("role", "title", "granted"),
    [
        ("post", "secretary", "secretary"),
        ("post", "organization", "committee_member"),
        ("committee_member", "secretary", "committee_member"),
        ("member", "secretary", "member"),
    ],
)
def test_the_role_goes_by_the_post_or_below_it(world: World, role: str, title: str, granted: str) -> None:
    member = enroll(world.branches[0], "沈岚", number="A1", phone="13800001234")
    post = appoint(world.branches[0], member, title)
    actions.open_accounts(usernames={post.pk: "shenlan"}, role=role, by=world.sec.actor)
    assert Mandate.objects.get(user__username="shenlan").role == granted


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        ("taken", errors.UsernamesTaken),
        ("twice", errors.UsernamesTaken),
        ("bad", errors.AccountsNotOpened),
        ("no_phone", errors.AccountsNotOpened),
        ("no_number", errors.AccountsNotOpened),
        ("over", errors.AccountsNotOpened),
        ("has_one", errors.AccountsNotOpened),
        ("own_name", errors.AccountsNotOpened),
        ("nobody", errors.NobodyToOpen),
    ],
)
def test_one_that_cannot_be_opened_stops_all(
    world: World, posts: dict[str, Post], spoil: str, error: type[Exception]
) -> None:
    first, second = posts["a"], posts["b"]
    usernames = usernames_of(first, second)
    match spoil:
        case "taken":
            usernames[second.pk] = "lin"
        case "twice":
            usernames[second.pk] = usernames[first.pk]
        case "bad":
            usernames[second.pk] = "李 秋生"
        case "no_phone":
            Member.objects.filter(pk=second.member_id).update(phone_tail="")
        case "no_number":
            Member.objects.filter(pk=second.member_id).update(number="")
        case "over":
            Post.objects.filter(pk=second.pk).update(until=TODAY - dt.timedelta(days=1))
        case "has_one":
            Member.objects.filter(pk=second.member_id).update(user=world.sys.user)
        case "own_name":
            Member.objects.filter(pk=second.member_id).update(name="安全员")
        case "nobody":
            usernames = {}
    before = User.objects.count(), Mandate.objects.count(), Entry.objects.count()
    with pytest.raises(error) as refused:
        actions.open_accounts(usernames=usernames, by=world.sec.actor)
    assert (User.objects.count(), Mandate.objects.count(), Entry.objects.count()) == before
    assert not AccountSlip.objects.exists()
    if spoil != "nobody":
        assert f"username-{second.pk}" in refused.value.fields


def test_a_streets_administrator_opens_only_in_his_street(world: World, posts: dict[str, Post]) -> None:
    own = person("streetsec", "街道安全员", world.street, "security_administrator")
    with pytest.raises(errors.AccountsNotOpened):
        actions.open_accounts(usernames=usernames_of(posts["a"], posts["d"]), by=own.actor)
    assert not AccountSlip.objects.exists()
    assert actions.open_accounts(usernames=usernames_of(posts["a"]), by=own.actor).slips.count() == 1


@pytest.mark.parametrize("name", ["hua", "lin", "shao", "wei", "shen", "sys", "aud"])
def test_nobody_else_opens_prints_or_voids(
    world: World, posts: dict[str, Post], sign_in: Any, name: str
) -> None:
    batch = opened(world, posts["a"])
    browser, user = sign_in(name), batch.slips.get().account
    assert browser.get("/accounts/posts/").status_code == 403
    assert browser.post("/accounts/posts/", {"post": [posts["b"].pk]}).status_code == 403
    for address in (f"slips/{batch.pk}/", "slips/again/", f"{user.pk}/slip/void/"):
        assert browser.post(f"/accounts/{address}", {"account": user.pk}).status_code == 403
    assert AccountSlip.objects.get().code == ""
    assert User.objects.filter(username__startswith="user").count() == 1


def test_very_many_are_opened_by_a_job(
    world: World, posts: dict[str, Post], sign_in: Any, monkeypatch: Any
) -> None:
    from members.tasks import open_accounts
    from members.views import account_posts

    monkeypatch.setattr(account_posts, "AT_ONCE", 1)
    form = {"post": [posts[key].pk for key in "ab"]} | {
        f"username-{posts[key].pk}": f"name{key}" for key in "ab"
    }
    answer = sign_in("sec").post("/accounts/posts/", form)
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uuid}/"
    open_accounts(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("done", f"/accounts/slips/{SlipBatch.objects.get().pk}/")
    assert User.objects.filter(username__in=["namea", "nameb"]).count() == 2


def test_a_file_of_the_list_comes_back_with_lines_out_and_usernames_changed(
    world: World, posts: dict[str, Post], sign_in: Any
) -> None:
    sec = sign_in("sec")
    book = load_workbook(BytesIO(sec.get("/accounts/posts/file/").content))
    sheet = book.active
    assert [cell.value for cell in sheet[4]] == ["党支部", "姓名", "职务", "用户名"]
    assert sheet.max_row == 7
    sheet.delete_rows(6)
    sheet["D5"] = "qiusheng"
    sheet.append(["A-9", "没有这个人", "书记", "nobody"])
    content = BytesIO()
    book.save(content)
    content.seek(0)
    content.name = "要开的账号.xlsx"
    page = sec.post("/accounts/posts/file/", {"file": content})
    assert [one.username for one in page.context["proposals"]] == ["qiusheng", "zhaimingyuan"]
    assert page.context["refused"] == [
        (7, "A-9 没有这个人：没有这个任职，或者已经有账号，或者不在您的范围内")
    ]
    assert not AccountSlip.objects.exists()


# ── the API ──


def test_the_api_does_the_same(world: World, posts: dict[str, Post], sign_in: Any) -> None:
    sec = sign_in("sec")
    listed = sec.get("/api/v1/account-posts/?organization=A&titles=secretary").json()["results"]
    assert [(one["organization"], one["username"], one["refusal"]) for one in listed] == [
        ("A-1", "liqiusheng", ""),
        ("A-3", "liqiusheng2", ""),
    ]
    body = {"accounts": [{"post": one["post"], "username": one["username"]} for one in listed]}
    made = sec.post("/api/v1/account-slips/", body, "application/json")
    assert (made.status_code, made.json()["count"]) == (201, 2)
    batch = made.json()["batch"]
    assert (
        sec.post("/api/v1/account-slips/", body, "application/json").json()["code"] == "accounts_not_opened"
    )
    printed = sec.post("/api/v1/account-slips/print/", {"batch": batch}, "application/json")
    codes = {one["username"]: one["code"] for one in printed.json()["slips"]}
    assert "no-store" in printed["Cache-Control"]
    slips = sec.get("/api/v1/account-slips/?state=waiting").json()["results"]
    assert [(one["username"], one["state"], "code" in one) for one in slips] == [
        ("liqiusheng2", "waiting", False),
        ("liqiusheng", "waiting", False),
    ]
    again = sec.post("/api/v1/account-slips/again/", {"usernames": ["liqiusheng"]}, "application/json")
    assert (again.status_code, again.json()["count"]) == (201, 1)
    assert activate(codes["liqiusheng"], username="liqiusheng").status_code == 409
    void = sec.post("/api/v1/account-slips/liqiusheng2/void/", {}, "application/json")
    assert void.json()["state"] == "void"
    assert sec.post("/api/v1/account-slips/liqiusheng2/void/", {}, "application/json").status_code == 409
    assert sign_in("shen").get("/api/v1/account-slips/").status_code == 403
    assert sign_in("shen").get("/api/v1/account-posts/").status_code == 403
