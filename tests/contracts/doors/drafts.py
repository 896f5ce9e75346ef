"""Unfinished work: the files picked for it, and the bin. All of it is one's own: Lin's."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from core import clock
from drafts import actions
from drafts.models import Draft
from tests.contracts.doors import Knock
from tests.contracts.house import House, photo

NEW = UUID("00000000-0000-4000-8000-00000000d001")
KEPT = UUID("00000000-0000-4000-8000-00000000d002")
GONE = UUID("00000000-0000-4000-8000-00000000d003")


def furnish(house: House) -> None:
    """A draft with a photo and one that was taken away; another draft in the bin."""
    lin, branch = house.world.lin.actor, house.world.branch
    actions.keep(uuid=KEPT, organization=branch, fields={"theme": ["草稿"]}, title="主题党日", by=lin)
    file = actions.put_file(uuid=KEPT, organization=branch, upload=photo(), name="会场.jpg", by=lin)
    gone = actions.keep(uuid=GONE, organization=branch, fields={"theme": ["不要的"]}, by=lin)
    house.things["draft_file"] = file
    house.things["in_bin"] = actions.throw_away(draft=gone, by=lin)


def _file(house: House) -> Knock:
    return Knock((house.draft_file.uuid,))


def _api_file(house: House) -> Knock:
    return Knock((KEPT, house.draft_file.uuid))


def _empty_old_bin(house: House, by: Any) -> int:
    Draft.objects.filter(pk=house.in_bin.pk).update(deleted_at=clock.now() - dt.timedelta(days=31))
    return actions.empty_bin(by=by)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
drafts:bin                      GET    in  200 200 200 200 200 200 200 200 200    5
drafts:put_back                 POST   in  404 404 302 404 404 404 404 404 404    - draft.put_back
drafts:files                    POST   in  404 200 200 404 404 404 404 404 404    - meeting.keep_draft draft.put_file
drafts:file                     GET    in  404 404 200 404 404 404 404 404 404    4
drafts:take_file_away           POST   in  404 404 200 404 404 404 404 404 404    - draft.take_file_away
drafts:put_file_back            POST   in  404 404 200 404 404 404 404 404 404    - draft.put_file_back
api_drafts                      GET    401 200 200 200 200 200 200 200 200 200    3
api_drafts                      POST   401 404 201 201 404 404 404 404 404 404    - meeting.keep_draft
api_draft                       GET    401 404 404 200 404 404 404 404 404 404    3
api_draft                       DELETE 401 404 404 204 404 404 404 404 404 404    - meeting.discard_draft
api_draft_files                 GET    401 200 200 200 200 200 200 200 200 200    3
api_draft_files                 POST   401 404 201 201 404 404 404 404 404 404    - draft.put_file
api_draft_file                  GET    401 404 404 200 404 404 404 404 404 404    4
api_draft_file                  DELETE 401 404 404 204 404 404 404 404 404 404    - draft.take_file_away
api_draft_file_put_back         POST   401 404 404 200 404 404 404 404 404 404    - draft.put_file_back
api_draft_file_content          GET    401 404 404 200 404 404 404 404 404 404    4
api_bin                         GET    401 200 200 200 200 200 200 200 200 200    3
api_bin_item                    GET    401 404 404 200 404 404 404 404 404 404    4
api_bin_put_back                POST   401 404 404 200 404 404 404 404 404 404    - draft.put_back
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "drafts:put_back POST": lambda h: Knock((h.in_bin.pk,)),
    "drafts:files POST": lambda h: Knock(
        content={"uuid": NEW, "organization": "A-2", "file": photo()}, is_form=True
    ),
    "drafts:file GET": _file,
    "drafts:take_file_away POST": _file,
    "drafts:put_file_back POST": _file,
    "api_drafts POST": lambda h: Knock(
        content={"uuid": str(NEW), "organization": "A-2", "fields": {"theme": ["学习"]}}
    ),
    "api_draft GET": lambda h: Knock((KEPT,)),
    "api_draft DELETE": lambda h: Knock((KEPT,)),
    "api_draft_files GET": lambda h: Knock((KEPT,)),
    "api_draft_files POST": lambda h: Knock(
        (KEPT,), content={"organization": "A-2", "file": photo("green")}, is_form=True
    ),
    "api_draft_file GET": _api_file,
    "api_draft_file DELETE": _api_file,
    "api_draft_file_put_back POST": _api_file,
    "api_draft_file_content GET": _api_file,
    "api_bin_item GET": lambda h: Knock((h.in_bin.pk,)),
    "api_bin_put_back POST": lambda h: Knock((h.in_bin.pk,)),
}
PERSONAL = {
    f"{name} {method}": {"secretary": "404"}
    for name, method in (
        ("api_draft", "GET"),
        ("api_draft", "DELETE"),
        ("api_draft_file", "GET"),
        ("api_draft_file", "DELETE"),
        ("api_draft_file_put_back", "POST"),
        ("api_draft_file_content", "GET"),
        ("api_bin_item", "GET"),
        ("api_bin_put_back", "POST"),
    )
}
JOBS = {"drafts.actions.empty_bin": ("sys", _empty_old_bin)}
