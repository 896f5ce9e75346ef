"""The large-type switch: kept with the account, or in a cookie for who is not signed in; back to the page it stood on."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.once


def test_a_signed_in_person_keeps_it_and_returns_to_the_page(world: Any, sign_in: Any) -> None:
    browser = sign_in("lin")
    answer = browser.post("/me/type/", {"large": "on", "next": "/me/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert User.objects.get(username="lin").large_type
    assert 'data-type="large"' in browser.get("/me/").content.decode()
    browser.post("/me/type/", {"large": "off", "next": "/me/"})
    assert not User.objects.get(username="lin").large_type
    assert 'data-type="large"' not in browser.get("/me/").content.decode()


def test_a_stranger_keeps_it_in_a_cookie(db: Any) -> None:
    browser = Client()
    browser.post("/me/type/", {"large": "on", "next": "/sign-in/"})
    assert browser.cookies["type"].value == "large"
    assert 'data-type="large"' in browser.get("/sign-in/").content.decode()


def test_it_leads_nowhere_else(db: Any) -> None:
    answer = Client().post("/me/type/", {"large": "on", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_the_own_page_shows_own_mandates_and_sign_ins(world: Any) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "lin", "password": "wrong"})
    browser.post("/sign-in/", {"username": "shen", "password": "wrong"})
    browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
    page = browser.get("/me/").content.decode()
    assert "支部书记" in page
    assert "滨江社区第二党支部" in page
    assert (page.count("密码输错"), page.count('name="check"') or page.count("#check")) == (1, 1)
    assert "云台" not in page
