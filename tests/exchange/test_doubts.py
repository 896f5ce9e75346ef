"""Rows that are doubted alike are taken or left out by one answer."""

import json

import pytest

from exchange import actions, errors
from exchange.models import Import
from exchange.selectors import import_files
from members.models import Member
from tests.exchange.workbooks import number, person, roster, upload
from tests.world import World

PEOPLE = [
    person("秦朗", phone="13800000001/13900000001"),
    person("白桦", identity=number(sequence=2), sex="女", phone="13800000002/13900000002"),
    person("柳青", identity=number(sequence=3), phone="13800000003"),
]


def doubts(batch: Import) -> list[tuple[str, str]]:
    return [
        (each.field, each.words)
        for each in import_files.read_preview(batch).questions
        if each.field[0] == "?"
    ]


def test_one_kind_of_warning_on_two_rows_is_asked_about_once(world: World) -> None:
    ((_field, words),) = doubts(upload(world, roster(*PEOPLE)))
    assert words == "联系电话：2行有同样的疑问，如第3行“一格里有2个号码，取第一个，13900000001没有导入”"
    assert doubts(upload(world, roster(*PEOPLE[1:]))) == []


@pytest.mark.parametrize(("answer", "names"), [("leave", ["柳青"]), ("take", ["柳青", "白桦", "秦朗"])])
def test_one_answer_takes_or_leaves_all_rows_of_the_kind(world: World, answer: str, names: list[str]) -> None:
    before = set(Member.objects.values_list("pk", flat=True))
    batch = upload(world, roster(*PEOPLE))
    ((field, _words),) = doubts(batch)
    batch = actions.map_columns(batch=batch, fields={f"={field}": answer}, by=world.wei.actor)
    assert (batch.totals["new"], batch.totals["error"]) == (len(names), 3 - len(names))
    assert len(doubts(batch)) == 1  # it can be answered otherwise
    Import.objects.filter(pk=batch.pk).update(status="confirmed")
    actions.apply(batch=batch, by=world.wei.actor)
    written = Member.objects.exclude(pk__in=before).values_list("name", flat=True)
    assert sorted(written) == names


def test_an_answer_there_is_not_is_refused(world: World) -> None:
    batch = upload(world, roster(*PEOPLE))
    ((field, _words),) = doubts(batch)
    for fields in ({f"={field}": "perhaps"}, {"=?phone-00000000": "leave"}):
        with pytest.raises(errors.UnknownColumns):
            actions.map_columns(batch=batch, fields=fields, by=world.wei.actor)


def test_the_page_answers_for_them(world: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    batch = upload(world, roster(*PEOPLE))
    page = sign_in("wei")
    assert "2行有同样的疑问" in page.get(f"/imports/{batch.uuid}/").content.decode()
    page.post(f"/imports/{batch.uuid}/columns/", {"all-0": "leave"})
    batch.refresh_from_db()
    assert (batch.totals["new"], batch.totals["error"]) == (1, 2)


@pytest.mark.parametrize(("answer", "new", "error"), [("leave", 1, 2), ("take", 3, 0)])
def test_the_api_answers_for_them(world: World, sign_in, answer: str, new: int, error: int) -> None:  # type: ignore[no-untyped-def]
    api, address = sign_in("wei"), f"/api/v1/imports/{upload(world, roster(*PEOPLE)).uuid}/"
    (question,) = [one for one in api.get(address).json()["questions"] if one["field"].startswith("?")]
    assert "2行有同样的疑问" in json.dumps(question, ensure_ascii=False)
    said = {"mapping": {f"={question['field']}": answer}}
    checked = api.post(f"{address}columns/", said, "application/json").json()
    assert (checked["totals"]["new"], checked["totals"]["error"]) == (new, error)
