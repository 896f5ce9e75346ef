"""The pages of decisions: proposing at the addresses of members, waiting, deciding."""

import datetime as dt

import pytest
from django.urls import reverse

from members.models import Member
from procedures.models import MemberDecision
from tests.factories import make_resolution

PAPER = {"document": "海街工委[2026]12号", "decided_on": "2026-11-21", "body": "望海街道党工委"}


@pytest.fixture
def exempt(world, propose):
    member = world.members[3]
    return propose(
        kind="exempt", purpose="attendance", ground="ill", member=member, until=dt.date(2027, 5, 22)
    )


def address(decision):
    return reverse("procedures:detail", args=[decision.uuid])


def test_a_secretary_proposes_an_exit_and_the_street_decides(world, sign_in):
    member = world.members[3]
    resolution = make_resolution(world.branch, "disposal", member.name)
    lin, page = sign_in("lin"), f"/members/{member.uuid}/leave/"
    form = {"exit": "removed_self", "ground": "no_dues", "on": "2026-11-22", "resolution": resolution.pk}
    assert lin.get(page).status_code == 200
    answer = lin.post(page, form)
    decision = MemberDecision.objects.get()
    assert answer.url == address(decision)
    assert Member.objects.get(pk=member.pk).left_on is None
    text = lin.get(address(decision)).content.decode()
    assert "没有正当理由，连续六个月不交纳党费" in text
    assert "《党章》第九条" in text
    assert "自己提出的，要由上级党组织的另一个人审批" in text
    assert "等待审批（1项）" in lin.get(f"/members/{member.uuid}/").content.decode()
    assert lin.post(address(decision), {"move": "approve"} | PAPER).status_code == 403
    shao = sign_in("shao")
    assert "等我审批1项" in shao.get(reverse("procedures:list")).content.decode()
    assert shao.post(address(decision), {"move": "approve"} | PAPER).status_code == 302
    assert Member.objects.get(pk=member.pk).left_on == dt.date(2026, 11, 22)
    assert Member.objects.get(pk=member.pk).memberships.get().document == "海街工委〔2026〕12号"


def test_a_refusal_stands_beside_its_field(world, sign_in):
    member, lin = world.members[3], sign_in("lin")
    page = f"/members/{member.uuid}/leave/"
    answer = lin.post(page, {"exit": "persuaded", "on": "2026-11-20", "document": "x", "body": "街道"})
    assert answer.status_code == 409
    assert set(answer.context["form"].errors) == {"ground", "resolution", "document", "decided_on"}
    assert not MemberDecision.objects.exists()


def test_the_form_offers_only_resolutions_that_will_do(world, sign_in):
    member = world.members[3]
    good = make_resolution(world.branch, "disposal", member.name)
    make_resolution(world.branch, "disposal", member.name, passed=False)
    make_resolution(world.branch, "disposal", member.name, status="returned")
    make_resolution(world.branch, "disposal", member.name, is_void=True)
    make_resolution(world.branch, "disposal", member.name, kind="committee")
    make_resolution(world.branch, "disposal", world.members[4].name)
    make_resolution(world.branches[0], "disposal", member.name)
    form = sign_in("lin").get(f"/members/{member.uuid}/leave/").context["form"]
    assert list(form.fields["resolution"].queryset) == [good]


CERTIFIED = {
    "on": "2026-10-20",
    "document": "350203202610001",
    "decided_on": "2026-10-21",
    "body": "海云区医院",
}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"on": ""}, "on"),
        ({"document": ""}, "document"),
        ({"document": "x"}, "document"),  # R-STA-12: free text is none
        ({"decided_on": ""}, "decided_on"),  # what is dated back needs the paper's own day
        ({"body": ""}, "body"),
        ({"decided_on": "2026-10-19"}, "decided_on"),  # certified before it happened
        ({"decided_on": "2026-11-23"}, "decided_on"),
        ({"on": "2026-11-23", "decided_on": "2026-11-22"}, "decided_on"),
        ({"document": "死亡医学证明第3502032026号", "decided_on": "2026-10-20"}, ""),
        ({}, ""),
    ],
)
def test_a_death_is_reported_with_its_certificate_and_confirmed_above(world, sign_in, approve, said, field):
    """R-SEC-14, R-STA-12: the branch alone takes nobody off the roll, and dates nothing back without a paper."""
    member, lin = world.members[3], sign_in("lin")
    answer = lin.post(f"/members/{member.uuid}/leave/", {"exit": "died"} | CERTIFIED | said)
    assert Member.objects.get(pk=member.pk).left_on is None
    if field:
        assert field in answer.context["form"].errors
        assert not MemberDecision.objects.exists()
        return
    decision = MemberDecision.objects.get()
    approve(decision, document="", decided_on=None, body="")
    assert Member.objects.get(pk=member.pk).left_on == dt.date(2026, 10, 20)
    assert member.memberships.get(until=dt.date(2026, 10, 20)).exit == "died"


def test_a_new_person_is_proposed_by_form(world, sign_in, approve):
    resolution = make_resolution(world.branch, "admission", "秦朗")
    lin = sign_in("lin")
    form = {"entry": "admitted", "name": "秦朗", "joined_on": "2026-11-20", "since": "2026-11-22", "resolution": resolution.pk}  # fmt: skip
    wrong = lin.post("/members/new/?organization=A-2", form | {"joined_on": "2026-11-19"})
    assert wrong.context["form"].errors == {
        "joined_on": ["预备期从支部党员大会通过之日算起，入党日期应为2026-11-20。"]
    }
    lin.post("/members/new/?organization=A-2", form)
    decision = MemberDecision.objects.get()
    assert "拟编入的人" in lin.get(address(decision)).content.decode()
    approve(decision)
    assert Member.objects.get(name="秦朗").memberships.get().since == dt.date(2026, 11, 22)


def test_returning_needs_a_reason(exempt, sign_in):
    shao = sign_in("shao")
    assert shao.post(address(exempt), {"move": "return"}).context["form"].errors == {
        "comment": ["请写明退回的原因，至少两个字。"]
    }
    assert shao.post(address(exempt), {"move": "return", "comment": "先走访"}).status_code == 302
    assert "先走访" in shao.get(address(exempt)).content.decode()


def test_who_proposed_it_takes_it_back(exempt, sign_in):
    assert sign_in("lin").post(address(exempt), {"move": "withdraw"}).status_code == 302
    assert MemberDecision.objects.get().status == "withdrawn"


@pytest.mark.parametrize(
    ("who", "waiting", "count"),
    [
        ("shao", "me", 1),
        ("wei", "me", 1),
        ("lin", "me", 0),
        ("lin", "mine", 1),
        ("shao", "mine", 0),
        ("shen", "", 0),
    ],
)
def test_the_list_knows_what_waits_for_whom(exempt, sign_in, who, waiting, count):
    answer = sign_in(who).get(reverse("procedures:list"), {"waiting": waiting} if waiting else {})
    assert len(answer.context["page"].rows) == count


def test_shen_sees_nothing(exempt, sign_in):
    assert sign_in("shen").get(address(exempt)).status_code == 404


def test_what_waits_is_counted_where_an_office_begins(exempt, sign_in):
    assert "等我审批1项" in sign_in("shao").get(reverse("reports:dashboard")).content.decode()
    assert "等我审批" not in sign_in("lin").get(reverse("reports:desk")).content.decode()
