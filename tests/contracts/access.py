"""How each door of the access table is knocked at: its address and what is sent. Who may enter stands in access.txt.

What is sent is right, so that whoever may do it gets it done, and a refusal can only come from the reach. All of it
concerns Lin's branch, or the street above it.
"""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.contracts import parts
from tests.contracts.house import House, photo, roster

CAST = ("nobody", "hua", "he", "lin", "shao", "wei", "shen", "sys", "sec", "aud")
NEW = UUID("00000000-0000-4000-8000-000000000001")
MEETING = {
    "organization": "A-2",
    "kinds": ["lecture"],
    "held_on": "2026-11-20",
    "starts_at": "2026-11-20T14:30:00+08:00",
}
RULE = {
    "name": "主题党日",
    "kind": "theme_day",
    "applies_to": "branch",
    "cadence": "month",
    "count": 2,
    "basis": "区委〔2026〕5号",
    "valid_from": "2027-01-01",
}
WAIVER = {"rule": "R-MEET-04", "since": "2026-11-01", "until": "2026-12-31", "reason": "整建制外出学习"}
ACCOUNT = {"username": "new", "name": "新人"}


@dataclass(frozen=True)
class Knock:
    """args of the address, its query, and the content: a form on pages, JSON at the API."""

    args: tuple[Any, ...] = ()
    query: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    is_form: bool = False


def meeting(status: str, **content: Any) -> Callable[[House], Knock]:
    return lambda h: Knock((h.meetings[status].uuid,), content=content)


# Doors not named here have no arguments, no query and nothing to send.
KNOCKS: dict[str, Callable[[House], Knock]] = {
    "accounts:sign_in POST": lambda h: Knock(content={"username": "lin", "password": "wrong"}),
    "accounts:password POST": lambda h: Knock(content={"old": "wrong", "new": "x", "again": "x"}),
    "accounts:type POST": lambda h: Knock(content={"large": "on"}),
    "reports:rows GET": lambda h: Knock(query="show=lacking&organization=A&month=2026-10"),
    "reports:dashboard GET": lambda h: Knock(query="organization=A&month=2026-10"),
    "reports:list POST": lambda h: Knock(content={"organization": "A", "month": "2026-10"}),
    "reports:detail GET": lambda h: Knock((h.report.uuid,)),
    "reports:publish POST": lambda h: Knock((h.frozen.uuid,), content={"note": "请对照"}),
    "reports:file GET": lambda h: Knock((h.report.uuid, "xlsx")),
    "reports:rule GET": lambda h: Knock(("R-MEET-04",)),
    "reports:rule POST": lambda h: Knock(("R-MEET-04",), content=RULE),
    "reports:new_rule POST": lambda h: Knock(content=RULE | {"code": "L-TALK-01"}),
    "reports:end_waiver GET": lambda h: Knock((h.waiver.pk,)),
    "reports:end_waiver POST": lambda h: Knock(
        (h.waiver.pk,), content={"asked_from": "2027-01-01", "reason": "不外出了"}
    ),
    "reports:waive GET": lambda h: Knock(("A-1",)),
    "reports:waive POST": lambda h: Knock(("A-1",), content=WAIVER),
    "branches:mandates POST": lambda h: Knock(
        content={"username": "hua", "organization": "A-2", "role": "committee_member", "since": "2026-11-22"}
    ),
    "branches:revoke POST": lambda h: Knock(content={"mandate": h.mandate.pk, "until": "2026-11-22"}),
    "branches:open_account POST": lambda h: Knock(content=ACCOUNT),
    "branches:change GET": lambda h: Knock(("A-2", "describe")),
    "branches:change POST": lambda h: Knock(
        ("A-2", "describe"), content={"activity_day": 20, "unit_kind": "community", "units_covered": 1}
    ),
    "organizations:detail GET": lambda h: Knock(("A-2",)),
    "members:export POST": lambda h: Knock(query="organization=A-2"),
    "members:enroll GET": lambda h: Knock(query="organization=A-2"),
    "members:enroll POST": lambda h: Knock(
        query="organization=A-2",
        content={
            "name": "钱进",
            "gender": "1",
            "birth_on": "1990-01-01",
            "joined_on": "2020-07-01",
            "full_on": "2021-07-01",
            "since": "2026-11-22",
            "entry": "admitted",
        },
    ),
    "members:detail GET": lambda h: Knock((h.member.uuid,)),
    "members:unmask POST": lambda h: Knock(
        (h.member.uuid,), content={"field": "phone", "purpose": "通知开会"}
    ),
    "members:change GET": lambda h: Knock((h.member.uuid, "regroup")),
    "members:change POST": lambda h: Knock(
        (h.member.uuid, "regroup"), content={"group": "A-2-G2", "on": "2026-11-22"}
    ),
    "members:imports POST": lambda h: Knock(
        content={"kind": "roster", "organization": "A", "file": SimpleUploadedFile("名册.xlsx", roster())}
    ),
    "members:import_preview GET": lambda h: Knock((h.batch.uuid,)),
    "members:import_confirm POST": lambda h: Knock((h.batch.uuid,)),
    "members:import_failed GET": lambda h: Knock((h.batch.uuid,)),
    "meetings:plan POST": lambda h: Knock(
        content={
            "uuid": NEW,
            "organization": "A-2",
            "kinds": ["lecture"],
            "held_on": "2026-11-28",
            "starts_at": "14:30",
        }
    ),
    "meetings:record GET": lambda h: Knock(query=f"uuid={h.meetings['held'].uuid}"),
    "meetings:record POST": lambda h: Knock(
        content={
            "uuid": NEW,
            "organization": "A-2",
            "kinds": ["lecture"],
            "held_on": "2026-11-20",
            "starts_at": "14:30",
            "ends_at": "16:00",
        }
    ),
    "meetings:draft POST": lambda h: Knock(
        content={"uuid": NEW, "organization": "A-2", "kinds": ["lecture"], "held_on": "2026-11-20"}
    ),
    "meetings:discard POST": lambda h: Knock(content={"uuid": h.draft.meeting_uuid}),
    "meetings:attachment GET": lambda h: Knock((h.attachment.uuid,)),
    "meetings:detach POST": lambda h: Knock((h.attachment.uuid,)),
    "meetings:detail GET": meeting("submitted"),
    "meetings:word GET": meeting("submitted"),
    "meetings:review POST": meeting("submitted", move="confirm"),
    "meetings:move POST": meeting("held", move="submit"),
    "meetings:amend GET": meeting("confirmed"),
    "meetings:amend POST": lambda h: Knock(
        (h.meetings["confirmed"].uuid,),
        content={
            "organization": "A-2",
            "kinds": ["theme_day"],
            "theme": "学习全会精神",
            "held_on": "2026-11-20",
            "starts_at": "14:30",
            "ends_at": "16:00",
            "place": "三楼",
            "host": h.world.members[0].uuid,
            "recorder": h.world.members[1].uuid,
            "minutes": "林知远主持，集体学习全会精神，讨论了滨江社区的落实办法。",
            "reason": "地点写错",
        },
    ),
    "audit:job GET": lambda h: Knock((h.job.uuid,)),
    "api_meetings POST": lambda h: Knock(content=MEETING),
    "api_meeting GET": meeting("submitted"),
    "api_meeting PATCH": lambda h: Knock(
        (h.meetings["held"].uuid,), content={"place": "三楼", "version": h.meetings["held"].version}
    ),
    "api_meeting_submit POST": meeting("held"),
    "api_meeting_return POST": meeting("submitted", comment="请补写讨论内容"),
    "api_meeting_confirm POST": meeting("submitted"),
    "api_meeting_cancel POST": meeting("planned"),
    "api_meeting_amend POST": meeting("confirmed", reason="地点写错", place="三楼"),
    "api_meeting_checks GET": meeting("held"),
    "api_meeting_attendances GET": meeting("submitted"),
    "api_meeting_attachments GET": meeting("held"),
    "api_meeting_attachments POST": lambda h: Knock(
        (h.meetings["held"].uuid,), content={"file": photo()}, is_form=True
    ),
    "api_meeting_attachment DELETE": lambda h: Knock((h.meetings["held"].uuid, h.attachment.uuid)),
    "api_meeting_attachment_file GET": lambda h: Knock((h.meetings["held"].uuid, h.attachment.uuid)),
    "organization-list POST": lambda h: Knock(
        content={
            "code": "A-9",
            "name": "中共海云区滨江社区第九党支部",
            "short_name": "滨江社区第九党支部",
            "kind": "branch",
            "unit_kind": "community",
            "parent": "A",
            "established_on": "2026-11-22",
            "full_members": 5,
            "document": "海组〔2026〕9号",
        }
    ),
    "organization-detail GET": lambda h: Knock(("A-2",)),
    "organization-detail PATCH": lambda h: Knock(("A-2",), content={"activity_day": 20}),
    "organization-changes GET": lambda h: Knock(("A-2",)),
    "organization-findings GET": lambda h: Knock(("A-2",)),
    "organization-call-off-dissolution POST": lambda h: Knock(("A-2-G2",), content={"reason": "不撤了"}),
    "organization-rename POST": lambda h: Knock(
        ("A-2",),
        content={
            "name": "中共海云区滨海社区第二党支部",
            "short_name": "滨海社区第二党支部",
            "effective_on": "2026-11-22",
            "document": "1号",
        },
    ),
    "organization-move POST": lambda h: Knock(
        ("A-2",), content={"parent": "B", "effective_on": "2026-11-22", "document": "1号"}
    ),
    "organization-dissolve POST": lambda h: Knock(
        ("A-2-G1",), content={"effective_on": "2026-11-22", "document": "1号"}
    ),
    "api_members POST": lambda h: Knock(
        content={
            "organization": "A-2",
            "name": "钱进",
            "joined_on": "2020-07-01",
            "full_on": "2021-07-01",
            "since": "2026-11-22",
        }
    ),
    "api_member GET": lambda h: Knock((h.member.uuid,)),
    "api_member PATCH": lambda h: Knock((h.member.uuid,), content={"education": "本科"}),
    "api_member_transfer POST": lambda h: Knock(
        (h.member.uuid,), content={"organization": "A-3", "on": "2026-11-22"}
    ),
    "api_member_regroup POST": lambda h: Knock(
        (h.member.uuid,), content={"group": "A-2-G2", "on": "2026-11-22"}
    ),
    "api_member_restrictions GET": lambda h: Knock((h.restriction.member.uuid,)),
    "api_member_restrictions POST": lambda h: Knock(
        (h.member.uuid,), content={"kind": "exempt", "since": "2026-11-22", "reason": "长期患病"}
    ),
    "api_restriction_lift POST": lambda h: Knock(
        (h.restriction.member.uuid, h.restriction.pk), content={"until": "2026-11-22"}
    ),
    "api_member_leave POST": lambda h: Knock((h.member.uuid,), content={"exit": "died", "on": "2026-11-22"}),
    "api_member_turn_full POST": lambda h: Knock((h.preparatory.uuid,), content={"on": "2026-11-20"}),
    "api_member_unmask POST": lambda h: Knock(
        (h.member.uuid,), content={"field": "phone", "purpose": "通知开会"}
    ),
    "rule-list POST": lambda h: Knock(content={"code": "R-MEET-04", "valid_from": "2027-01-01", "count": 2}),
    "api_waivers POST": lambda h: Knock(content=WAIVER | {"organization": "A-1"}),
    "api_waiver_end POST": lambda h: Knock(
        (h.waiver.pk,), content={"asked_from": "2027-01-01", "reason": "不外出了"}
    ),
    "owed-list GET": lambda h: Knock(query="organization=A-2&month=2026-10"),
    "report-list POST": lambda h: Knock(content={"organization": "A", "month": "2026-10"}),
    "report-detail GET": lambda h: Knock((h.report.uuid,)),
    "report-amendments GET": lambda h: Knock((h.frozen.uuid,)),
    "report-lines GET": lambda h: Knock((h.report.uuid,)),
    "report-totals GET": lambda h: Knock((h.report.uuid,)),
    "report-publish POST": lambda h: Knock((h.frozen.uuid,), content={"note": "请对照"}),
}


def knock(browser: Client, house: House, name: str, method: str) -> Any:
    """The answer of a door."""
    made = knocks().get(f"{name} {method}", lambda h: Knock())(house)
    address = reverse(name, args=made.args) + (f"?{made.query}" if made.query else "")
    if method in ("GET", "HEAD"):
        return browser.generic(method, address)
    is_api = address.startswith("/api/") and not made.is_form
    if is_api:
        return browser.generic(method, address, json.dumps(made.content, default=str), "application/json")
    if method == "POST":
        return browser.post(address, made.content)
    return browser.generic(method, address)


def word_of(answer: Any) -> str:
    """The status; `in` for being led to sign in."""
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/?"):
        return "in"
    return str(answer.status_code)


@functools.cache
def knocks() -> dict[str, Callable[[House], Knock]]:
    return KNOCKS | parts.gathered("KNOCKS")


def table() -> dict[tuple[str, str], list[str]]:
    """(door, method) → the expected words in the order of CAST, from access.txt and the parts."""
    rows = {}
    text = Path(__file__).with_name("access.txt").read_text(encoding="utf-8")
    for line in f"{text}\n{parts.rows()}".splitlines():
        cells = line.split("#")[0].split()
        if cells and cells[0] != "door":
            rows[cells[0], cells[1]] = cells[2:]
    return rows
