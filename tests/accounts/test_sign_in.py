"""Signing in at the page: the words of a failure, the lock after five, the way back to where one wanted to go."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry

PASSWORD = "Demo-party-life-1"


def attempt(client: Client, username: str = "lin", password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("accounts:sign_in"), {"username": username, "password": password, **more})


def test_the_right_password_leads_home(world: Any) -> None:
    answer = attempt(Client())
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_says_how_many_tries_are_left(world: Any) -> None:
    client = Client()
    attempt(client, password="wrong")
    answer = attempt(client, password="wrong")
    assert answer.status_code == 422
    assert "账号或密码不对，请重新输入。再错3次将锁定15分钟。" in answer.content.decode()


def test_an_unknown_account_is_answered_in_the_same_words(world: Any) -> None:
    assert "再错4次将锁定15分钟。" in attempt(Client(), username="nobody").content.decode()


def test_the_fifth_failure_locks_and_says_until_when(world: Any) -> None:
    client = Client()
    answers = [attempt(client, password="wrong").status_code for _ in range(4)]
    fifth = attempt(client, password="wrong")
    assert answers == [422] * 4
    assert fifth.status_code == 429
    assert "11月22日 15:15" in fifth.content.decode()


def test_a_locked_account_refuses_the_right_password_from_anywhere_until_the_time_said(
    world: Any, clock: Any
) -> None:
    for _ in range(5):
        attempt(Client(), password="wrong")
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    clock.shift(14 * 60)
    assert attempt(elsewhere).status_code == 429
    clock.shift(61)
    assert attempt(elsewhere).status_code == 302


def test_one_locked_account_does_not_lock_its_neighbour(world: Any) -> None:
    client = Client()
    for _ in range(5):
        attempt(client, password="wrong")
    assert attempt(client, username="he").status_code == 302


def test_a_right_password_forgives_the_failures_before(world: Any) -> None:
    client = Client()
    for _ in range(4):
        attempt(client, password="wrong")
    attempt(client)
    assert "再错4次" in attempt(Client(), password="wrong").content.decode()


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/meetings/", "/meetings/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("meetings:list", "/"),  # nobody's address, and no name of ours either
        ("😀", "/"),
        ("/a\nb", "/a%0Ab"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(world: Any, wanted: str, leads_to: str) -> None:
    assert attempt(Client(), next=wanted)["Location"] == leads_to


def test_a_closed_account_cannot_sign_in(world: Any) -> None:
    world.lin.user.is_active = False
    world.lin.user.save()
    assert attempt(Client()).status_code == 422


def test_sign_in_and_out_failure_and_lock_are_written_down(world: Any) -> None:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Mobile)"})
    attempt(client, headers={"X-Request-ID": "request-0001"})
    client.post(reverse("accounts:sign_out"))
    for _ in range(5):
        attempt(client, password="wrong")
    said = list(
        Entry.objects.filter(action__startswith="session.")
        .order_by("id")
        .values_list("action", "who", "device")
    )
    assert said == [
        ("session.start", "林知远", "手机"),
        ("session.end", "林知远", "手机"),
        *[("session.failed", "lin", "手机")] * 4,
        ("session.locked", "lin", "手机"),
        ("session.failed", "lin", "手机"),
    ]
    start = Entry.objects.get(action="session.start")
    assert (start.path, start.user, start.address) == (world.branch.path, world.lin.user, "127.0.0.1")


def test_signing_out_needs_a_post(sign_in: Any) -> None:
    assert sign_in("lin").get(reverse("accounts:sign_out")).status_code == 405


def test_a_form_without_its_token_is_refused(world: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    assert attempt(client).status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_password_is_never_written_down(world: Any) -> None:
    attempt(Client(), password="a-secret-mistyped")
    assert "a-secret-mistyped" not in str(list(Entry.objects.values()))
