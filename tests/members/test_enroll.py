"""enroll: onto a branch's roll, with right numbers and dates."""

import datetime as dt

import pytest

from audit.models import Entry
from branches.access.roles import Role
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from members import actions, errors
from members.models import Member, Membership
from members.personal_data import sealing
from tests.exchange.workbooks import number
from tests.facts import fact_of
from tests.world import person

JOINED = dt.date(2010, 7, 1)
LETTER = "第0012345号"


def enroll(world, by=None, **facts):
    given = {
        "organization": world.branch,
        "name": "秦朗",
        "joined_on": JOINED,
        "full_on": dt.date(2011, 7, 1),
        "since": dt.date(2015, 3, 1),
        "by": by or world.shao.actor,
    }
    return actions.enroll(**given | facts)


def test_a_person_gets_a_file_and_an_open_membership(world):
    member = enroll(
        world, group=world.groups[0], identity=number(sequence=2), phone="13800000001", document="文1"
    )
    assert (member.gender, member.birth_on) == ("2", dt.date(1980, 3, 7))
    assert (member.pinyin, member.initials) == ("qinlang", "ql")
    membership = member.memberships.get()
    assert (membership.organization, membership.group) == (member.organization, member.group)
    assert (membership.since, membership.until, membership.entry) == (dt.date(2015, 3, 1), None, "admitted")
    entry = Entry.objects.get(action="member.enroll", subject_id=str(member.uuid))
    assert (entry.who, entry.path, entry.note) == ("邵兰", world.branch.path, "文1")


def test_numbers_are_sealed_and_found_by_digest_and_tail(world):
    member = enroll(world, identity=number(), phone="13800000001", address="滨江路1号")
    row = Member.objects.filter(pk=member.pk).values().get()
    assert number() not in str(row)
    assert "13800000001" not in str(row)
    assert "滨江路" not in str(row)
    assert sealing.open_fact("identity", row["identity_sealed"], row["uuid"]) == number()
    assert member.masked_identity == f"{number()[:3]}***********{number()[-4:]}"
    for text in (number()[-4:], "0001"):
        assert Member.objects.found_by(text, world.lin.actor).get() == member
    for text in (number(), "13800000001"):
        assert Member.objects.with_number(text).get() == member


@pytest.mark.parametrize(
    "text",
    [
        "阿卜杜拉·艾山",
        "阿卜杜拉•艾山",
        "阿卜杜拉.艾山",
        "阿卜杜拉．艾山",
        " 阿卜 杜拉・艾 ",
        "\u202d拉·艾山\u202c",
    ],
)
def test_a_name_is_found_however_its_dot_is_typed(world, text):
    member = enroll(world, name="阿卜杜拉•艾山")
    assert member.name == "阿卜杜拉·艾山"
    assert Member.objects.found_by(text, world.lin.actor).get() == member


@pytest.mark.parametrize(
    ("identity", "phone", "kept"),
    [
        (f"\u202d{number()}\u202c", "+86 138-0000-0001", "13800000001"),
        (f"{number()[:6]} {number()[6:14]} {number()[14:]}", "8613800000001", "13800000001"),
        (number().lower(), "0592-5551234转801", "0592-5551234-801"),
    ],
)
def test_numbers_are_kept_alike_by_form_api_and_import(world, identity, phone, kept):
    member = enroll(world, identity=identity, phone=phone)
    assert (fact_of(member, "identity"), fact_of(member, "phone")) == (number(), kept)
    assert Member.objects.with_number(identity).get() == member
    assert actions.update(member=member, phone=phone, identity=identity, by=world.lin.actor).version == 1


@pytest.mark.parametrize(
    ("facts", "error", "rule", "field"),
    [
        ({"identity": number()[:17] + "5"}, errors.IdentityWrong, "R-DATA-01", "identity"),
        ({"identity": number()[:17]}, errors.IdentityWrong, "R-DATA-01", "identity"),
        ({"identity": number("19801301")}, errors.IdentityWrong, "R-DATA-01", "identity"),
        ({"birth_on": dt.date(1992, 7, 2)}, errors.JoinedTooYoung, "R-DATA-02", "joined_on"),
        ({"identity": number("19920702")}, errors.JoinedTooYoung, "R-DATA-02", "joined_on"),
        ({"full_on": dt.date(2011, 6, 30)}, errors.FullTooEarly, "R-DATA-03", "full_on"),
        ({"joined_on": dt.date(2027, 1, 1), "full_on": None}, errors.DateAhead, "", "joined_on"),
        ({"phone": "1380000000"}, errors.PhoneWrong, "", "phone"),
        ({"phone": "13800000001/13900000001"}, errors.PhoneWrong, "", "phone"),
        ({"phone": "138****0001"}, errors.PhoneWrong, "", "phone"),
        ({"since": dt.date(2026, 11, 23)}, errors.DateAhead, "", "since"),
        ({"since": dt.date(2062, 11, 22)}, errors.DateAhead, "", "since"),
    ],
)
def test_wrong_facts_are_refused_beside_their_field(world, facts, error, rule, field):
    before = Member.objects.count()
    with pytest.raises(error) as refused:
        enroll(world, **facts)
    assert (refused.value.rule, list(refused.value.fields)) == (rule, [field])
    assert Member.objects.count() == before


@pytest.mark.parametrize(
    "facts",
    [
        {"birth_on": dt.date(1992, 7, 1)},  # 18 on the very day
        {"full_on": dt.date(2011, 7, 1)},  # a year to the day
        {"joined_on": dt.date(2008, 2, 29), "full_on": dt.date(2009, 2, 28)},
        {
            "joined_on": dt.date(1977, 8, 17),
            "full_on": dt.date(1977, 8, 17),
        },  # the constitution knew no probation
        {"identity": number()[:17].lower() + number()[17].lower()},
    ],
)
def test_what_is_just_right_is_taken(world, facts):
    assert enroll(world, **facts).pk


def test_after_probation_came_back_it_is_asked_for(world):
    with pytest.raises(errors.FullTooEarly):
        enroll(world, joined_on=dt.date(1977, 8, 18), full_on=dt.date(1978, 8, 17))


def test_one_identity_number_is_on_one_roll(world):
    enroll(world, identity=number())
    before = Member.objects.count(), Membership.objects.count()
    with pytest.raises(errors.IdentityTaken, match="“滨江社区第二党支部”"):
        enroll(world, identity=number(), by=world.wei.actor)
    far = person("far", "远", world.other_street, Role.STAFF)
    with pytest.raises(errors.IdentityTaken, match="请向上级党组织核对") as refused:
        enroll(world, identity=number(), organization=world.other_branches[0], by=far.actor)
    assert refused.value.fields.keys() == {"identity"}
    assert (Member.objects.count(), Membership.objects.count()) == before


def test_members_belong_to_a_standing_branch_and_its_own_groups(world):
    for place in (world.street, world.groups[0]):
        with pytest.raises(errors.NotABranch):
            enroll(world, organization=place, by=SYSTEM)
    with pytest.raises(errors.NotItsGroup):
        enroll(world, organization=world.branches[0], group=world.groups[0], by=SYSTEM)


def test_who_comes_back_goes_on_in_the_old_file(world):
    member = enroll(world, identity=number())
    actions.leave(
        member=member, exit="transferred_out", on=dt.date(2020, 1, 1), document=LETTER, by=world.shao.actor
    )
    again = enroll(world, identity=number(), entry="transferred", since=dt.date(2024, 1, 1))
    assert again.pk == member.pk
    assert again.left_on is None
    assert list(again.memberships.values_list("since", "until")) == [
        (dt.date(2024, 1, 1), None),
        (dt.date(2015, 3, 1), dt.date(2020, 1, 1)),
    ]


def test_who_was_put_out_is_admitted_anew_or_not_at_all(world):
    member = enroll(world, identity=number())
    actions.leave(
        member=member,
        exit="removed_self",
        on=dt.date(2020, 1, 1),
        document="海组〔2020〕1号",
        by=world.shao.actor,
    )
    with pytest.raises(errors.MayNotComeBack) as refused:
        enroll(world, identity=number(), entry="restored", since=dt.date(2024, 1, 1))
    assert refused.value.rule == "R-STA-09"
    anew = {"identity": number(), "full_on": None}
    with pytest.raises(errors.AppliesTooSoon) as refused:  # R-STA-14: five years to the day
        enroll(world, joined_on=dt.date(2024, 12, 31), since=dt.date(2024, 12, 31), **anew)
    assert (refused.value.rule, list(refused.value.fields)) == ("R-STA-14", ["joined_on"])
    again = enroll(world, joined_on=dt.date(2025, 1, 1), since=dt.date(2025, 1, 1), **anew)
    assert again.joined_on == dt.date(2025, 1, 1)


@pytest.mark.parametrize("who", ["lin", "he", "hua", "sys", "sec", "aud", "shen"])
def test_enrolling_needs_the_right(world, who):
    before = Member.objects.count()
    with pytest.raises(NotYours):
        enroll(world, by=getattr(world, who).actor)
    assert Member.objects.count() == before


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (dt.date(2011, 6, 30), None),
        (dt.date(2011, 7, 1), 0),
        (dt.date(2026, 6, 30), 14),
        (dt.date(2026, 7, 1), 15),
    ],
)
def test_standing_counts_from_full_membership(world, on, years):
    """R-DATA-04"""
    assert enroll(world).standing_years(on) == years


@pytest.mark.parametrize(("since", "right"), [("2026-11-10", False), ("2026-11-11", True)])
def test_who_comes_back_belongs_nowhere_twice_on_a_day(world, since, right):
    member = enroll(world, identity=number())
    actions.leave(
        member=member, exit="transferred_out", on=dt.date(2026, 11, 10), document=LETTER, by=world.shao.actor
    )
    again = {"identity": number(), "entry": "transferred", "since": dt.date.fromisoformat(since)}
    if right:
        assert enroll(world, **again).memberships.count() == 2
        return
    with pytest.raises(errors.DatesReversed) as refused:
        enroll(world, **again)
    assert refused.value.fields == {"since": "编入日期2026-11-10早于上次离开的次日2026-11-11，请核对。"}
    assert member.memberships.filter(until=None).count() == 0
