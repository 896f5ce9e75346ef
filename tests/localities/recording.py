"""Settings that decide about a record while it is typed: quorum, times, the hours of a lecture, photos."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from PIL import ImageEnhance

from meetings import actions
from meetings.models import Attachment, Meeting
from tests.factories import at
from tests.localities.table import row
from tests.meetings.pictures import jpeg, scene, upload
from tests.world import World

DECIDED = {
    "agenda-0-title": "明年的计划",
    "agenda-0-decision": "同意计划",
    "agenda-0-no": "0",
    "agenda-0-abstain": "0",
    "agenda-0-ends_with_vote": "on",
}


def gone(world: World, *numbers: int) -> dict[str, Any]:
    """These members of the branch as missing, as the page sends it."""
    uuids = [str(world.members[number].uuid) for number in numbers]
    return {"missing": uuids} | {f"mark-{uuid}": "sick" for uuid in uuids}


def needed(page: str, matter: str) -> tuple[int, int]:
    """(voters, votes) that the page gives its script to compare with."""
    (found,) = re.findall(
        rf'data-matter="{matter}"\s+data-entitled="\d+"\s+data-voters-needed="(\d+)"\s+data-votes-needed="(\d+)"',
        page,
    )
    return int(found[0]), int(found[1])


def api_body(world: World, yes: int, kind: str, absent: list[Any]) -> dict[str, Any]:
    return {
        "organization": world.branch.code,
        "kinds": [kind],
        "held_on": "2026-11-19",
        "starts_at": "2026-11-19T14:30:00+08:00",
        "agenda": [{"title": "计划", "decision": {"text": "同意", "yes": yes, "no": 0, "abstain": 0}}],
        "attendances": [
            {"member": str(member.uuid), "state": "on_leave", "reason_code": "sick"} for member in absent
        ],
    }


@row("QUORUM", "3/4")
def quorum(
    world: World, sign_in: Callable[[str], Client], typed: Callable[..., dict[str, Any]], paper: Any
) -> None:
    """8 may vote: six have to be there, though five of them carry a decision."""
    lin = sign_in("lin")
    page = lin.get("/meetings/record/?kinds=general").content.decode()
    assert needed(page, "ordinary") == (6, 5)
    assert needed(page, "admission") == (5, 5)  # more than half, whatever the locality says
    short = typed(**DECIDED, **gone(world, 5, 6, 7), **{"agenda-0-yes": "5"})
    sentence = "应到会有表决权的党员8人，实到会5人，至少要到6人才能表决，这项决议不能记。"
    assert sentence in lin.post("/meetings/record/draft/", short).json()["checks"]
    answer = lin.post("/meetings/record/", short)
    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)
    body = api_body(world, 5, "general", world.members[5:8])
    refused = lin.post("/api/v1/meetings/", body, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_quorate")
    assert sentence in str(refused.json()["errors"]["agenda-0-yes"])
    assert Meeting.objects.count() == 0
    enough = typed(**DECIDED, **gone(world, 6, 7), **{"agenda-0-yes": "5"})
    assert "至少6人" in lin.post("/meetings/record/draft/", enough).json()["checks"]
    assert lin.post("/meetings/record/", enough).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.agenda.get().resolution.passed is True
    assert "须有5票" in lin.get(f"/meetings/{meeting.uuid}/").content.decode()
    assert "赞成5票" in paper(meeting)


@row("CONVERSION_SECRET", False)
def conversion_secret(
    world: World, sign_in: Callable[[str], Client], typed: Callable[..., dict[str, Any]], paper: Any
) -> None:
    """A conversion may be voted on by a show of hands; an admission never."""
    lin = sign_in("lin")
    page = lin.get("/meetings/record/?kinds=general").content.decode()
    secret = re.findall(r'data-matter="(\w+)"[^>]*data-secret', page)
    assert secret == ["admission"]
    vote = {"agenda-0-candidate": "王小雨", "agenda-0-yes": "8", "agenda-0-form": "hands"}
    for matter, stopped in (("admission", True), ("conversion", False), ("extension", False)):
        checks = lin.post("/meetings/record/draft/", typed(**DECIDED, **vote, **{"agenda-0-kind": matter}))
        assert ("要用无记名投票" in checks.json()["checks"]) is stopped


@row("COMMITTEE_QUORUM", "1")
def committee_quorum(
    world: World, sign_in: Callable[[str], Client], typed: Callable[..., dict[str, Any]], paper: Any
) -> None:
    """A committee of three that has to be complete."""
    lin = sign_in("lin")
    page = lin.get("/meetings/record/?kinds=committee").content.decode()
    assert needed(page, "ordinary") == (3, 2)
    seats = re.findall(r'name="missing"\s+value="([^"]+)"', page)
    assert len(seats) == 3
    away = {"missing": [seats[2]], f"mark-{seats[2]}": "sick"}
    short = typed(kinds="committee", **DECIDED, **away, **{"agenda-0-yes": "2"})
    sentence = "至少要到3人才能表决"
    assert sentence in lin.post("/meetings/record/draft/", short).json()["checks"]
    answer = lin.post("/meetings/record/", short)
    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)
    absent = [member for member in world.members if str(member.uuid) == seats[2]]
    refused = lin.post("/api/v1/meetings/", api_body(world, 2, "committee", absent), "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "committee_not_quorate")
    undecided = typed(kinds="committee", **away)
    assert lin.post("/meetings/record/", undecided).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.is_void is True
    assert lin.get(f"/api/v1/meetings/{meeting.uuid}/").json()["is_void"] is True


@row("LATE_AFTER_DAYS", 2)
def late_after_days(
    sign_in: Callable[[str], Client], typed: Callable[..., dict[str, Any]], make: Any, page_text: Any
) -> None:
    lin = sign_in("lin")
    fields = typed(held_on="2026-11-19")
    assert (
        "会后第3天才提交，超过2天，记为逾期补录"
        in lin.post("/meetings/record/draft/", fields).json()["checks"]
    )
    assert lin.post("/meetings/record/", fields).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.is_late is True
    assert lin.get(f"/api/v1/meetings/{meeting.uuid}/").json()["is_late"] is True
    assert "逾期补录" in page_text("lin", f"/meetings/{meeting.uuid}/")


@row("USUAL_MINUTES", 45)
def usual_minutes(sign_in: Callable[[str], Client], clock: Any) -> None:
    clock.move_to(at(dt.date(2026, 11, 22), 18, 0))
    page = sign_in("lin").get("/meetings/record/?kinds=theme_day").content.decode()
    assert re.search(r'name="ends_at" value="15:15"', page)


@row("END_GRACE_MINUTES", 30)
def end_grace_minutes(sign_in: Callable[[str], Client], typed: Callable[..., dict[str, Any]]) -> None:
    """At 15:00: half an hour is as near as a meeting may be to its end."""
    lin = sign_in("lin")
    for ends_at, status in (("15:31", 409), ("15:30", 302)):
        answer = lin.post(
            "/meetings/record/", typed(held_on="2026-11-22", starts_at="14:00", ends_at=ends_at)
        )
        assert (answer.status_code, "结束写的是15:31" in answer.content.decode()) == (status, status == 409)


@row("LECTURE_HOUR_MINUTES", 45)
def lecture_hour_minutes(
    world: World,
    sign_in: Callable[[str], Client],
    typed: Callable[..., dict[str, Any]],
    paper: Any,
    page_text: Any,
) -> None:
    """90 minutes are two hours of a lesson's length."""
    lin = sign_in("lin")
    fields = typed(kinds="lecture", **{"lecture-lecturer": "陈教授", "lecture-level": "expert"})
    assert lin.post("/meetings/record/", fields).status_code == 302
    meeting = Meeting.objects.get()
    assert lin.get(f"/api/v1/meetings/{meeting.uuid}/").json()["lecture"]["hours"] == 2.0
    assert "学时：2.0" in page_text("lin", f"/meetings/{meeting.uuid}/")
    assert "学时：2.0" in paper(meeting)
    assert "2.0学时" in page_text("hua", f"/life/members/{world.members[2].uuid}/")


@row("PHOTO_DISTANCE", 0)
def photo_distance(make: Any, world: World, sign_in: Callable[[str], Client]) -> None:
    """With no bit of difference allowed two shots of one scene are two photos; the same file is still one."""
    lin = sign_in("lin")
    records = [make(held_on=dt.date(2026, 11, day)) for day in (18, 19, 20)]
    again = ImageEnhance.Brightness(scene(1)).enhance(1.08).resize((280, 210))
    photos = [
        actions.attach(meeting=meeting, upload=upload(content), name="会场.jpg", by=world.lin.actor)
        for meeting, content in zip(records, (jpeg(scene(1)), jpeg(again, 60), jpeg(scene(1))), strict=True)
    ]
    near = f"{int(photos[0].perceptual, 16) ^ 1:016x}"  # one bit apart
    Attachment.objects.filter(pk=photos[1].pk).update(perceptual=near)
    pages = [lin.get(f"/meetings/record/?uuid={meeting.uuid}").content.decode() for meeting in records]
    assert ["里是同一张" in page for page in pages] == [True, False, True]
    assert ["很像" in page for page in pages] == [False, False, False]
