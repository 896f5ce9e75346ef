"""Rosters and organizations come in by the API by the same steps as on the page."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from exchange import actions
from exchange.models import Import
from members.models import Member
from tests.exchange.workbooks import number, person, roster, workbook
from tests.tokens import token_of

IMPORTS = "/api/v1/imports/"


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
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["白桦"]


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


def test_a_confirmed_import_is_not_confirmed_again(api: Client) -> None:
    one = f"{IMPORTS}{send(api, roster(person('秦朗')), organization='A').json()['id']}/confirm/"
    assert [api.post(one).status_code, api.post(one).status_code] == [200, 409]
