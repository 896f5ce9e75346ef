"""Meetings in from other systems and out to them: what the contracts need to knock at."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from exchange import actions as exchange
from exchange.actions import import_workbooks
from exchange.models import Import
from meetings.models import Meeting
from tests.contracts.access import Knock
from tests.contracts.house import House
from tests.exchange.workbooks import workbook

TITLES = ["日期", "时间", "会议类型", "主题", "地点", "主持人", "记录人", "会议记录"]
LINE = [
    "2026-11-12",
    "14:30",
    "党课",
    "学习党章",
    "二楼会议室",
    "林知远",
    "何秀英",
    "林知远讲党章，大家讨论。",
]
COLUMNS = [{"field": "held_on", "title": "开会日期"}, {"field": "theme", "title": "题目"}]
CHOSEN = {"column-held_on": "on", "title-held_on": "开会日期", "order-held_on": "1"}


def sheet(house: House, theme: str = "学习党章") -> bytes:
    host, recorder = (member.name for member in house.world.members[:2])
    return workbook(("会议", [TITLES, [*LINE[:3], theme, LINE[4], host, recorder, LINE[7]]]))


def sent(content: bytes, name: str = "会议.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def elsewhere(content: bytes) -> bytes:
    """The bundle of a meeting that is not here: its numbers changed in record and manifest alike."""
    import hashlib
    import json
    from uuid import UUID

    with zipfile.ZipFile(BytesIO(content)) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    record, manifest = json.loads(parts["meeting.json"]), json.loads(parts["manifest.json"])
    record["id"] = manifest["meeting"] = str(UUID(int=7))
    record["held_on"], record["starts_at"], record["ends_at"] = (
        "2026-11-05",
        "2026-11-05T09:00:00+08:00",
        "2026-11-05T10:00:00+08:00",
    )
    parts["meeting.json"] = json.dumps(record).encode()
    manifest["files"][0] |= {
        "size": len(parts["meeting.json"]),
        "sha256": hashlib.sha256(parts["meeting.json"]).hexdigest(),
    }
    parts["manifest.json"] = json.dumps(manifest).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, body in parts.items():
            bundle.writestr(name, body)
    return out.getvalue()


def furnish(house: House) -> None:
    world, lin = house.world, house.world.lin.actor
    meeting = Meeting.objects.select_related("organization__parent").get(pk=house.meetings["confirmed"].pk)
    content = elsewhere(exchange.export_bundle(meeting=meeting, by=lin))
    house.things["came_bundle"] = exchange.upload_bundle(content=content, name="档案包.zip", by=lin)
    house.things["came_sheet"] = import_workbooks.upload(
        kind=Import.Kind.MEETINGS,
        organization=world.branch,
        content=sheet(house),
        name="会议.xlsx",
        by=lin,
    )
    house.things["column_map"] = exchange.save_column_map(
        organization=world.branch, name="报组织部", columns=[("held_on", "日期"), ("theme", "题目")], by=lin
    )


def of_batch(name: str, **content: Any) -> Callable[[House], Knock]:
    return lambda h: Knock((getattr(h, name).uuid,), content=content)


KNOCKS: dict[str, Callable[[House], Knock]] = {
    "meetings:exchange_leave POST": lambda h: Knock(content={"then": "export"} | CHOSEN),
    "meetings:exchange_arrive POST": lambda h: Knock(
        content={"file": sent(sheet(h, "学习准则")), "organization": "A-2"}
    ),
    "meetings:exchange_drop POST": of_batch("column_map"),
    "meetings:arrival GET": of_batch("came_bundle"),
    "meetings:arrival_confirm POST": of_batch("came_bundle"),
    "meetings:bundle GET": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "api_meeting_bundle GET": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "api_arrivals POST": lambda h: Knock(
        content={"file": sent(sheet(h, "学习准则")), "organization": "A-2"}, is_form=True
    ),
    "api_arrival GET": of_batch("came_sheet"),
    "api_arrival_confirm POST": of_batch("came_sheet"),
    "api_arrival_failed GET": of_batch("came_sheet"),
    "api_column_maps POST": lambda h: Knock(
        content={"organization": "A-2", "name": "报区委", "columns": COLUMNS}
    ),
    "api_column_map DELETE": of_batch("column_map"),
    "api_meeting_exports POST": lambda h: Knock(content={"columns": COLUMNS}),
    "api_meeting_exports_ask POST": lambda h: Knock(content={"reason": "报区委组织部"}),
}


CALLS: dict[str, tuple[str, Callable[[House, Any], Any]]] = {
    "meetings.actions.export_bundle": (
        "lin",
        lambda h, by: exchange.export_bundle(meeting=h.meetings["confirmed"], by=by),
    ),
    "meetings.actions.upload_bundle": (
        "shao",
        lambda h, by: exchange.upload_bundle(
            content=elsewhere(exchange.export_bundle(meeting=h.meetings["confirmed"], by=by)),
            name="档案包.zip",
            by=by,
        ),
    ),
    "meetings.actions.import_bundle": (
        "shao",
        lambda h, by: exchange.import_bundle(batch=h.came_bundle, by=by),
    ),
    "meetings.actions.save_column_map": (
        "lin",
        lambda h, by: exchange.save_column_map(
            organization=h.world.branch, name="报区委", columns=[("theme", "题目")], by=by
        ),
    ),
    "meetings.actions.delete_column_map": (
        "lin",
        lambda h, by: exchange.delete_column_map(columns=h.column_map, by=by),
    ),
    "meetings.actions.export_meetings": (
        "lin",
        lambda h, by: exchange.export_meetings(
            meetings=Meeting.objects.all(), filters={}, columns=[("theme", "题目")], by=by
        ),
    ),
    "meetings.actions.request_meeting_export": (
        "lin",
        lambda h, by: exchange.request_meeting_export(
            meetings=Meeting.objects.all(),
            filters={},
            columns=[("host", "主持人")],
            reason="报区委组织部",
            by=by,
        ),
    ),
}
ACCESS = """
meetings:exchange               GET    in     403    200    200    200    200    200    403    403    403
meetings:exchange_leave         POST   in     403    200    200    200    200    200    403    403    403
meetings:exchange_arrive        POST   in     403    302    302    302    302    400    403    403    403
meetings:exchange_drop          POST   in     404    302    302    302    302    404    404    404    404
meetings:arrival                GET    in     404    200    200    200    200    404    404    404    404
meetings:arrival_confirm        POST   in     404    302    302    302    302    404    404    404    404
meetings:bundle                 GET    in     403    200    200    200    200    404    404    404    404
api_meeting_bundle              GET    401    403    200    200    200    200    404    404    404    404
api_arrivals                    GET    401    403    200    200    200    200    200    403    403    403
api_arrivals                    POST   401    403    201    201    201    201    400    403    403    403
api_arrival                     GET    401    403    200    200    200    200    404    403    403    403
api_arrival_confirm             POST   401    403    200    200    200    200    404    403    403    403
api_arrival_failed              GET    401    403    200    200    200    200    404    403    403    403
api_column_maps                 GET    401    403    200    200    200    200    200    403    403    403
api_column_maps                 POST   401    400    201    201    201    201    400    403    403    403
api_column_map                  DELETE 401    404    204    204    204    204    404    404    404    404
api_meeting_exports             POST   401    403    200    200    200    200    200    403    403    403
api_meeting_exports_ask         POST   401    403    201    201    201    201    409    403    403    403
"""
