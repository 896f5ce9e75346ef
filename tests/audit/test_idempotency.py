"""A write sent twice with one Idempotency-Key is done once, whatever happens in between."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from audit.models import Entry, KeptAnswer
from audit.tasks import throw_away_kept_answers
from branches.models import Holiday
from meetings.models import Meeting
from tests.threads import at_once
from tests.tokens import token_of

MEETINGS, HOLIDAYS = "/api/v1/meetings/", "/api/v1/holidays/"


@pytest.fixture
def send(world: Any) -> Callable[..., Any]:
    """send(address, body, key=…) as a secretary of the branch."""
    return sender(Client(headers=token_of(world.branch, "secretary")))


def sender(api: Client) -> Callable[..., Any]:
    def send_with_key(address: str, body: Any, key: str = "one", method: str = "post", **more: Any) -> Any:
        headers = {"Idempotency-Key": key, **more.pop("headers", {})}
        return getattr(api, method)(
            address, body, headers=headers, **({"content_type": "application/json"} | more)
        )

    return send_with_key


def plan(**more: Any) -> dict[str, Any]:
    return {
        "organization": "A-2",
        "kinds": ["committee"],
        "held_on": "2026-11-28",
        "starts_at": "2026-11-28T14:00:00+08:00",
        "status": "planned",
    } | more


def test_a_meeting_sent_twice_is_one_meeting_and_the_same_answer(send: Any) -> None:
    first = send(MEETINGS, plan())
    entries = Entry.objects.count()
    again = send(MEETINGS, plan())
    assert (first.status_code, again.status_code) == (201, 201), first.content.decode()
    assert first.content == again.content
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    for name in ("Content-Type", "ETag"):
        assert first[name] == again[name]
    assert (Meeting.objects.count(), Entry.objects.count()) == (1, entries)


@pytest.mark.parametrize(
    ("address", "body", "headers"),
    [
        (MEETINGS, plan(theme="另一个"), {}),
        (f"{MEETINGS}?x=1", plan(), {}),
        ("/api/v1/poll/", plan(), {}),
        (MEETINGS, plan(), {"If-Match": '"3"'}),
    ],
    ids=["content", "query", "address", "version seen"],
)
def test_with_anything_else_the_key_is_refused(
    send: Any, address: str, body: Any, headers: dict[str, str]
) -> None:
    assert send(MEETINGS, plan()).status_code == 201
    answer = send(address, body, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["code"] == "idempotency_key_reused"
    assert Meeting.objects.count() == 1


def test_another_spacing_and_order_of_json_is_the_same_request(send: Any) -> None:
    import json

    assert send(MEETINGS, json.dumps(plan())).status_code == 201
    turned = json.dumps(dict(reversed(plan().items())), indent=3)
    assert send(MEETINGS, turned)["Idempotency-Replayed"] == "true"


def test_a_key_belongs_to_its_holder(send: Any, world: Any) -> None:
    other = sender(Client(headers=token_of(world.branch, "secretary", name="another client")))
    assert send(MEETINGS, plan()).status_code == 201
    answer = other(MEETINGS, plan(held_on="2026-11-29", starts_at="2026-11-29T14:00:00+08:00"))
    assert (answer.status_code, Meeting.objects.count()) == (201, 2)


@pytest.mark.parametrize(
    ("after", "meetings"), [(dt.timedelta(hours=24, seconds=-1), 1), (dt.timedelta(hours=24), 2)]
)
def test_a_key_is_kept_for_a_day(sign_in: Any, clock: Any, after: dt.timedelta, meetings: int) -> None:
    assert sender(sign_in("lin"))(MEETINGS, plan()).status_code == 201
    clock.shift(after)
    assert throw_away_kept_answers() == meetings - 1
    other = plan(held_on="2026-11-27", starts_at="2026-11-27T16:00:00+08:00") if meetings == 2 else plan()
    assert sender(sign_in("lin"))(MEETINGS, other).status_code == 201
    assert Meeting.objects.count() == meetings


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "键"])
def test_what_is_no_key_is_refused(send: Any, key: str) -> None:
    answer = send(MEETINGS, plan(), key.encode().decode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_wrong")
    assert not Meeting.objects.exists()


def test_what_was_not_understood_leaves_the_key_free(send: Any) -> None:
    assert send(MEETINGS, plan(colour=1)).status_code == 400
    assert not KeptAnswer.objects.exists()
    assert send(MEETINGS, plan()).status_code == 201


def test_a_refusal_by_rule_is_the_same_refusal_again(send: Any) -> None:
    known = "0b0c3bb4-5f0e-4a3e-9a53-9f5f1d0f5a01"
    assert send(MEETINGS, plan(id=known)).status_code == 201
    first, again = (send(MEETINGS, plan(id=known, theme="另一次"), "two") for _ in range(2))
    assert (first.status_code, again.status_code) == (409, 409)
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")


def test_a_fault_leaves_nothing_behind_and_the_key_free(send: Any, monkeypatch: Any) -> None:
    """What the view had written goes with it."""
    from meetings.api import views

    def broken(self: Any, *args: Any, **kwargs: Any) -> None:
        Holiday.objects.create(day=dt.date(2027, 1, 1), name="元旦")
        raise RuntimeError("inside")

    with monkeypatch.context() as patched:
        patched.setattr(views.MeetingViewSet, "create", broken)
        with pytest.raises(RuntimeError):
            send(MEETINGS, plan())
    assert (Holiday.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    assert send(MEETINGS, plan()).status_code == 201


def test_nothing_is_kept_for_whoever_is_not_known(db: None) -> None:
    assert sender(Client())(MEETINGS, plan()).status_code == 401
    assert not KeptAnswer.objects.exists()


def test_a_form_with_a_file_sent_again_has_another_boundary_and_is_the_same(send: Any, world: Any) -> None:
    from io import BytesIO

    from openpyxl import Workbook

    from exchange.models import Import

    book, held = Workbook(), BytesIO()
    book.active.append(["会议日期", "会议类型", "会议主题"])
    book.active.append(["2026-11-20", "支委会", "学习条例"])
    book.save(held)
    answers = []
    for _ in range(2):
        file = SimpleUploadedFile("会议.xlsx", held.getvalue())
        body = {"organization": "A-2", "file": file}
        from django.test.client import encode_multipart

        boundary = f"Boundary{len(answers)}"
        content = encode_multipart(boundary, body)
        answers.append(
            send(
                "/api/v1/meeting-imports/", content, content_type=f"multipart/form-data; boundary={boundary}"
            )
        )
    first, again = answers
    assert (first.status_code, again.status_code) == (201, 201), first.content.decode()
    assert (again["Idempotency-Replayed"], Import.objects.count()) == ("true", 1)


def test_what_is_kept_is_sealed(send: Any) -> None:
    send(MEETINGS, plan(theme="不给数据库看的"))
    kept = KeptAnswer.objects.get()
    assert "不给" not in kept.body
    assert "theme" not in kept.body


def test_equal_requests_at_the_same_moment_do_it_once(real_commits: None, world: Any) -> None:
    tokens = token_of(world.branch, "secretary")

    def send() -> Any:
        answer = sender(Client(headers=tokens, raise_request_exception=False))(MEETINGS, plan())
        if answer.status_code == 503:
            raise OperationalError  # the database of these tests does not wait for a lock
        return answer

    answers = at_once([send] * 3)
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.content for answer in answers}) == 1
    assert Meeting.objects.count() == 1


def test_every_write_of_the_document_takes_the_header() -> None:
    from drf_spectacular.generators import SchemaGenerator

    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    for address, operations in paths.items():
        for method, operation in operations.items():
            names = [one["name"] for one in operation.get("parameters", [])]
            assert names.count("Idempotency-Key") == (0 if method == "get" else 1), (method, address)


def test_a_method_the_address_has_not_is_refused_whatever_key_was_used(send: Any) -> None:
    assert send("/api/v1/meetings/", plan()).status_code == 201
    for key in ("one", "two"):
        assert send("/api/v1/meetings/", {}, key, "delete").status_code == 405
