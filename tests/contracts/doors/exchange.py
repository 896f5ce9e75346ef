"""Files in and out: rosters, meetings of other systems, large exports by two people."""

import datetime as dt
import functools
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from branches.selectors.actors import Actor
from core import clock
from exchange import actions as exchange
from exchange.actions import import_workbooks
from exchange.models import Export, Import
from meetings.models import Meeting
from members.models import Member
from tests.contracts.doors import Knock
from tests.contracts.house import House, roster
from tests.exchange.workbooks import TITLES as PEOPLE
from tests.exchange.workbooks import number, person, workbook

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


def sheet(house: House, theme: str = "学习党章", day: str = LINE[0]) -> bytes:
    return _sheet(day, theme, *(member.name for member in house.world.members[:2]))


def newcomer(house: House) -> bytes:
    """Somebody in another branch than those the other doors are about."""
    row = person("钱新到", identity=number("19830406", 5), branch=house.world.branches[2].short_name)
    return workbook(("花名册", [PEOPLE, row]))


@functools.cache  # what is sent twice is the same file
def _sheet(day: str, theme: str, host: str, recorder: str) -> bytes:
    return workbook(("会议", [TITLES, [day, *LINE[1:3], theme, LINE[4], host, recorder, LINE[7]]]))


def upload_of(content: bytes, name: str = "会议.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def elsewhere(content: bytes) -> bytes:
    """The bundle of a meeting that is not here: its numbers changed in record and manifest alike."""
    import hashlib
    import json
    from uuid import UUID

    from documents.rules import signatures as signing

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
    manifest["signature"] = signing.sign(manifest)
    parts["manifest.json"] = json.dumps(manifest).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, body in parts.items():
            bundle.writestr(name, body)
    return out.getvalue()


def of_batch(name: str, **content: Any) -> Callable[[House], Knock]:
    return lambda h: Knock((getattr(h, name).uuid,), content=content)


def request_roster(house: House, by: Actor) -> Export:
    people = Member.objects.visible_to(by).filter(organization=house.world.branch)
    return exchange.request_export(
        kind=Export.Kind.ROSTER, chosen=people, filters={"organization": "A-2"}, reason="年度统计", by=by
    )


def exports_over(house: House, by: Actor) -> int:
    Export.objects.filter(pk=house.made.pk).update(kept_until=clock.now() - dt.timedelta(seconds=1))
    return exchange.throw_away_exports(by=by)


def imports_over(house: House, by: Actor) -> int:
    Import.objects.filter(pk=house.batch.pk).update(uploaded_at=clock.now() - dt.timedelta(days=400))
    return exchange.throw_away_imports(by=by)


def confirmed(house: House) -> Any:
    return import_workbooks.confirm(batch=house.batch, by=house.world.shao.actor)


def furnish(house: House) -> None:
    """What came from elsewhere waits; of two rosters Lin asked for, one waits and one is made."""
    world, lin, shao = house.world, house.world.lin.actor, house.world.shao.actor
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
    house.things["brought"] = import_workbooks.import_at_once(
        kind="roster", organization=world.street, content=newcomer(house), name="名册.xlsx", by=shao
    )
    house.things["brought_sheet"] = import_workbooks.import_at_once(
        kind="meetings",
        organization=world.branch,
        content=sheet(house, "学习条例", "2026-11-11"),
        name="会议.xlsx",
        by=lin,
    )
    house.things["column_map"] = exchange.save_column_map(
        organization=world.branch, name="报组织部", columns=[("held_on", "日期"), ("theme", "题目")], by=lin
    )
    made = exchange.approve_export(export=request_roster(house, lin), by=shao)
    exchange.make_export(job_id=made.job_id)
    house.things["asked"], house.things["made"] = request_roster(house, lin), made


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
members:export                  POST   in  404 200 200 200 200 404 404 404 404    - member.export
members:imports                 GET    in  403 403 403 200 200 403 403 403 403    6
members:imports                 POST   in  403 403 403 302 302 403 403 403 403    - import.upload
members:import_preview          GET    in  404 404 404 200 200 404 404 404 404    8
members:import_columns          POST   in  404 404 404 302 302 404 404 404 404    - import.map_columns
members:import_confirm          POST   in  404 404 404 302 302 404 404 404 404    - job.start import.confirm
members:import_failed           GET    in  404 404 404 200 200 404 404 404 404   10 import.collect_failed
members:import_take_back        GET    in  404 404 404 200 200 404 404 404 404   31
members:import_take_back        POST   in  404 404 404 302 302 404 404 404 404    - member.take_back_import import.take_back
meetings:exchange               GET    in  403 200 200 200 200 200 403 403 403    8
meetings:exchange_leave         POST   in  403 200 200 200 200 200 403 403 403    - meeting.export_list
meetings:export                 POST   in  403 200 200 200 200 200 403 403 403    - meeting.export_list
meetings:exchange_arrive        POST   in  403 302 302 302 302 400 403 403 403    - import.upload
meetings:exchange_drop          POST   in  404 302 302 302 302 404 404 404 404    - columns.drop
meetings:arrival                GET    in  404 200 200 200 200 404 404 404 404    8
meetings:arrival_confirm        POST   in  404 302 302 302 302 404 404 404 404    - meeting.import
meetings:bundle                 GET    in  403 200 200 200 200 404 404 404 404   56 meeting.export meeting.bundle
api_meeting_bundle              GET    401 403 200 200 200 200 404 404 404 404   57 meeting.export meeting.bundle
api_imports                     GET    401 403 403 403 200 200 403 403 403 403    4
api_imports                     POST   401 403 403 403 201 201 403 403 403 403    - import.upload
api_import                      GET    401 403 403 403 200 200 403 403 403 403    6
api_import_columns              POST   401 403 403 403 200 200 403 403 403 403    - import.map_columns
api_import_confirm              POST   401 403 403 403 200 200 403 403 403 403    - job.start import.confirm
api_import_failed               GET    401 403 403 403 200 200 403 403 403 403   10 import.collect_failed
api_import_take_back            GET    401 403 403 403 200 200 403 403 403 403   30
api_import_take_back            POST   401 403 403 403 200 200 403 403 403 403    - member.take_back_import import.take_back
api_arrivals                    GET    401 403 200 200 200 200 200 403 403 403    4
api_arrivals                    POST   401 403 201 201 201 201 404 403 403 403    - import.upload
api_arrival                     GET    401 403 200 200 200 200 404 403 403 403    6
api_arrival_columns             POST   401 403 200 200 200 200 404 403 403 403    - import.map_columns
api_arrival_confirm             POST   401 403 200 200 200 200 404 403 403 403    - job.start import.confirm
api_arrival_take_back           GET    401 403 200 200 200 200 404 403 403 403   36
api_arrival_take_back           POST   401 403 200 200 200 200 404 403 403 403    - meeting.take_back_import import.take_back
api_arrival_failed              GET    401 403 200 200 200 200 404 403 403 403   10 import.collect_failed
api_column_maps                 GET    401 403 200 200 200 200 200 403 403 403    4
api_column_maps                 POST   401 404 201 201 201 201 404 403 403 403    - columns.map
api_column_map                  GET    401 403 200 200 200 200 404 403 403 403    5
api_column_map                  DELETE 401 404 204 204 204 204 404 404 404 404    - columns.drop
api_meeting_exports             POST   401 403 200 200 200 200 200 403 403 403    - meeting.export_list
api_meeting_exports_ask         POST   401 403 201 201 201 201 409 403 403 403    - export.ask
# Lin asked for both: the one who asked never decides, and nobody else fetches the file.
members:exports                 GET    in  403 200 200 200 200 200 403 403 403    8
members:export_decide           POST   in  404 302 302 302 302 404 404 404 404    - job.start export.approve
members:export_file             GET    in  404 403 200 403 403 404 404 404 404   11 member.export
api_exports                     GET    401 403 200 200 200 200 200 403 403 403    4
api_exports                     POST   401 403 201 201 201 201 404 403 403 403    - export.ask
api_export                      GET    401 403 200 200 200 200 404 403 403 403    5
api_export_approve              POST   401 403 200 409 200 200 404 403 403 403    - job.start export.approve
api_export_refuse               POST   401 403 200 409 200 200 404 403 403 403    - export.refuse
api_export_file                 GET    401 403 403 200 403 403 404 403 403 403   10 member.export
"""
PERSONS = {
    "api_meeting_bundle GET",
    "api_column_maps GET",
    "api_column_maps POST",
    "api_column_map GET",
    "api_meeting_exports POST",
    "api_meeting_exports_ask POST",
    "api_exports GET",
    "api_exports POST",
    "api_export GET",
    "api_export_approve POST",
    "api_export_refuse POST",
}
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "members:export POST": lambda h: Knock(query="organization=A-2"),
    "members:imports POST": lambda h: Knock(
        content={"kind": "roster", "organization": "A", "file": SimpleUploadedFile("名册.xlsx", roster())}
    ),
    "members:import_preview GET": lambda h: Knock((h.batch.uuid,)),
    "members:import_columns POST": lambda h: Knock((h.batch.uuid,)),
    "members:import_confirm POST": lambda h: Knock((h.batch.uuid,)),
    "members:import_failed GET": lambda h: Knock((h.batch.uuid,)),
    "members:import_take_back GET": of_batch("brought"),
    "members:import_take_back POST": of_batch("brought"),
    "api_import_take_back GET": of_batch("brought"),
    "api_import_take_back POST": of_batch("brought"),
    "api_arrival_take_back GET": of_batch("brought_sheet"),
    "api_arrival_take_back POST": of_batch("brought_sheet"),
    "members:export_decide POST": lambda h: Knock((h.asked.uuid,), content={"move": "approve"}),
    "members:export_file GET": lambda h: Knock((h.made.uuid,)),
    "api_imports POST": lambda h: Knock(
        content={"kind": "roster", "organization": "A", "file": upload_of(roster())}, is_form=True
    ),
    "api_import GET": of_batch("batch"),
    "api_import_columns POST": of_batch("batch", mapping={}),
    "api_import_confirm POST": of_batch("batch"),
    "api_import_failed GET": of_batch("batch"),
    "api_exports POST": lambda h: Knock(content={"organization": "A-2", "reason": "年度统计"}),
    "api_export GET": lambda h: Knock((h.asked.uuid,)),
    "api_export_approve POST": lambda h: Knock((h.asked.uuid,)),
    "api_export_refuse POST": lambda h: Knock((h.asked.uuid,), content={"comment": "范围太大"}),
    "api_export_file GET": lambda h: Knock((h.made.uuid,)),
    "meetings:exchange_leave POST": lambda h: Knock(content={"then": "export"} | CHOSEN),
    "meetings:exchange_arrive POST": lambda h: Knock(
        content={"file": upload_of(sheet(h, "学习准则")), "organization": "A-2"}
    ),
    "meetings:exchange_drop POST": of_batch("column_map"),
    "meetings:arrival GET": of_batch("came_bundle"),
    "meetings:arrival_confirm POST": of_batch("came_bundle"),
    "meetings:bundle GET": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "api_meeting_bundle GET": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "api_arrivals POST": lambda h: Knock(
        content={"file": upload_of(sheet(h, "学习准则")), "organization": "A-2"}, is_form=True
    ),
    "api_arrival GET": of_batch("came_sheet"),
    "api_arrival_columns POST": of_batch("came_sheet", mapping={}),
    "api_arrival_confirm POST": of_batch("came_sheet"),
    "api_arrival_failed GET": of_batch("came_sheet"),
    "api_column_maps POST": lambda h: Knock(
        content={"organization": "A-2", "name": "报区委", "columns": COLUMNS}
    ),
    "api_column_map GET": of_batch("column_map"),
    "api_column_map DELETE": of_batch("column_map"),
    "api_meeting_exports POST": lambda h: Knock(content={"columns": COLUMNS}),
    "api_meeting_exports_ask POST": lambda h: Knock(content={"reason": "报区委组织部"}),
}
# An API client is nobody's colleague: a token of the secretary is another person than the secretary.
PERSONAL = {
    "api_export_approve POST": {"secretary": "403"},
    "api_export_refuse POST": {"secretary": "403"},
    "api_column_map DELETE": dict.fromkeys(("committee_member", "secretary", "staff", "reviewer"), "404"),
    "api_export_file GET": {"secretary": "403"},
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "exchange.actions.apply": ("shao", lambda h, by: import_workbooks.apply(batch=confirmed(h), by=by)),
    "exchange.actions.import_workbooks.import_at_once": (
        "shao",
        lambda h, by: import_workbooks.import_at_once(
            kind="roster", organization=h.world.street, content=roster(), name="名册.xlsx", by=by
        ),
    ),
    "exchange.actions.upload_bundle": (
        "shao",
        lambda h, by: exchange.upload_bundle(
            content=elsewhere(exchange.export_bundle(meeting=h.meetings["confirmed"], by=by)),
            name="档案包.zip",
            by=by,
        ),
    ),
    "exchange.actions.throw_away_exports": ("sys", exports_over),
    "exchange.actions.throw_away_imports": ("sys", imports_over),
}
