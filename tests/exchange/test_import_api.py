"""Rosters and organizations come in by the API by the same steps as on the page."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from audit.models import Job
from exchange import actions
from exchange.models import Import
from members.models import Member
from tests.exchange.workbooks import TITLES, number, person, roster, workbook
from tests.tokens import token_of

IMPORTS = "/api/v1/imports/"


def roster_titled(identity: str, joined_on: str = "入党日期") -> bytes:
    """One person under these titles."""
    other = {"公民身份号码": identity, "入党日期": joined_on}
    return workbook(("表", [[other.get(title, title) for title in TITLES], person("秦朗")]))


@pytest.fixture
def api(world: Any) -> Client:
    return Client(headers=token_of(world.district, "reviewer"))


def send(api: Client, content: bytes, **form: Any) -> Any:
    given = {"kind": "roster", "file": SimpleUploadedFile("花名册.xlsx", content)} | form
    return api.post(IMPORTS, given)


def test_a_roster_is_uploaded_previewed_confirmed_and_written(world: Any, api: Client) -> None:
    content = roster(person("秦朗"), person("白桦", identity=number()[:-2] + "xx"))
    answer = send(api, content, organization="A")
    assert answer.status_code == 201, answer.content
    sent = answer.json()
    assert (sent["kind"], sent["organization"], sent["status"]) == ("roster", "A", "previewed")
    assert (sent["file_name"], sent["totals"]["new"], sent["totals"]["error"]) == ("花名册.xlsx", 1, 1)
    assert [row["result"] for row in sent["rows"]] == ["error", "new"]
    assert sent["rows"][0]["reasons"]
    assert {"姓名", "text"} <= {sent["rows"][1]["cells"][0]["title"], *sent["rows"][1]["cells"][0]}
    assert number() not in answer.content.decode()  # masked, as on the page
    assert not Member.objects.filter(name="秦朗").exists()

    one = f"{IMPORTS}{sent['id']}/"
    assert api.get(one).json() == sent
    assert [row["id"] for row in api.get(IMPORTS).json()["results"]] == [sent["id"]]
    confirmed = api.post(f"{one}confirm/", {}, "application/json")
    assert (confirmed.status_code, confirmed.json()["status"]) == (200, "confirmed")
    actions.apply(batch=Import.objects.get(uuid=sent["id"]), by=world.wei.actor)
    assert api.get(one).json()["status"] == "done"
    assert Member.objects.filter(name="秦朗").exists()

    failed = api.get(f"{one}failed/")
    sheet = load_workbook(BytesIO(b"".join(failed) if failed.streaming else failed.content)).active
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == ["白桦"]


def test_organizations_are_uploaded_too(world: Any, api: Client) -> None:
    content = workbook(
        ("党组织", [["名称", "编号", "类别", "上级党组织"], ["滨江新村党支部", "A-9", "党支部", "A"]])
    )
    sent = send(api, content, kind="organizations", organization="D").json()
    assert (sent["kind"], sent["status"], len(sent["rows"])) == ("organizations", "previewed", 1)


@pytest.mark.parametrize(
    ("form", "status", "field"),
    [
        ({"kind": "meetings"}, 400, "kind"),
        ({"kind": ""}, 400, "kind"),
        ({"organization": "A" * 33}, 400, "organization"),
        ({"organization": "NONE"}, 404, "organization"),
        ({"colour": "red"}, 400, "colour"),
        ({"file": "text"}, 400, "file"),
    ],
)
def test_a_wrong_form_names_what_is_wrong(api: Client, form: Any, status: int, field: str) -> None:
    answer = send(api, roster(person("秦朗")), **form)
    assert (answer.status_code, list(answer.json()["errors"])) == (status, [field])


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04"])
def test_a_file_that_is_no_workbook_is_refused(api: Client, content: bytes) -> None:
    answer = send(api, content, organization="A")
    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert not Import.objects.exists()


def test_a_secretary_has_no_imports(world: Any) -> None:
    lin = Client(headers=token_of(world.branch, "secretary"))
    assert [lin.get(IMPORTS).status_code, send(lin, roster(person("秦朗"))).status_code] == [403, 403]


def test_an_upload_of_another_street_is_not_there(world: Any, api: Client) -> None:
    sent = send(api, roster(person("秦朗")), organization="B").json()
    shao = Client(headers=token_of(world.street, "staff"))
    for path, method in (("", "get"), ("confirm/", "post"), ("failed/", "get")):
        assert getattr(shao, method)(f"{IMPORTS}{sent['id']}/{path}").status_code == 404, path


def test_a_confirmation_sent_again_by_the_same_holder_is_answered_with_what_stands(api: Client) -> None:
    one = f"{IMPORTS}{send(api, roster(person('秦朗')), organization='A').json()['id']}/confirm/"
    assert [api.post(one).status_code, api.post(one).status_code] == [200, 200]
    assert Job.objects.count() == 1


def retitled(name: str, old: str, new: str) -> bytes:
    """A file of an office with another word for one of its titles."""
    (path,) = (Path(__file__).parent / "cases").glob(f"{name}-*.xlsx")
    book, out = load_workbook(path), BytesIO()
    for cell in [cell for row in book.active.iter_rows() for cell in row if cell.value == old]:
        cell.value = new
    book.save(out)
    return out.getvalue()


# Files of offices whose titles are unknown, and what each means.
UNKNOWN = {
    "own": ({"证照": "identity"}, roster_titled("证照")),
    "own, two titles": (
        {"证照": "identity", "进党的日子": "joined_on"},
        roster_titled("证照", "进党的日子"),
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_columns_are_mapped_by_hand_and_remembered(world: Any, api: Client, name: str) -> None:
    """R-DATA-06"""
    mapping, content = UNKNOWN[name]
    sent = send(api, content, organization="A").json()
    assert {row["title"] for row in sent["unknown"]} == set(mapping)
    assert (sent["totals"]["new"], sent["mapping"]) == (0, {})
    assert set(mapping.values()) <= {one["field"] for one in sent["known_fields"]}
    one = f"{IMPORTS}{sent['id']}/"
    seen = api.get(one)["ETag"]
    assert seen == f'"{sent["etag"]}"'
    done = api.post(f"{one}columns/", {"mapping": mapping}, "application/json", headers={"If-Match": seen})
    assert done.status_code == 200, done.content.decode()
    assert (done.json()["totals"]["new"], done.json()["unknown"], done.json()["mapping"]) == (1, [], mapping)
    assert done.json() == api.get(one).json()
    late = api.post(f"{one}columns/", {"mapping": {}}, "application/json", headers={"If-Match": seen})
    assert late.status_code == 412
    assert send(api, content, organization="A").json()["totals"]["new"] == 1


def test_what_no_column_says_is_said_of_all_rows(world: Any, api: Client) -> None:
    content = workbook(("滨江第二", [["姓名", "公民身份号码", "入党日期"], ["秦朗", number(), "2010-07-01"]]))
    sent = send(api, content, organization="A-2").json()
    (question,) = [one for one in sent["questions"] if one["field"] == "status"]
    assert "full" in [answer["value"] for answer in question["answers"]]
    said = {"mapping": {"=status": "full"}}
    done = api.post(f"{IMPORTS}{sent['id']}/columns/", said, "application/json").json()
    assert (done["totals"]["new"], done["mapping"]) == (1, {"=status": "full"})


@pytest.mark.parametrize(
    ("content", "mapping", "new"),
    [
        (lambda: retitled("12", "身份证件号", "证照"), {"证照": "identity"}, 2),
        (lambda: retitled("23", "", ""), {"=status": "full"}, 3),
    ],
    ids=["12", "23"],
)
def test_a_file_of_an_office_is_mapped(world: Any, api: Client, content: Any, mapping: Any, new: int) -> None:
    sent = send(api, content(), organization="A").json()
    assert sent["totals"]["new"] == 0
    done = api.post(f"{IMPORTS}{sent['id']}/columns/", {"mapping": mapping}, "application/json").json()
    assert (done["totals"]["new"], done["mapping"]) == (new, mapping)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"mapping": []}, 400),
        ({"mapping": {"证照": 0}}, 400),
        ({"mapping": {"证照": None}}, 400),
        ({"mapping": {}, "x": 1}, 400),
        ({"mapping": {"别的": "identity"}}, 409),
        ({"mapping": {"证照": "salary"}}, 409),
    ],
)
def test_a_mapping_that_does_not_fit_changes_nothing(api: Client, world: Any, body: Any, status: int) -> None:
    sent = send(api, roster_titled("证照"), organization="A").json()
    answer = api.post(f"{IMPORTS}{sent['id']}/columns/", body, "application/json")
    assert answer.status_code == status, answer.content.decode()
    assert Import.objects.get(uuid=sent["id"]).mapping == {}


def test_a_file_too_large_is_413(api: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    answer = send(api, b"x" * 1025)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "file_too_large"
