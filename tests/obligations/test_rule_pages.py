"""Rules on the page: what is in force, on what basis, since when; changed and waived by those who may."""

import datetime as dt
import re

import pytest

from obligations.models import Rule, Waiver
from tests.dashboards.test_desk import text_of

pytestmark = pytest.mark.once

LECTURE = {
    "name": "党课",
    "kind": "lecture",
    "applies_to": "branch",
    "cadence": "quarter",
    "count": "2",
    "basis": "区委〔2026〕5号",
    "valid_from": "2027-01-01",
}
WAIVER = {"rule": "R-MEET-04", "since": "2026-11-01", "until": "2026-11-30", "reason": "征迁"}


def shown_and_made(client, url, typed):
    """A change is shown first and made as it was shown."""
    shown = client.post(url, typed)
    assert (shown.status_code, "试算，还没有定" in text_of(shown)) == (200, True)
    seal = re.search(r'name="seen" value="([0-9a-f]{32})"', shown.content.decode())
    return text_of(client.post(url, typed | {"seen": seal[1]}, follow=True))


@pytest.mark.parametrize("who", ["lin", "hua", "shao", "wei", "shen"])
def test_everyone_reads_the_rules_with_their_article(world, sign_in, who):
    page = text_of(sign_in(who).get("/rules/"))
    assert "支委会 每月1次 设支委会的党支部" in page.replace("　", " ")
    assert "《中国共产党支部工作条例（试行）》第十二条" in page
    assert ("修改" in page) == (who == "wei")


def test_a_rule_is_changed_from_a_day_on_and_keeps_its_history(world, sign_in):
    client = sign_in("wei")
    assert "现在：每季度1次" in text_of(client.get("/rules/R-MEET-05/"))
    page = shown_and_made(client, "/rules/R-MEET-05/", LECTURE)
    assert "“党课”第2版定了，2027年1月1日起" in page
    assert "定了还没到日子 2027年1月1日起：党课，每季度2次" in page.replace("　", " ")
    assert "每季度1次" in page
    assert "2018年10月28日起至2026年12月31日" in page
    rows = Rule.objects.filter(code="R-MEET-05").order_by("valid_from")
    assert [(row.count, row.valid_until) for row in rows] == [(1, dt.date(2026, 12, 31)), (2, None)]


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"valid_from": "2027-02-01"}, 409, "制度要从周期的第一天起改"),
        ({"valid_from": "2018-01-01"}, 409, "新的规定要晚于这一天"),
        ({"count": "0"}, 400, "1"),
        ({"basis": ""}, 400, "这一项要填"),
    ],
)
def test_a_wrong_change_is_said_and_changes_nothing(world, sign_in, changed, status, sentence):
    answer = sign_in("wei").post("/rules/R-MEET-05/", LECTURE | changed)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert Rule.objects.filter(code="R-MEET-05").count() == 1


NEW = LECTURE | {"code": "L-TALK-01", "name": "谈心谈话", "kind": "talk", "valid_from": "2026-12-01"}


def test_a_district_asks_for_something_of_its_own(world, sign_in):
    client = sign_in("wei")
    assert "新增制度" in text_of(client.get("/rules/"))
    page = shown_and_made(client, "/rules/new/", NEW)
    assert "“谈心谈话”第1版定了，2026年12月1日起" in page
    assert Rule.objects.get(code="L-TALK-01").count == 2


@pytest.mark.parametrize(
    ("code", "sentence"), [("R-MEET-05", "这个编号已经用过"), ("谈话", "编号用大写字母"), ("", "这一项要填")]
)
def test_a_code_that_cannot_be_is_said_and_adds_nothing(world, sign_in, code, sentence):
    answer = sign_in("wei").post("/rules/new/", NEW | {"code": code})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Rule.objects.count() == 5


def test_a_rule_that_does_not_exist_is_not_found(world, sign_in):
    assert sign_in("wei").get("/rules/R-NONE-01/").status_code == 404


def test_an_organization_is_allowed_not_to_hold_something(world, sign_in):
    client = sign_in("wei")
    assert "登记情况说明" in text_of(client.get("/rules/waive/A-2/"))
    page = text_of(client.post("/rules/waive/A-2/", WAIVER, follow=True))
    assert "已登记滨江社区第二党支部的情况说明" in page
    assert "滨江社区第二党支部 主题党日 11月1日至11月30日 征迁 韦明" in page
    assert Waiver.objects.get().organization == world.branch


def test_a_waiver_that_ends_before_it_begins_is_refused(world, sign_in):
    answer = sign_in("wei").post("/rules/waive/A-2/", WAIVER | {"until": "2026-10-01"})
    assert answer.status_code == 409
    assert "情况说明的止期早于起期" in answer.content.decode()
    assert Waiver.objects.count() == 0


@pytest.mark.parametrize("who", ["lin", "hua", "shao", "sys", "sec", "aud", "shen"])
def test_only_the_district_changes_rules(world, sign_in, who):
    client = sign_in(who)
    assert client.post("/rules/R-MEET-05/", LECTURE).status_code == 403
    assert client.post("/rules/new/", NEW).status_code == 403
    expected = 404 if who in ("hua", "shen") else 403
    assert client.post("/rules/waive/A-2/", WAIVER).status_code == expected
    assert (Rule.objects.filter(code="R-MEET-05").count(), Waiver.objects.count()) == (1, 0)


def test_a_waiver_is_ended_where_it_stands(world, sign_in):
    client = sign_in("wei")
    client.post("/rules/waive/A-2/", WAIVER | {"until": "2027-03-31"})
    waiver = Waiver.objects.get()
    page = client.get("/rules/").content.decode()
    # Its name as a label: hidden text in a table that scrolls widens a phone's page.
    named = 'aria-label="撤回：滨江社区第二党支部，主题党日"'
    assert f'href="/rules/waivers/{waiver.pk}/" {named}' in page
    assert f"/rules/waivers/{waiver.pk}/" not in sign_in("lin").get("/rules/").content.decode()
    shown = text_of(client.get(f"/rules/waivers/{waiver.pk}/"))
    assert "滨江社区第二党支部的主题党日，2026年11月1日至2027年3月31日情况说明：征迁" in shown
    sent = {"asked_from": "2027-04-01", "reason": "征迁完了"}
    answer = client.post(f"/rules/waivers/{waiver.pk}/", sent)
    assert answer.status_code == 409
    assert "这一项的情况说明到2027年3月31日为止" in answer.content.decode()
    sent["asked_from"] = "2027-01-15"
    page = text_of(client.post(f"/rules/waivers/{waiver.pk}/", sent, follow=True))
    assert "已撤回滨江社区第二党支部的主题党日情况说明" in page
    assert "11月1日至12月31日 征迁" in page
    assert sign_in("shen").get(f"/rules/waivers/{waiver.pk}/").status_code == 404
    assert sign_in("shao").post(f"/rules/waivers/{waiver.pk}/", sent).status_code == 403


def test_shen_sees_nothing_of_lins_waivers(world, sign_in):
    sign_in("wei").post("/rules/waive/A-2/", WAIVER)
    assert "征迁" in text_of(sign_in("lin").get("/rules/"))
    assert "征迁" not in text_of(sign_in("shen").get("/rules/"))
