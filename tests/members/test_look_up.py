"""look_up: whose a whole number is, for who may unmask it; a search answers no such question (R-SEC-04)."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import Entry
from core.errors import NotPermitted
from core.personal_numbers import hide_numbers, holds_number
from exchange.models import Export
from members import actions, errors
from tests.exchange.workbooks import number
from tests.world import enroll

pytestmark = pytest.mark.once
PHONE = "13800000001"
API = "/api/v1/members/"


@pytest.fixture
def qin(world):
    return enroll(world.branch, "秦朗", identity=number(), phone=PHONE, number="HY000777")


def entries():
    return Entry.objects.filter(action="member.look_up")


@pytest.mark.parametrize("written", [number(), PHONE, "138 0000 0001", "+86 138-0000-0001", f" {number()} "])
@pytest.mark.parametrize("who", ["lin", "shao", "wei"])
def test_who_may_unmask_finds_the_member_and_leaves_one_entry_without_the_number(world, qin, who, written):
    assert actions.look_up(number=written, by=getattr(world, who).actor) == [qin]
    entry = entries().get()
    assert (entry.user, entry.subject_id, entry.path) == (
        getattr(world, who).user,
        str(qin.uuid),
        world.branch.path,
    )
    assert set(entry.after) == {"digest", "rows"}
    assert not holds_number(f"{entry.note} {entry.subject_name} {entry.after['rows']}")


def test_the_same_number_has_the_same_digest(world, qin):
    for written in (number(), f"  {number()[:6]} {number()[6:]}"):
        actions.look_up(number=written, by=world.lin.actor)
    assert len({entry.after["digest"] for entry in entries()}) == 1


@pytest.mark.parametrize("who", ["he", "hua", "sys", "sec", "aud"])
def test_nobody_else_may_ask(world, qin, who):
    with pytest.raises(NotPermitted):
        actions.look_up(number=PHONE, by=getattr(world, who).actor)
    assert not entries().exists()


def test_a_secretary_elsewhere_finds_nobody_and_has_asked(world, qin):
    assert actions.look_up(number=PHONE, by=world.shen.actor) == []
    assert entries().get().after["rows"] == 0


@pytest.mark.parametrize("written", ["0001", "138000000", "秦朗", "HY000777"])
def test_a_part_of_a_number_is_not_looked_up(world, qin, written):
    with pytest.raises(errors.NumberNotWhole):
        actions.look_up(number=written, by=world.lin.actor)
    assert not entries().exists()


def test_a_person_asks_so_many_in_an_hour(world, qin, settings, clock):
    settings.LOOK_UPS_AN_HOUR = 2
    for _ in range(2):
        actions.look_up(number=PHONE, by=world.lin.actor)
    with pytest.raises(errors.TooManyLookUps, match="一小时最多2次"):
        actions.look_up(number=PHONE, by=world.lin.actor)
    assert entries().count() == 2
    assert actions.look_up(number=PHONE, by=world.shao.actor) == [qin]
    clock.shift(dt.timedelta(hours=1, seconds=1))
    assert actions.look_up(number=PHONE, by=world.lin.actor) == [qin]


DOORS = [
    ("page", lambda client, q: client.get(reverse("members:list"), {"q": q})),
    (
        "page, part",
        lambda client, q: client.get(reverse("members:list"), {"q": q}, headers={"HX-Request": "true"}),
    ),
    ("left", lambda client, q: client.get(reverse("members:list"), {"q": q, "left": "true"})),
    ("API", lambda client, q: client.get(API, {"q": q, "count": "true"})),
    ("export", lambda client, q: client.post(f"{reverse('members:export')}?q={q}", {"reason": "核对号码"})),
    (
        "large export",
        lambda client, q: client.post(
            "/api/v1/exports/", {"q": q, "reason": "核对号码"}, content_type="application/json"
        ),
    ),
]


@pytest.mark.parametrize("written", [number(), PHONE, "138-0000-0001", number()[:17] + "x", PHONE + "9"])
@pytest.mark.parametrize(("door", "knock"), DOORS, ids=[door for door, _ in DOORS])
def test_no_search_answers_for_a_whole_number(world, qin, sign_in, door, knock, written):
    """The same answer whether the number is somebody's or nobody's, and nothing of it is kept."""
    for who in ("he", "lin"):
        answer = knock(sign_in(who), written)
        assert answer.status_code in (200, 302, 400, 409)
        assert "秦朗" not in answer.content.decode()
        assert answer.status_code != 200 or "完整的号码不能写在查找条件里" in answer.content.decode()
    assert not Entry.objects.filter(action__regex="export|look_up").exists()
    assert not Export.objects.exists()


@pytest.mark.parametrize("text", ["0001", number()[-4:], number()[-4:].lower(), "HY000777"])
@pytest.mark.parametrize(("who", "names"), [("lin", ["秦朗"]), ("shao", ["秦朗"]), ("he", []), ("shen", [])])
def test_tails_and_file_numbers_are_found_by_who_may_unmask(world, qin, sign_in, text, who, names):
    body = sign_in(who).get(API, {"q": text}).json()
    assert [row["name"] for row in body["results"]] == names


def test_the_page_asks_in_the_body_and_shows_who_it_is(world, qin, sign_in):
    client, address = sign_in("lin"), reverse("members:look_up")
    answer = client.post(address, {"number": PHONE})
    assert "秦朗" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "没有这个号码" in client.post(address, {"number": "13900000009"}).content.decode()
    assert client.post(address, {"number": "0001"}).status_code == 409


def test_the_api_answers_masked_rows(world, qin, sign_in):
    answer = sign_in("lin").post(f"{API}look-up/", {"number": PHONE}, content_type="application/json")
    (row,) = answer.json()["results"]
    assert (row["name"], row["phone"]) == ("秦朗", "138****0001")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("核对13711112222的", "核对号码末四位2222的"),
        ("电话 137 1111 2222、+86 137-1111-2222", "电话 号码末四位2222、号码末四位2222"),
        ("110101 19900307 123x", "号码末四位123x"),
        ("11010119900307123X", "号码末四位123X"),
        ("海组〔2026〕8号，2026-11-30至2026-12-01", "海组〔2026〕8号，2026-11-30至2026-12-01"),
        ("0b9c1e8a-1234-4321-9876-123456789012", "0b9c1e8a-1234-4321-9876-123456789012"),
        ("0532-88886666", "0532-88886666"),
        ("１３７１１１１２２２２", "号码末四位2222"),
    ],
)
def test_numbers_are_hidden_in_texts(text, hidden):
    assert hide_numbers(text) == hidden
