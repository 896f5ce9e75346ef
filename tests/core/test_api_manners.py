"""The API's common manners: every refusal a problem, pages by cursor, nothing unknown accepted, a limit with its time."""

from typing import Any

import pytest
from django.test import Client

from tests.tokens import token_of

PROBLEM = "application/problem+json"


@pytest.fixture
def api(world: Any) -> Client:
    return Client(headers=token_of(world.district, "reviewer"))


@pytest.mark.parametrize(
    ("method", "address", "more", "status", "code"),
    [
        ("get", "/api/v1/nothing/", {}, 404, "not_found"),
        ("get", "/api/nothing", {}, 404, "not_found"),
        ("get", "/api/v1/organizations/NONE/", {}, 404, "not_found"),
        ("delete", "/api/v1/organizations/", {}, 405, "method_not_allowed"),
        ("get", "/api/v1/organizations/", {"headers": {"Accept": "text/csv"}}, 406, "not_acceptable"),
        ("get", "/api/v1/organizations/?colour=red", {}, 400, "invalid"),
        ("get", "/api/v1/organizations/?kind=castle", {}, 400, "invalid"),
        ("get", "/api/v1/organizations/?cursor=forged", {}, 404, "not_found"),
        ("get", "/api/v1/organizations/?page_size=0", {}, 400, "invalid"),
        ("get", "/api/v1/organizations/?page_size=201", {}, 400, "invalid"),
        ("get", "/api/v1/organizations/?page_size=ten", {}, 400, "invalid"),
        ("get", "/api/v1/organizations/?count=maybe", {}, 400, "invalid"),
        (
            "post",
            "/api/v1/meetings/",
            {"data": "<a/>", "content_type": "text/xml"},
            415,
            "unsupported_media_type",
        ),
        ("post", "/api/v1/meetings/", {"data": "{", "content_type": "application/json"}, 400, "parse_error"),
        ("post", "/api/v1/meetings/", {"data": "[1]", "content_type": "application/json"}, 400, "invalid"),
        (
            "post",
            "/api/v1/meetings/",
            {"data": '{"colour": 1}', "content_type": "application/json"},
            400,
            "invalid",
        ),
    ],
)
def test_every_refusal_is_a_problem(
    api: Client, method: str, address: str, more: dict[str, Any], status: int, code: str
) -> None:
    answer = getattr(api, method)(address, **more)
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert {name: said[name] for name in ("type", "status", "code")} == {
        "type": f"urn:zuzhi:problem:{code}",
        "status": status,
        "code": code,
    }
    assert said["title"]
    assert said["detail"]


def test_without_signing_in_the_answer_is_401_and_says_how(db: Any) -> None:
    answer = Client().get("/api/v1/organizations/")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        401,
        PROBLEM,
        "not_authenticated",
    )
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["made-up", ""])
def test_a_made_up_token_is_401_and_says_that_it_is_the_token(db: Any, token: str) -> None:
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/organizations/")
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert (answer.json()["code"], answer.json()["detail"]) == (
        "invalid_token",
        "令牌不对，或者已经过期。请重新取一个再试。",
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{\n "kinds": ]', "发来的内容不是正确的JSON，从第2行第11个字符起读不下去。"),
        ("组织".encode("gb18030"), "发来的内容读不出来，请核对格式和编码（UTF-8）。"),
        (b"[" * 100_000, "发来的JSON一层套一层，套得太深。"),
    ],
)
def test_what_is_no_json_is_refused_in_chinese_with_the_place(api: Client, body: bytes, said: str) -> None:
    answer = api.post("/api/v1/meetings/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (400, "parse_error", said)


def test_null_is_refused_in_chinese(api: Client) -> None:
    answer = api.post("/api/v1/meetings/", b"null", content_type="application/json")
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        {"non_field_errors": ["要发一个JSON对象，不能是null。"]},
    )


def test_pages_by_cursor_hold_every_row_once_and_lead_back(api: Client) -> None:
    first = api.get("/api/v1/organizations/?page_size=4").json()
    assert set(first) == {"next", "previous", "results"}
    assert first["previous"] is None
    codes, page = [row["code"] for row in first["results"]], first
    while page["next"]:
        page = api.get(page["next"]).json()
        codes += [row["code"] for row in page["results"]]
    assert (len(codes), len(set(codes))) == (11, 11)
    back = api.get(page["previous"]).json()
    assert [row["code"] for row in back["results"]] == codes[4:8]


def test_a_count_only_when_asked(api: Client) -> None:
    assert api.get("/api/v1/organizations/?count=true&page_size=2").json()["count"] == 11
    assert "count" not in api.get("/api/v1/organizations/?count=false").json()


def test_too_many_requests_are_told_when_to_come_back(api: Client, monkeypatch: Any) -> None:
    from core.api import HolderThrottle

    monkeypatch.setattr(HolderThrottle, "THROTTLE_RATES", {"holder": "2/min"})
    answers = [api.get("/api/v1/organizations/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2]["Content-Type"], answers[2].json()["code"]) == (PROBLEM, "throttled")
    assert 1 <= int(answers[2]["Retry-After"]) <= 60


def test_one_holders_haste_does_not_slow_another(world: Any, api: Client, monkeypatch: Any) -> None:
    from core.api import HolderThrottle

    other = Client(headers=token_of(world.street, "staff"))
    monkeypatch.setattr(HolderThrottle, "THROTTLE_RATES", {"holder": "1/min"})
    assert [api.get("/api/v1/organizations/").status_code for _ in range(2)] == [200, 429]
    assert other.get("/api/v1/organizations/").status_code == 200


def test_an_unexpected_fault_is_a_problem_without_its_inside(api: Client, monkeypatch: Any) -> None:
    from core import keyset

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(keyset, "page", broken)
    api.raise_request_exception = False
    answer = api.get("/api/v1/organizations/")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        500,
        PROBLEM,
        "server_error",
    )
    assert "inside" not in answer.content.decode()


def test_the_document_is_readable_and_says_3_1(api: Client) -> None:
    answer = api.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert answer.json()["openapi"] == "3.1.0"
    page = api.get("/api/docs/").content.decode()
    assert 'id="swagger-ui"' in page
    assert "<style" not in page
    assert "<script>" not in page
    assert "//" not in page.replace("<!doctype html>", "").replace("http://testserver", "")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/meetings", "/api/v1/holidays", "/api/v1/members/1/posts"])
def test_a_write_without_the_last_slash_is_refused_and_never_redirected(
    api: Client, method: str, address: str
) -> None:
    answer = getattr(api, method)(address, {}, content_type="application/json")
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"], said["status"]) == (404, PROBLEM, 404)
    assert "Location" not in answer
    assert said["code"] == ("not_found" if "/1/" in address else "last_slash_missing")


def test_reading_without_the_last_slash_still_leads_there(api: Client) -> None:
    answer = api.get("/api/v1/meetings?month=2026-11")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/meetings/?month=2026-11")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("2026年第12次支委会.docx", "2026niandi12cizhiweihui.docx"),
        ("统计 表（全）.xlsx", "tongjibiao-quan-.xlsx"),
        ('a"b\\c.pdf', "a-b-c.pdf"),
        ("照片.zip", "zhaopian.zip"),
    ],
)
def test_a_file_has_a_plain_name_beside_its_own(name: str, plain: str) -> None:
    from urllib.parse import quote

    from core.http import download

    answer = download(b"", name)
    assert (
        answer["Content-Disposition"] == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    assert answer["Content-Type"].startswith("application/")


def test_the_version_of_the_document_is_a_plain_semantic_version(db: None) -> None:
    version = Client().get("/api/v1/schema/").json()["info"]["version"]
    assert version.replace(".", "").isdecimal()
    assert version.count(".") == 2
