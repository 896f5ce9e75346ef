"""The forms: the same actions, refusals beside the field, nothing for those without the right."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import Entry
from branches.models import Change, Mandate, Organization, Term, TreeDeed
from tests.world import World, enroll

pytestmark = pytest.mark.once

SignIn = Callable[[str], Client]
NEW = {
    "code": "A-9",
    "name": "中共海云区望潮社区支部委员会",
    "short_name": "望潮支部",
    "kind": "branch",
    "unit_kind": "community",
    "full_members": "3",
    "activity_day": "",
    "established_on": "2026-11-01",
    "document": "海街工委〔2026〕3号",
    "approved_on": "2026-10-30",
}


def shown_and_done(client: Client, url: str, typed: dict[str, str]) -> Any:
    """Post a form; a deed of the tree shows its effects first and is done as it was shown."""
    answer = client.post(url, typed)
    if answer.status_code == 200:
        seal = re.search(r'name="seen" value="([0-9a-f]{32})"', answer.content.decode())
        assert seal, answer.content.decode()
        return client.post(url, typed | {"seen": seal[1]})
    return answer


def test_a_new_branch_is_established_from_the_form(world: World, sign_in: SignIn) -> None:
    answer = sign_in("shao").post("/organizations/A/change/establish/", NEW)
    assert (answer.status_code, answer.url) == (302, "/organizations/A-9/")
    assert Organization.objects.get(code="A-9").parent == world.street


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(world: World, sign_in: SignIn) -> None:
    answer = sign_in("shao").post("/organizations/A/change/establish/", NEW | {"full_members": "2"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'id="id_full_members_error"' in page
    assert "可以和邻近单位成立联合党支部。《支部工作条例》第四条" in page
    assert "望潮支部" in page
    assert not Organization.objects.filter(code="A-9").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("established_on", "2026-13-01"),
        ("kind", "committee_of_nine"),
        ("activity_day", "32"),
        ("name", ""),
        ("code", "x" * 33),
        ("short_name", "名" * 61),
    ],
)
def test_a_wrong_shape_changes_nothing(world: World, sign_in: SignIn, field: str, value: str) -> None:
    answer = sign_in("shao").post("/organizations/A/change/establish/", NEW | {field: value})
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Organization.objects.count() == 11


def test_a_name_without_its_prefix_is_warned_of_and_kept(world: World, sign_in: SignIn) -> None:
    answer = sign_in("shao").post(
        "/organizations/A/change/establish/", NEW | {"name": "望潮支部"}, follow=True
    )
    assert "全称开头少了“中共”。" in answer.content.decode()
    assert Organization.objects.get(code="A-9").name == "望潮支部"


def test_every_deed_works_from_its_form(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    deeds = {
        "/organizations/A-2/change/rename/": {
            "name": "中共海云区听涛支部委员会",
            "short_name": "听涛支部",
            "effective_on": "2026-11-01",
            "document": "海组〔2026〕6号",
        },
        "/organizations/A-2/change/describe/": {
            "activity_day": "7",
            "unit_kind": "community",
        },
        "/organizations/A-2/change/extend_term/": {
            "until": "2029-12-01",
            "document": "海组〔2026〕1号",
            "approved_on": "2026-10-08",
            "approved_by": "海云区委",
        },
        "/organizations/A-2/change/begin_term/": {
            "since": "2026-11-01",
            "has_committee": "on",
            "document": "海组〔2026〕8号",
            "approved_on": "2026-10-09",
            "approved_by": "海云区委",
        },
        "/organizations/A-2/change/move/": {
            "parent": world.other_street.short_name,
            "effective_on": "2026-11-02",
            "document": "",
        },
        "/organizations/A-2-G1/change/dissolve/": {"effective_on": "2026-11-02", "document": ""},
    }
    for url, typed in deeds.items():
        assert client.get(url).status_code == 200, url
        assert shown_and_done(client, url, typed).status_code == 302, url
    branch = Organization.objects.get(code="A-2")
    assert (branch.short_name, branch.activity_day, branch.parent) == ("听涛支部", 7, world.other_street)
    assert Organization.objects.get(code="A-2-G1").dissolved_on == dt.date(2026, 11, 2)
    assert list(Term.objects.filter(organization=branch).values_list("number", "has_committee")) == [
        (2, True),
        (1, True),
    ]
    assert Change.objects.exclude(deed="established").count() == 3


@pytest.mark.parametrize(
    ("who", "status"),
    [("hua", 404), ("shen", 404), ("lin", 403), ("he", 403), ("sys", 403), ("sec", 403), ("aud", 403)],
)
def test_who_may_not_change_gets_no_form(world: World, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(who)
    url = "/organizations/A-2/change/describe/"
    typed = {"activity_day": "7", "unit_kind": "community"}
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (status, status)
    assert Organization.objects.get(code="A-2").activity_day == 25


def test_a_branch_is_not_dissolved_by_one_press_without_the_document(world: World, sign_in: SignIn) -> None:
    client = sign_in("wei")
    client.post("/organizations/A/change/establish/", NEW)
    url = "/organizations/A-9/change/dissolve/"
    typed = {"effective_on": "2026-11-02", "document": ""}
    assert client.post(url, typed).status_code == 409
    assert Organization.objects.get(code="A-9").dissolved_on is None
    typed |= {"document": "区委组〔2026〕9号", "approved_on": "2026-11-01"}
    assert shown_and_done(client, url, typed).status_code == 302
    assert Organization.objects.get(code="A-9").dissolved_on == dt.date(2026, 11, 2)


def test_a_street_cannot_move_its_branch_to_the_other_street(world: World, sign_in: SignIn) -> None:
    typed = {"parent": world.other_street.code, "effective_on": "2026-11-02"}
    answer = sign_in("shao").post("/organizations/A-2/change/move/", typed)
    assert answer.status_code == 400  # it is not among the choices: out of reach is as good as not there
    assert Organization.objects.get(code="A-2").parent == world.street


def test_a_merger_is_shown_first_and_done_as_it_was_shown(world: World, sign_in: SignIn) -> None:
    client, url = sign_in("shao"), "/organizations/A-2/change/merge/"
    typed = {
        "receiver": "滨江社区第一党支部",
        "effective_on": "2026-11-10",
        "document": "海街工委〔2026〕38号",
        "approved_on": "2026-11-05",
    }
    shown = client.post(url, typed)
    page = shown.content.decode()
    assert (shown.status_code, "还没有办" in page, "滨江社区第一党支部党员" in page) == (200, True, True)
    assert Organization.objects.get(code="A-2").dissolved_on is None
    assert not TreeDeed.objects.exists()
    assert not Entry.objects.filter(action="organization.merge").exists()
    seal = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
    assert seal
    enroll(world.branch, "刚来的")
    again = client.post(url, typed | {"seen": seal[1]})
    assert (again.status_code, "您看的时候和现在不一样了" in again.content.decode()) == (409, True)
    assert shown_and_done(client, url, typed).status_code == 302
    assert Organization.objects.get(code="A-2").dissolved_on == dt.date(2026, 11, 10)
    assert "撤回" in client.get("/organizations/A-2/").content.decode()
    taken = client.post("/organizations/A-2/take-back/", {"reason": "批复撤销"})
    assert (taken.status_code, Organization.objects.get(code="A-2").dissolved_on) == (302, None)
    assert client.get("/organizations/A-2/take-back/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("滨江 1", ["A-1"]),
        ("滨江社区第一", ["A-1"]),
        ("bjsq", ["A-1", "A-3"]),
        ("A-3", ["A-3"]),
        ("云台", []),
        ("第二", []),
        ("", []),
    ],
)
def test_an_organization_is_found_and_not_scrolled_for(
    world: World, sign_in: SignIn, typed: str, codes: list[str]
) -> None:
    answer = sign_in("shao").get("/organizations/A-2/change/merge/suggest/", {"q": typed})
    found = re.findall(r'data-value="[^"]*（([^（）]+)）"', answer.content.decode())
    assert (answer.status_code, found) == (200, codes)


def test_a_name_that_several_have_is_asked_for_again(world: World, sign_in: SignIn) -> None:
    typed = {
        "receiver": "滨江社区",
        "effective_on": "2026-11-10",
        "document": "1",
        "approved_on": "2026-11-05",
    }
    answer = sign_in("shao").post("/organizations/A-2/change/merge/", typed)
    assert answer.status_code == 400
    assert "有几个叫“滨江社区”的：滨江社区第一党支部（A-1）" in answer.content.decode()


# ── mandates ──

GRANT = {"username": "he", "role": "staff", "organization": "A", "since": "2026-11-22", "until": ""}


def test_the_security_administrator_grants_and_takes_back(world: World, sign_in: SignIn) -> None:
    client = sign_in("sec")
    assert client.post("/organizations/mandates/", GRANT).status_code == 302
    mandate = Mandate.objects.get(user=world.he.user, role="staff")
    assert (mandate.organization, mandate.granted_by) == (world.street, world.sec.user)
    typed = {"mandate": mandate.pk, "until": "2026-11-22"}
    assert client.post("/organizations/mandates/revoke/", typed).status_code == 302
    assert (
        not Mandate.objects.current(dt.date(2026, 11, 22)).filter(user=world.he.user, role="staff").exists()
    )


def test_a_person_is_found_by_name_too(world: World, sign_in: SignIn) -> None:
    typed = GRANT | {"username": "何秀英", "organization": "望海街道党工委"}
    assert sign_in("sec").post("/organizations/mandates/", typed).status_code == 302
    assert Mandate.objects.filter(user=world.he.user, organization=world.street).count() == 1


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"username": "nobody"}, 400, "没有找到这个账号。"),
        ({"organization": "NONE"}, 400, "没有找到这个党组织"),
        ({"role": "emperor"}, 400, "请从列表里选"),
        ({"until": "2026-11-21"}, 409, "结束日期不能早于开始日期。"),
        ({"username": "aud", "role": "system_administrator", "organization": "D"}, 409, "不能由一个人兼任"),
        ({"username": "sec"}, 409, "不能给自己授权"),
    ],
)
def test_a_refused_grant_says_why_and_grants_nothing(
    world: World, sign_in: SignIn, typed: dict[str, str], status: int, sentence: str
) -> None:
    before = Mandate.objects.count()
    answer = sign_in("sec").post("/organizations/mandates/", GRANT | typed)
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    assert 'tabindex="-1" autofocus>' in answer.content.decode()  # the form is at the foot of the page
    assert Mandate.objects.count() == before


def test_an_accounts_first_password_is_shown_once(world: World, sign_in: SignIn) -> None:
    client = sign_in("sec")
    answer = client.post("/organizations/mandates/accounts/", {"username": "zhou", "name": "周静"})
    shown = answer.context["opened"][1]
    assert shown in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert shown not in client.get("/organizations/mandates/").content.decode()
    user = answer.context["opened"][0]
    assert (user.check_password(shown), user.must_change_password) == (True, True)


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shao", "wei", "sys", "aud", "shen"])
def test_mandates_are_the_security_administrators_alone(world: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(who)
    before = Mandate.objects.count()
    assert client.get("/organizations/mandates/").status_code == 403
    assert client.post("/organizations/mandates/", GRANT).status_code == 403
    typed = {"mandate": world.he.user.mandates.get().pk, "until": "2026-11-22"}
    assert client.post("/organizations/mandates/revoke/", typed).status_code == 403
    account = {"username": "zhou", "name": "周静"}
    assert client.post("/organizations/mandates/accounts/", account).status_code == 403
    assert Mandate.objects.filter(until__isnull=True).count() == before


def test_no_parent_is_chosen_beforehand_for_a_move(world: World, sign_in: SignIn) -> None:
    page = sign_in("wei").get("/organizations/A-2/change/move/").content.decode()
    (field,) = re.findall(r'<input[^>]*name="parent"[^>]*>', page)
    assert ('role="combobox"' in field, "value=" in field) == (True, False)
