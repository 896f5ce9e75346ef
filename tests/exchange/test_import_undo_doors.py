"""Undoing an import on its page and by the API, and the word about a file that came before."""

from django.test import Client

from exchange import actions as exchange
from exchange.selectors.import_undo import plan_undo
from members import actions as members
from members.models import Member
from tests.exchange.workbooks import import_workbook, number, person, roster, two_people, upload
from tests.tokens import token_of


def test_the_page_asks_with_numbers_and_says_what_was_done(world, sign_in):
    batch = import_workbook(world, two_people(world))
    shao = sign_in("shao")
    assert "撤销这次导入" in shao.get(f"/imports/{batch.uuid}/").content.decode()
    page = shao.get(f"/imports/{batch.uuid}/take-back/").content.decode()
    assert "新增的2行删去" in page.replace("\n", "")
    answer = shao.post(f"/imports/{batch.uuid}/take-back/", follow=True).content.decode()
    assert "这次导入撤销了" in answer
    assert "撤销了2行，好像没有导入过。" in answer
    assert not Member.objects.filter(name="秦朗").exists()
    assert sign_in("lin").get(f"/imports/{batch.uuid}/take-back/").status_code == 404


def test_the_same_file_again_says_when_it_came(world, sign_in):
    content = two_people(world)
    first = import_workbook(world, content)
    again = upload(world, content)
    shao = sign_in("shao")
    page = shao.get(f"/imports/{again.uuid}/").content.decode()
    assert "这个文件已于" in page
    assert f"/imports/{first.uuid}/" in page
    other = upload(world, roster(person("秦朗", phone="13911112222")))
    assert "这个文件已于" not in shao.get(f"/imports/{other.uuid}/").content.decode()
    exchange.take_back_import(batch=first, by=world.wei.actor)
    assert "这个文件已于" not in shao.get(f"/imports/{again.uuid}/").content.decode()


def test_the_api_shows_and_does_it(world):
    batch = import_workbook(world, two_people(world))
    address = f"/api/v1/imports/{batch.uuid}/take-back/"
    client = Client(headers=token_of(world.district, "reviewer"))
    assert client.get(address).json() == {"made": 2, "changed": 0, "stays": []}
    assert client.post(address).json() == {"made": 2, "changed": 0, "stays": []}
    assert client.get(f"/api/v1/imports/{batch.uuid}/").json()["status"] == "taken_back"
    assert client.get(address).json()["code"] == "undo_too_late"


def test_as_many_questions_for_many_rows_as_for_few(world, django_assert_max_num_queries):
    people = [person(f"甲{n}", identity=number(sequence=2 * n), phone="") for n in range(40)]
    batch = import_workbook(world, roster(*people))
    with django_assert_max_num_queries(40):
        plan_undo(batch)


def test_the_api_names_what_stays(world):
    batch = import_workbook(world, two_people(world))
    members.update(member=Member.objects.get(name="秦朗"), education="大学", by=world.lin.actor)
    client = Client(headers=token_of(world.district, "reviewer"))
    told = client.post(f"/api/v1/imports/{batch.uuid}/take-back/").json()
    assert told == {"made": 1, "changed": 0, "stays": [{"name": "秦朗", "why": "导入以后又改过"}]}
