"""update, confirm_full_membership, transfer, regroup, leave, restrict, lift: each writes once, or says why not."""

import datetime as dt

import pytest

from audit.models import Entry
from branches import actions as tree_actions
from branches.errors import NotYours
from branches.models import Mandate
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from members import actions, errors
from members.models import Member, Post, Restriction
from members.rules import membership
from tests.facts import fact_of

TODAY = dt.date(2026, 11, 22)
LETTER = "第0012345号"


def spans(member):
    return list(member.memberships.values_list("organization__code", "group__code", "since", "until", "exit"))


def test_an_update_changes_what_differs_and_counts_the_version(world):
    member = actions.update(
        member=world.members[3], phone="13800000009", education="本科毕业", by=world.lin.actor
    )
    assert (member.version, member.education, fact_of(member, "phone")) == (
        2,
        "本科毕业",
        "13800000009",
    )
    entry = Entry.objects.get(action="member.update")
    assert entry.before == {"education": "", "phone": ""}
    assert entry.after == {"education": "本科毕业", "phone": "138****0009"}


def test_an_update_with_nothing_new_writes_nothing(world):
    member = world.members[3]
    assert actions.update(member=member, name=member.name, by=world.lin.actor).version == 1
    assert not Entry.objects.filter(action="member.update").exists()


def test_an_update_from_an_old_form_is_refused(world):
    actions.update(member=world.members[3], note="甲", by=world.lin.actor)
    with pytest.raises(Gone):
        actions.update(member=world.members[3], version=1, note="乙", by=world.lin.actor)
    assert Member.objects.get(pk=world.members[3].pk).note == "甲"


def test_a_new_name_sounds_anew(world):
    member = actions.update(member=world.members[3], name="单 晓云", by=world.lin.actor)
    assert (member.name, member.pinyin, member.initials) == ("单晓云", "shanxiaoyun", "sxy")


@pytest.mark.parametrize(
    ("on", "error"),
    [
        (dt.date(2026, 10, 8), errors.FullTooEarly),
        (dt.date(2027, 3, 7), errors.FullTooEarly),
        (dt.date(2027, 3, 8), errors.DateAhead),
    ],
)
def test_turning_full_waits_for_the_year(world, on, error):
    with pytest.raises(error):
        actions.confirm_full_membership(member=world.members[-1], on=on, by=world.shao.actor)
    assert Member.objects.get(pk=world.members[-1].pk).full_on is None


def test_turning_full_happens_once(world, clock):
    clock.move_to(dt.datetime(2027, 3, 8, 4, tzinfo=dt.UTC))
    member = actions.confirm_full_membership(
        member=world.members[-1], on=dt.date(2027, 3, 8), by=world.shao.actor
    )
    assert (member.status, member.full_on) == ("full", dt.date(2027, 3, 8))
    with pytest.raises(errors.AlreadyFull):
        actions.confirm_full_membership(member=member, on=dt.date(2027, 3, 8), by=world.shao.actor)


def test_a_transfer_closes_one_membership_and_opens_the_next(world):
    member = actions.transfer(
        member=world.members[1],
        organization=world.branches[2],
        on=dt.date(2026, 11, 1),
        document=LETTER,
        by=world.shao.actor,
    )
    assert (member.organization, member.group, member.version) == (world.branches[2], None, 2)
    assert spans(member) == [
        ("A-3", None, dt.date(2026, 11, 1), None, ""),
        ("A-2", "A-2-G2", dt.date(2015, 3, 1), dt.date(2026, 10, 31), "moved"),
    ]
    october, november = dt.date(2026, 10, 31), dt.date(2026, 11, 1)
    assert member in Member.objects.on_roll(world.branch, october)
    assert member not in Member.objects.on_roll(world.branch, november)
    assert member in Member.objects.on_roll(world.branches[2], november)


def test_posts_and_mandates_end_with_the_membership(world):
    actions.transfer(
        member=world.members[1],
        organization=world.branches[2],
        on=dt.date(2026, 11, 1),
        by=world.shao.actor,
        document=LETTER,
    )
    post = Post.objects.get(member=world.members[1])
    assert post.until == dt.date(2026, 10, 31)
    assert not world.he.actor.reach.spans
    assert Mandate.objects.filter(user=world.he.user).count() == 1


def test_rights_and_posts_that_end_or_begin_later_end_with_the_membership_too(world):
    he, member, later = world.he.user, world.members[1], dt.date(2027, 1, 1)
    tree_actions.grant(
        user=he, organization=world.branch, role="secretary", since=TODAY, until=later, by=SYSTEM
    )
    tree_actions.grant(user=he, organization=world.branch, role="staff", since=later, by=SYSTEM)
    actions.relieve(post=Post.objects.get(member=member), until=later, by=world.shao.actor)
    actions.transfer(
        member=member,
        organization=world.branches[2],
        on=dt.date(2026, 11, 1),
        by=world.shao.actor,
        document=LETTER,
    )
    assert not Mandate.objects.filter(user=he).open(TODAY).exists()
    assert Post.objects.get(member=member).until == dt.date(2026, 10, 31)
    entry = Entry.objects.filter(action="post.relieve").latest("id")
    assert (entry.who, entry.before, entry.after["until"]) == ("邵兰", {"until": "2027-01-01"}, "2026-10-31")


def test_a_backdated_transfer_keeps_who_was_secretary_since(world):
    post = Post.objects.get(member=world.members[0])
    actions.transfer(
        member=world.members[0],
        organization=world.branches[2],
        on=dt.date(2024, 1, 1),
        by=world.shao.actor,
        document=LETTER,
    )
    post.refresh_from_db()
    assert (post.since, post.until) == (dt.date(2024, 3, 28), dt.date(2024, 3, 28))


def test_whoever_leaves_with_a_right_for_a_time_loses_it(world):
    tree_actions.grant(
        user=world.hua.user,
        organization=world.branch,
        role="committee_member",
        since=TODAY,
        until=dt.date(2027, 1, 1),
        by=SYSTEM,
    )
    actions.leave(
        member=world.members[2], exit="expelled", on=TODAY, document="海纪〔2026〕1号", by=world.shao.actor
    )
    assert not world.hua.actor.reach.spans


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"on": dt.date(2015, 3, 1)}, errors.DatesReversed),
        ({"on": dt.date(2026, 11, 23)}, errors.DateAhead),
    ],
)
def test_a_transfer_with_a_wrong_day_changes_nothing(world, facts, error):
    before = spans(world.members[1])
    with pytest.raises(error):
        actions.transfer(
            member=world.members[1],
            organization=world.branches[2],
            by=world.shao.actor,
            **facts,
            document=LETTER,
        )
    assert spans(world.members[1]) == before
    assert Member.objects.get(pk=world.members[1].pk).organization == world.branch


@pytest.mark.parametrize(
    ("who", "to"), [("lin", "A-3"), ("shao", "B-1"), ("shen", "A-3"), ("he", "A-3"), ("sys", "A-3")]
)
def test_a_transfer_needs_the_right_at_both_ends(world, who, to):
    target = {place.code: place for place in (*world.branches, *world.other_branches)}[to]
    with pytest.raises(NotYours):
        actions.transfer(
            member=world.members[1],
            organization=target,
            on=TODAY,
            by=getattr(world, who).actor,
            document=LETTER,
        )
    assert world.members[1].memberships.count() == 1


def test_regrouping_keeps_the_branch(world):
    member = actions.regroup(member=world.members[0], group=world.groups[1], on=TODAY, by=world.lin.actor)
    assert spans(member) == [
        ("A-2", "A-2-G2", TODAY, None, ""),
        ("A-2", "A-2-G1", dt.date(2015, 3, 1), dt.date(2026, 11, 21), "regrouped"),
    ]
    with pytest.raises(errors.AlreadyInBranch):
        actions.regroup(member=member, group=world.groups[1], on=TODAY, by=world.lin.actor)


def test_leaving_takes_off_the_roll_and_keeps_the_file(world):
    member = actions.leave(
        member=world.members[2], exit="died", on=dt.date(2026, 11, 10), by=world.shao.actor
    )
    assert member.left_on == dt.date(2026, 11, 10)
    assert spans(member) == [("A-2", "A-2-G1", dt.date(2015, 3, 1), dt.date(2026, 11, 10), "died")]
    assert member not in Member.objects.present()
    assert not world.hua.actor.reach.spans
    with pytest.raises(errors.HasLeft):
        actions.update(member=member, note="甲", by=world.lin.actor)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"exit": "moved"}, errors.NotAnExit),
        ({"exit": "removed_self"}, errors.DocumentMissing),  # R-STA-12
        ({"exit": "removed_self", "document": "x"}, errors.NoDocumentNumber),
        ({"exit": "removed", "document": "海组〔2026〕1号"}, errors.NotAnExit),  # kept for reading alone
        ({"exit": "removed_lost", "document": "海组〔2026〕1号"}, errors.NeverSuspended),  # R-STA-04
        ({"exit": "expelled", "document": " "}, errors.DocumentMissing),
        ({"exit": "cancelled", "document": "海组〔2026〕1号"}, errors.OnlyProbationary),
        ({"exit": "died", "on": dt.date(2026, 11, 23)}, errors.DateAhead),
        ({"exit": "died", "on": dt.date(2015, 2, 28)}, errors.DatesReversed),
    ],
)
def test_leaving_wrongly_changes_nothing(world, facts, error):
    with pytest.raises(error):
        actions.leave(member=world.members[2], **{"on": TODAY} | facts, by=world.shao.actor)
    assert Member.objects.get(pk=world.members[2].pk).left_on is None
    assert world.members[2].memberships.filter(until=None).count() == 1


@pytest.mark.parametrize(
    ("kind", "expected", "vote"),
    [
        ("suspended", False, False),  # R-STA-05
        ("exempt", False, True),
        ("probation", True, False),  # R-MEET-10
        ("rights_suspended", True, False),
    ],
)
def test_a_restriction_takes_what_its_kind_says(world, kind, expected, vote):
    member = world.members[3]
    actions.restrict(member=member, kind=kind, since=TODAY, reason="见决定", by=world.shao.actor)
    found = Member.objects.filter(pk=member.pk)
    assert found.expected_on(TODAY).exists() == expected
    assert found.with_vote_on(TODAY).get().has_vote == vote
    assert found.expected_on(TODAY - dt.timedelta(days=1)).exists()


def test_a_restriction_stands_once_and_is_lifted(world):
    member = world.members[3]
    first = actions.restrict(member=member, kind="exempt", since=TODAY, reason="患病", by=world.shao.actor)
    with pytest.raises(errors.AlreadyRestricted):
        actions.restrict(member=member, kind="exempt", since=TODAY, reason="患病", by=world.shao.actor)
    with pytest.raises(errors.DatesReversed):
        actions.lift(restriction=first, until=TODAY - dt.timedelta(days=1), by=world.shao.actor)
    actions.lift(restriction=first, until=TODAY, by=world.shao.actor)
    assert Restriction.objects.get().until == TODAY
    assert Entry.objects.filter(action__in=["member.restrict", "member.lift"]).count() == 2


@pytest.mark.parametrize("who", ["lin", "he", "hua", "sys", "sec", "aud", "shen"])
def test_no_branch_enters_what_a_body_above_decides(world, who):
    """R-SEC-14"""
    by, member = getattr(world, who).actor, world.members[3]
    restriction = actions.restrict(member=member, kind="exempt", since=TODAY, reason="甲", by=SYSTEM)
    before = Entry.objects.count()
    for deed in (
        lambda: actions.enroll(organization=world.branch, name="秦朗", joined_on=TODAY, since=TODAY, by=by),
        lambda: actions.confirm_full_membership(member=world.members[-1], by=by),
        lambda: actions.extend_probation(member=world.members[-1], until=dt.date(2027, 9, 8), by=by),
        lambda: actions.leave(member=member, exit="resigned", on=TODAY, document="海组〔2026〕1号", by=by),
        lambda: actions.restrict(member=member, kind="suspended", since=TODAY, reason="甲", by=by),
        lambda: actions.lift(restriction=restriction, until=TODAY, by=by),
    ):
        with pytest.raises(NotYours):
            deed()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("until", "error"),
    [
        (dt.date(2027, 9, 7), errors.ExtensionWrong),
        (dt.date(2027, 9, 8), None),
        (dt.date(2028, 3, 8), None),
        (dt.date(2028, 3, 9), errors.ExtensionWrong),
    ],
)
def test_probation_is_extended_once_by_half_a_year_to_a_year(world, clock, until, error):
    """R-DEV-19, R-DEV-20"""
    member = world.members[-1]
    if error:
        with pytest.raises(error):
            actions.extend_probation(member=member, until=until, by=world.shao.actor)
        return
    actions.extend_probation(member=member, until=until, by=world.shao.actor)
    with pytest.raises(errors.AlreadyExtended):
        actions.extend_probation(member=member, until=until, by=world.shao.actor)
    clock.move_to(dt.datetime(2028, 4, 8, 4, tzinfo=dt.UTC))
    with pytest.raises(errors.FullOnAnotherDay):
        actions.confirm_full_membership(member=member, on=dt.date(2028, 4, 1), by=world.shao.actor)
    assert actions.confirm_full_membership(member=member, by=world.shao.actor).full_on == until


def test_a_correction_confirms_nobody(world):
    """R-SEC-14"""
    with pytest.raises(errors.StatusByDecision):
        actions.update(
            member=world.members[-1],
            joined_on=dt.date(2020, 3, 8),
            full_on=dt.date(2021, 3, 8),
            by=world.shao.actor,
        )
    with pytest.raises(errors.StatusByDecision):
        actions.update(member=world.members[3], full_on=None, by=world.shao.actor)
    moved = actions.update(member=world.members[3], full_on=dt.date(2011, 7, 2), by=world.shao.actor)
    assert moved.full_on == dt.date(2011, 7, 2)


@pytest.mark.parametrize("field", ["joined_on", "full_on"])
def test_a_branch_alone_does_not_change_the_dates_that_give_a_vote(world, field):
    """R-STA-12: they decide who was entitled at a meeting of any day."""
    member = world.members[3]
    with pytest.raises(errors.DatesByOffice) as refused:
        actions.update(member=member, **{field: dt.date(2012, 7, 1)}, by=world.lin.actor)
    assert set(refused.value.fields) == {field}
    member.refresh_from_db()
    assert (member.joined_on, member.full_on) == (dt.date(2010, 7, 1), dt.date(2011, 7, 1))
    same = {"joined_on": member.joined_on, "full_on": member.full_on, "education": "本科"}
    assert actions.update(member=member, **same, by=world.lin.actor).education == "本科"


@pytest.mark.parametrize("who", ["he", "hua", "sys", "sec", "aud", "shen"])
def test_keeping_the_roll_needs_the_right(world, who):
    by, member = getattr(world, who).actor, world.members[3]
    before = Entry.objects.count()
    for deed in (
        lambda: actions.update(member=member, note="甲", by=by),
        lambda: actions.regroup(member=member, group=None, on=TODAY, by=by),
        lambda: actions.leave(member=member, exit="died", on=TODAY, by=by),
        lambda: actions.unmask(member=member, field="phone", purpose="看看", by=by),
    ):
        with pytest.raises(NotYours):
            deed()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("born", "joined_on", "full_on", "outcome"),
    [  # R-DATA-02, R-DATA-03
        ("1929-02-03", "1950-03-01", "1950-09-01", {"full_on"}),  # by class: half a year
        ("1932-05-05", "1948-06-01", "1949-06-01", {"joined_on"}),  # in the war before 18
        ("1932-05-05", "1948-06-01", "1948-12-01", {"joined_on", "full_on"}),
        ("1930-01-01", "1956-09-25", "1957-03-25", {"full_on"}),
        ("1930-01-01", "1956-09-26", "1957-09-25", errors.FullTooEarly),  # the Eighth Congress
        ("1940-01-01", "1956-09-26", "1957-09-26", errors.JoinedTooYoung),
        ("1930-01-01", "1956-09-26", "1957-09-26", set()),
        ("1945-01-01", "1968-10-01", "1969-04-13", errors.FullTooEarly),
        ("1945-01-01", "1968-10-01", "1969-04-14", {"full_on"}),  # the Ninth Congress did away with probation
        ("1945-01-01", "1969-04-14", "1969-04-14", set()),
        ("1945-01-01", "1977-08-17", "1977-08-17", set()),
        ("1945-01-01", "1977-08-18", "1978-08-17", errors.FullTooEarly),
        ("1952-01-02", "1970-01-01", "1970-01-01", errors.JoinedTooYoung),
        ("1949-01-01", "1948-06-01", "1949-06-01", errors.JoinedTooYoung),  # before birth
    ],
)
def test_dates_under_older_constitutions_are_doubted_not_refused(born, joined_on, full_on, outcome):
    days = [dt.date.fromisoformat(day) for day in (born, joined_on, full_on)]
    facts = dict(zip(("birth_on", "joined_on", "full_on"), days, strict=True))
    if isinstance(outcome, set):
        membership.check_facts(**facts)
        assert set(membership.warnings(**facts)) == outcome
    else:
        with pytest.raises(outcome):
            membership.check_facts(**facts)
