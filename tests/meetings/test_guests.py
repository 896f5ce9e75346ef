"""Guests: recorded by name, unit and role; never expected, never voting, and found without giving anybody away."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meetings.forms.attendance import GuestFormSet
from meetings.forms.fields import rows_data
from meetings.forms.initial_data import as_form_data
from meetings.models import Guest, Meeting
from meetings.record.schema import GuestEntry
from meetings.rules import checks
from meetings.selectors.record_facts import facts_of_meeting
from meetings.selectors.stored_record import stored_record
from meetings.states import GuestRole
from tests.factories import at, record_meeting
from tests.world import World, enroll

DAY = dt.date(2026, 11, 20)
HERE = "滨江社区第二党支部"


def rows(meeting: Meeting) -> list[tuple[str, str, str, str | None]]:
    found = meeting.guest_rows.order_by("id")
    return list(found.values_list("name", "unit", "role", "member__name"))


def test_guests_change_no_count(world: World, make: Callable[..., Meeting]) -> None:
    given = [
        GuestEntry("邵兰", "望海街道党工委", GuestRole.SITTING_IN),
        GuestEntry("吴b1", "云台社区第一党支部", GuestRole.VISITING),
        GuestEntry("高山", "区委组织部", GuestRole.LEADER),
    ]
    meeting = make(guest_rows=given)
    assert (meeting.expected, meeting.present, meeting.attendances.count()) == (9, 9, 9)
    assert rows(meeting) == [
        ("邵兰", "望海街道党工委", "sitting_in", None),
        ("吴b1", "云台社区第一党支部", "visiting", "吴b1"),
        ("高山", "区委组织部", "leader", None),
    ]
    assert stored_record(meeting).guest_rows == tuple(given)


@pytest.mark.parametrize(
    ("name", "unit", "role", "known"),
    [
        ("吴b1", "云台社区第一党支部", "visiting", True),
        ("吴b1", "中共海云区云台社区第一党支部", "visiting", True),
        ("吴b1", "中共海云区云台社区第一党支部", "leader", True),
        ("吴b1", "云台社区第一党支部", "sitting_in", False),
        ("吴b1", "云台社区", "visiting", False),
        ("吴b1", "云台社区第二党支部", "visiting", False),
        ("吴", "云台社区第一党支部", "visiting", False),
        ("吴b1", "", "visiting", False),
        ("华小", HERE, "visiting", False),  # one's own are on the roll
    ],
)
def test_a_member_is_known_by_name_and_branch_exactly(
    make: Callable[..., Meeting], name: str, unit: str, role: str, known: bool
) -> None:
    make(guest_rows=[GuestEntry(name, unit, role)])
    assert (Guest.objects.get().member is not None) is known


def test_of_two_of_one_name_nobody_is_guessed(world: World, make: Callable[..., Meeting]) -> None:
    enroll(world.other_branches[0], "吴b1")
    make(guest_rows=[GuestEntry("吴b1", "云台社区第一党支部", GuestRole.VISITING)])
    assert Guest.objects.get().member is None


def test_a_member_typed_twice_visits_once(make: Callable[..., Meeting]) -> None:
    one = GuestEntry("吴b1", "云台社区第一党支部", GuestRole.VISITING)
    meeting = make(guest_rows=[one, one])
    assert [row[3] for row in rows(meeting)] == ["吴b1", None]


def test_unchanged_guests_are_not_written_anew_and_changed_ones_stand_in_the_audit(
    world: World, make: Callable[..., Meeting]
) -> None:
    one = GuestEntry("邵兰", "望海街道党工委")
    meeting = make(guest_rows=[one])
    key = Guest.objects.get().pk
    again = {"organization": world.branch, "uuid": meeting.uuid, "by": world.lin.actor, "held_on": DAY}
    again |= {"kinds": ["theme_day"], "starts_at": at(DAY)}
    meeting = record_meeting(**again, version=1, guest_rows=[one])
    assert Guest.objects.get().pk == key
    record_meeting(**again, version=2, guest_rows=[])
    from audit.models import Entry

    assert Guest.objects.count() == 0
    assert Entry.objects.latest("id").before["其他到会人员"] == "邵兰（望海街道党工委）"


def test_fields_of_the_page_are_read_back_as_they_were() -> None:
    given = (GuestEntry("邵兰", "街道", "sitting_in"), GuestEntry("吴b1", "云台", "visiting"))
    assert tuple(formset(rows_data(given, "guest")).entries.values()) == given
    odd = formset({"guest-0-name": " ", "guest-1-name": "高山", "guest-1-role": "king"})
    assert odd.entries == {1: GuestEntry("高山", "", "sitting_in")}
    assert odd.is_valid() is False


def formset(fields: dict[str, Any]) -> Any:
    return GuestFormSet(as_form_data(fields), prefix="guest", auto_id="%s")


def test_the_page_keeps_guests_and_the_paper_prints_them(
    world: World, make: Callable[..., Meeting], sign_in: Callable[[str], Client]
) -> None:
    meeting = make(guest_rows=[GuestEntry("吴b1", "云台社区第一党支部", GuestRole.VISITING)])
    lin = sign_in("lin")
    page = lin.get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
    assert 'name="guest-0-name" value="吴b1"' in page
    paper = lin.get(f"/meetings/{meeting.uuid}/").content.decode()
    assert '<span class="nowrap">吴b1</span>（云台社区第一党支部，其他支部党员）' in paper
    assert sign_in("shen").get(f"/meetings/{meeting.uuid}/").status_code == 404


def test_the_api_reads_and_writes_guests(
    world: World, make: Callable[..., Meeting], sign_in: Callable[[str], Client]
) -> None:
    meeting = make()
    lin, address = sign_in("lin"), f"/api/v1/meetings/{meeting.uuid}/"
    body: dict[str, Any] = {"version": 1, "guest_rows": [{"name": "高山", "unit": "区委", "role": "leader"}]}
    answer = lin.patch(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["guest_rows"]) == (200, body["guest_rows"])
    answer = lin.patch(address, {"version": 2, "theme": "改主题"}, content_type="application/json")
    assert answer.json()["guest_rows"] == body["guest_rows"]
    assert sign_in("hua").get(address).json()["guest_rows"] is None


@pytest.mark.parametrize(
    ("kinds", "facts", "twice"),
    [
        (["general"], {"guests": "邵兰、华小"}, True),
        (["general"], {"guests": "邵兰，高山"}, False),
        (["general"], {"guests": "华小（街道办事处）"}, False),  # of the same name
        (["general"], {"guest_rows": [GuestEntry("华小", "组织委员")]}, True),
        (["general"], {"guest_rows": [GuestEntry("华小", "", GuestRole.VISITING)]}, True),
        (["general"], {"guest_rows": [GuestEntry("华小", "云台社区第一党支部", GuestRole.VISITING)]}, False),
        (["committee"], {"guests": "华小"}, False),  # a member of the branch, not of the committee
        (["committee"], {"guests": "何秀"}, True),
    ],
)
def test_nobody_of_the_roll_is_a_guest_besides(
    make: Callable[..., Meeting], kinds: list[str], facts: dict[str, Any], twice: bool
) -> None:
    """R-REC-02: one person is counted once."""
    stops = [
        found.field
        for found in checks.findings(facts_of_meeting(make(kinds=kinds, **facts)))
        if found.level == "stop"
    ]
    assert stops == (["guests"] if twice else [])
