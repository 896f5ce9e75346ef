"""Lists of meetings: pages by key over equal days, scopes by reach, filters, and the two levels of seeing."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from branches.models import Organization
from branches.rules import tree
from core import keyset
from meetings import actions
from meetings.models import Meeting, MeetingKind
from meetings.querysets import FEW_PLACES
from meetings.record.schema import AttendanceMark
from meetings.states import Status
from tests.factories import at
from tests.world import FOUNDED, World

LIST = "/api/v1/meetings/"


def many(world: World, count: int, on: dt.date = dt.date(2026, 11, 20), **facts: Any) -> list[Meeting]:
    """Bare rows on one day: what a month's fixed day looks like in a district."""
    made = Meeting.objects.bulk_create(
        Meeting(
            organization=facts.get("organization", world.branch),
            held_on=on,
            starts_at=at(on),
            theme=f"第{n}次",
        )
        for n in range(count)
    )
    MeetingKind.objects.bulk_create(MeetingKind(meeting=one, kind="theme_day") for one in made)
    return made


def walk(client: Client, url: str) -> list[list[str]]:
    pages = []
    while url:
        body = client.get(url).json()
        pages.append([row["id"] for row in body["results"]])
        url = body["next"]
    return pages


def test_every_row_comes_once_although_all_are_of_one_day(world: World, sign_in: Any) -> None:
    made = many(world, 23)
    pages = walk(sign_in("lin"), f"{LIST}?page_size=5")
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
    assert [uuid for page in pages for uuid in page] == [str(one.uuid) for one in reversed(made)]


def test_a_page_stays_what_it_is_when_something_newer_comes(world: World, sign_in: Any) -> None:
    many(world, 6)
    client = sign_in("lin")
    first = client.get(f"{LIST}?page_size=3").json()
    second = client.get(first["next"]).json()["results"]
    many(world, 4, on=dt.date(2026, 11, 21))
    assert client.get(first["next"]).json()["results"] == second


def test_back_leads_where_one_came_from(world: World, sign_in: Any) -> None:
    many(world, 7)
    client = sign_in("lin")
    first = client.get(f"{LIST}?page_size=3").json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert first["previous"] is None
    assert third["next"] is None
    back = client.get(third["previous"]).json()
    assert back["results"] == second["results"]
    assert client.get(back["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize("cursor", ["x", "!!!!", "bnVsbA", "WzAsMV0", "WzAsImEiLCJiIl0"])
def test_a_foreign_cursor_is_refused(world: World, sign_in: Any, cursor: str) -> None:
    assert sign_in("lin").get(f"{LIST}?cursor={cursor}").status_code == 404
    assert sign_in("lin").get(f"/meetings/?cursor={cursor}").status_code == 302


def test_a_key_in_two_directions_is_a_mistake_of_ours(db: Any) -> None:
    with pytest.raises(ValueError, match="one direction"):
        keyset.page(Meeting.objects.all(), ("-held_on", "pk"), 5)


@pytest.mark.parametrize("more", [0, FEW_PLACES])
def test_few_places_and_many_give_the_same_list(world: World, sign_in: Any, more: int) -> None:
    Organization.objects.bulk_create(
        Organization(
            code=f"M-{n}",
            name=f"第{n}支部",
            short_name=f"第{n}支部",
            kind="branch",
            unit_kind="community",
            parent=world.street,
            path=tree.child(world.street.path, 100 + n),
            established_on=FOUNDED,
        )
        for n in range(more)
    )
    many(world, 4)
    many(world, 3, organization=world.other_branches[0])
    many(world, 2, organization=world.groups[0])
    found = {
        who: len(sign_in(who).get(LIST).json()["results"])
        for who in ("lin", "hua", "shao", "wei", "shen", "sys", "aud")
    }
    assert found == {"lin": 6, "hua": 6, "shao": 6, "wei": 9, "shen": 3, "sys": 0, "aud": 0}


def test_filters_narrow_and_never_widen(make: Any, world: World, sign_in: Any) -> None:
    actions.submit(meeting=make(kinds=["lecture", "theme_day"]), by=world.lin.actor)
    make(organization=world.groups[0], kinds=["group"], held_on=dt.date(2026, 10, 13))
    void = {world.members[n].uuid: AttendanceMark("on_leave", "sick") for n in (1, 3)}
    early = at(dt.date(2026, 11, 20), 9)
    held = make(kinds=["committee"], marks=void, starts_at=early, recorder=world.members[0])
    actions.submit(meeting=held, by=world.lin.actor)
    other = many(world, 1, organization=world.other_branches[0])[0]
    client = sign_in("lin")

    def results_of(query: str) -> int:
        return len(client.get(f"{LIST}?{query}").json()["results"])

    for query, count in {
        "": 3,
        "organization=A-2": 2,
        "organization=A-2-G1": 1,
        "below=A-2": 3,
        "below=D": 3,
        "below=B": 0,
        f"organization={other.organization.code}": 0,
        "organization=NONE": 0,
        "month=2026-11": 2,
        "month=2026-10": 1,
        "held_from=2026-11-01": 2,
        "held_until=2026-10-31": 1,
        "kind=lecture": 1,
        "kind=theme_day": 1,
        "status=submitted": 2,
        "is_late=true": 0,
        "is_late=false": 3,
        "counted=true": 1,
        "counted=false": 2,
    }.items():
        assert (query, results_of(query)) == (query, count)


@pytest.mark.parametrize(
    "query",
    [
        "month=2026-13",
        "month=x",
        "kind=party",
        "status=x",
        "held_from=x",
        "is_late=maybe",
        "what=1",
        "page_size=0",
    ],
)
def test_wrong_and_unknown_filters_are_refused(world: World, sign_in: Any, query: str) -> None:
    assert sign_in("lin").get(f"{LIST}?{query}").status_code == 400


def test_the_calendar_level_has_no_content(make: Any, world: World, sign_in: Any) -> None:
    meeting = make(marks={world.members[4].uuid: AttendanceMark("on_leave", "sick")})
    seen = sign_in("lin").get(LIST).json()["results"][0]
    assert (seen["expected"], seen["present"], seen["on_leave"], seen["absent"]) == (9, 8, 1, 0)
    assert (seen["host"], seen["recorder"]) == (world.members[0].name, world.members[1].name)
    assert seen["starts_at"] == "2026-11-20T14:30:00+08:00"
    row = sign_in("hua").get(LIST).json()["results"][0]
    hidden = {name for name, value in row.items() if value is None}
    assert hidden == {
        "recorder",
        "expected",
        "present",
        "on_leave",
        "undecided",
        "absent",
        "submitted_at",
        "is_late",
        "is_void",
    }
    detail = sign_in("hua").get(f"{LIST}{meeting.uuid}/").json()
    assert (detail["minutes"], detail["attendances"], detail["agenda"]) == (None, None, None)
    for part in ("attendances/", "attachments/", "checks/"):
        assert sign_in("hua").get(f"{LIST}{meeting.uuid}/{part}").status_code == 403
        assert sign_in("shen").get(f"{LIST}{meeting.uuid}/{part}").status_code == 404


def test_the_queries_of_a_page_do_not_grow(
    world: World, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    for page in (LIST, "/meetings/"):
        client = sign_in("wei")
        many(world, 3)
        client.get(page)
        with django_assert_max_num_queries(12) as few:
            client.get(page)
        many(world, 40)
        with django_assert_max_num_queries(len(few)):
            client.get(page)


def test_the_version_seen_is_asked_for(make: Any, sign_in: Any) -> None:
    meeting = make()
    client, url = sign_in("lin"), f"{LIST}{meeting.uuid}/"
    given = {"data": {"theme": "新"}, "content_type": "application/json"}
    assert client.patch(url, **given).status_code == 428
    assert client.patch(url, **given, headers={"If-Match": '"1"'}).status_code == 200
    stale = client.patch(url, **given, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert list(Meeting.objects.values_list("version", "status")) == [(2, Status.HELD)]


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        ('"1"', 200),
        ("1", 200),
        ('W/"1"', 200),
        ("*", 200),
        ('"77", "1"', 200),
        ('"77"', 409),
        ('"0"', 409),
        ('"x"', 412),
        ('"77", "78"', 412),
        ('"99999999999"', 412),
    ],
)
def test_a_meeting_takes_every_spelling_of_its_version(
    make: Any, sign_in: Any, seen: str, status: int
) -> None:
    url, lin = f"{LIST}{make().uuid}/", sign_in("lin")
    answer = lin.patch(url, {"theme": "新"}, "application/json", headers={"If-Match": seen})
    assert answer.status_code == status, answer.content.decode()
    assert (lin.get(url).json()["theme"] == "新") == (status == 200)


def test_a_client_chooses_the_number_and_sends_it_twice(world: World, sign_in: Any) -> None:
    body = {
        "id": "7b0c1c0e-8a0f-4f5e-9b39-2f1f6d0a1b11",
        "organization": "A-2",
        "kinds": ["theme_day"],
        "held_on": "2026-11-20",
        "starts_at": "2026-11-20T14:30:00+08:00",
        "attendances": [{"member": str(world.members[2].uuid), "reason_code": "sick"}],
    }
    client = sign_in("lin")
    first = client.post(LIST, body, content_type="application/json")
    again = client.post(LIST, body, content_type="application/json")
    assert (first.status_code, first.json()["id"]) == (201, body["id"])
    assert (again.status_code, again.json()["code"]) == (409, "already_there")
    assert Meeting.objects.count() == 1
    assert client.post(LIST, body | {"colour": "red"}, content_type="application/json").status_code == 400
    assert sign_in("shen").post(LIST, body, content_type="application/json").status_code == 404


def test_a_group_is_listed_with_its_branch(world: World, sign_in: Any) -> None:
    one = many(world, 1, organization=world.groups[0])[0]
    client = sign_in("lin")
    label = f"{world.branch.short_name}第一党小组"
    assert world.groups[0].full_label == label
    assert label in client.get("/meetings/").content.decode()
    assert label in client.get(f"/meetings/{one.uuid}/").content.decode()
    assert world.branch.full_label == world.branch.short_name


def test_the_list_nobody_narrowed_opens_with_this_month_and_leads_on_to_the_planned_year(
    world: World, sign_in: Any
) -> None:
    many(world, 1, dt.date(2026, 10, 20))
    many(world, 2, dt.date(2026, 11, 30))
    many(world, 3, dt.date(2027, 3, 1))
    client = sign_in("lin")

    def days(url: str) -> list[str]:
        return [f"{line.row['held_on']:%m-%d}" for line in client.get(url).context["rows"]]

    opened = client.get("/meetings/")
    assert [f"{line.row['held_on']:%m-%d}" for line in opened.context["rows"]] == ["11-30", "11-30", "10-20"]
    assert days(f"/meetings/?cursor={opened.context['page'].newer}") == ["03-01"] * 3
    assert days("/meetings/?status=planned") == ["03-01"] * 3 + ["11-30"] * 2 + ["10-20"]


def test_kinds_stand_in_one_order_however_they_were_stored(make: Any) -> None:
    meeting = make(kinds=["theme_day"])
    meeting.kinds.create(kind="lecture")
    assert meeting.kind_names == "党课、主题党日"
