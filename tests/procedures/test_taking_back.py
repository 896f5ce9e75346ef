"""An approval given in error is taken back by the body that gave it: its file is what it was before (R-STA-12, R-SEC-14)."""

import datetime as dt

import pytest

from audit.models import Entry
from core.errors import RuleBroken
from meetings.models import Hold
from members.models import Member, Restriction
from procedures import actions, errors
from procedures.models import MemberDecision
from procedures.rules.proposal import taking_back
from tests.factories import make_resolution

TODAY = dt.date(2026, 11, 22)
HELD = dt.date(2026, 11, 20)
REVIEW = {"review_on": dt.date(2027, 5, 22)}
BACK = {"document": "海街工委〔2026〕20号", "decided_on": TODAY}


@pytest.fixture
def take_back(world, approve):
    """take_back(decision) → proposed by Lin, approved by Wei of the district under a paper of the same body."""

    def done(decision, **facts):
        facts = {"reason": "审批时看错了人"} | facts
        made = actions.propose(proposal=taking_back(decision, **facts), by=world.lin.actor)
        return approve(made, **BACK | {"body": decision.body or "望海街道党工委"}, by=world.wei.actor)

    return done


def facts_of(member):
    """What the file says, with its memberships, restrictions and posts."""
    member = Member.objects.get(pk=member.pk)
    return (
        member.full_on,
        member.extended_until,
        member.left_on,
        list(member.memberships.values_list("since", "until", "exit", "document")),
        list(member.restrictions.values_list("kind", "since", "until", "review_on")),
        list(member.posts.values_list("title", "until")),
    )


def probationary(world):
    member = world.members[-1]
    Member.objects.filter(pk=member.pk).update(joined_on=dt.date(2025, 11, 10), full_on=None)
    member.refresh_from_db()
    return member


def proposal_of(world, kind):
    """The facts of a proposal of each kind about a member of Lin's branch."""
    member = probationary(world) if kind in ("conversion", "extension", "cancelled") else world.members[3]
    facts = {"kind": kind, "member": member}
    if kind in ("conversion", "extension"):
        facts |= (
            {"applied_on": HELD, "opinions_on": HELD, "reviewed_on": HELD}
            if kind == "conversion"
            else {"until": dt.date(2027, 5, 10)}
        )
    matter = {"conversion": "conversion", "extension": "extension", "cancelled": "cancellation"}.get(
        kind, "disposal"
    )
    if kind in ("conversion", "extension", "cancelled", "resigned", "persuaded", "removed_self"):
        facts["resolution"] = make_resolution(world.branch, matter, member.name)
    grounds = {"persuaded": "religion", "removed_self": "no_dues", "rights_suspended": "arrested"}
    if kind in grounds:
        facts["ground"] = grounds[kind]
    if kind in ("rights_suspended", "probation"):
        facts |= {"review_on": dt.date(2027, 11, 21), "effective_on": dt.date(2026, 11, 21)}
    if kind == "exempt":
        facts |= {"purpose": "attendance", "ground": "ill"} | REVIEW
    if kind.endswith("_ended") or kind == "rights_restored":
        row = Restriction.objects.create(
            member=member, kind=KIND_OF[kind], since=dt.date(2026, 1, 5), reason="旧"
        )
        facts["restriction"] = row
    return facts


KIND_OF = {"probation_ended": "probation", "suspension_ended": "suspended", "rights_restored": "rights_suspended", "exemption_ended": "exempt"}  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    ["conversion", "extension", "cancelled", "resigned", "persuaded", "removed_self", "expelled", "transferred_out",
     "probation", "rights_suspended", "exempt", *KIND_OF],
)  # fmt: skip
def test_the_file_is_what_it_was_before(world, propose, approve, take_back, kind):
    facts = proposal_of(world, kind)
    if kind == "transferred_out":
        facts |= {"document": "第0012345号", "decided_on": dt.date(2026, 11, 21), "body": "望海街道党工委"}
    before = facts_of(facts["member"])
    given = {"document": ""} if kind == "transferred_out" else {}
    decision = approve(propose(**facts), **given)
    assert facts_of(facts["member"]) != before
    taken = take_back(decision)
    assert facts_of(facts["member"]) == before
    decision.refresh_from_db()
    assert (decision.status, taken.status, taken.takes_back) == ("taken_back", "approved", decision)
    assert not Hold.objects.filter(code__endswith=f"_{decision.pk}").exists()
    entry = Entry.objects.get(action="decision.take_back")
    assert (entry.after["document"], entry.note) == ("海街工委〔2026〕20号", "审批时看错了人")


def test_whoever_was_admitted_in_error_leaves_the_roll_on_the_day_of_the_decision(
    world, propose, approve, take_back
):
    """Records of the days between stay as they were."""
    resolution = make_resolution(world.branch, "admission", "秦朗")
    decision = approve(
        propose(kind="admitted", person={"name": "秦朗", "joined_on": HELD}, resolution=resolution)
    )
    take_back(decision)
    member = Member.objects.get(name="秦朗")
    last = member.memberships.get()
    assert (member.left_on, last.until, last.exit) == (TODAY, TODAY, "annulled")
    again = propose(kind="admitted", person={"name": "秦朗", "joined_on": HELD}, resolution=resolution)
    assert again.status == "proposed"  # its resolution is free again


def test_posts_come_back_with_the_place_but_not_beside_another_secretary(world, propose, approve, take_back):
    member = world.members[0]  # the secretary
    post = member.posts.get(until=None)
    resolution = make_resolution(world.branch, "disposal", member.name)
    decision = approve(
        propose(kind="resigned", member=member, resolution=resolution, by=world.shao.actor),
        by=world.wei.actor,
    )
    post.refresh_from_db()
    assert post.until == decision.effective_on
    other = world.members[3].posts.create(
        term=post.term, organization=post.organization, title=post.title, since=TODAY
    )
    made = actions.propose(proposal=taking_back(decision, reason="弄错了人"), by=world.shao.actor)
    approve(made, **BACK, by=world.wei.actor)
    post.refresh_from_db()
    assert (post.until, other.until) == (decision.effective_on, None)


STREET = "望海街道党工委"
PAPER = {"document": "海街工委〔2026〕13号", "decided_on": TODAY, "body": STREET}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": "错"}, "facts_missing"),
        (PAPER | {"body": "中共海云区委员会"}, "not_the_body_that_decided"),
        (PAPER | {"document": "海街工委〔2026〕12号"}, "number_of_the_original"),
        (PAPER | {"decided_on": dt.date(2026, 11, 20)}, "decision_day_wrong"),
        (PAPER | {"document": "x"}, "no_document_number"),
        ({"document": "海街工委〔2026〕13号"}, "decision_incomplete"),
        (PAPER, ""),
        ({}, ""),  # number and day come with the approval
    ],
)
def test_it_rests_on_a_reason_and_a_paper_of_that_body(world, propose, approve, facts, code):
    decision = approve(propose(**proposal_of(world, "resigned")))
    said = ""
    try:
        actions.propose(proposal=taking_back(decision, **{"reason": "看错了人"} | facts), by=world.lin.actor)
    except RuleBroken as refusal:
        said = refusal.code
    assert (said, MemberDecision.objects.count()) == (code, 1 if code else 2)


def test_nobody_takes_back_alone(world, propose, approve):
    decision = approve(propose(**proposal_of(world, "resigned")))
    made = actions.propose(proposal=taking_back(decision, reason="看错了人"), by=world.shao.actor)
    with pytest.raises(errors.OwnProposal):
        approve(made, **BACK)
    assert Member.objects.get(pk=decision.member_id).left_on is not None
    with pytest.raises(errors.AlreadyProposed):
        actions.propose(proposal=taking_back(decision, reason="看错了人"), by=world.lin.actor)


def test_what_came_later_is_taken_back_first(world, propose, approve, take_back):
    member = probationary(world)
    conversion = approve(propose(**proposal_of(world, "conversion")))
    later = approve(
        propose(kind="rights_suspended", ground="arrested", member=Member.objects.get(pk=member.pk), **REVIEW)
    )
    with pytest.raises(errors.UndoFirst, match="要先撤销后来的“中止党员权利”"):
        take_back(conversion)
    take_back(later)
    assert take_back(conversion).status == "approved"
    assert Member.objects.get(pk=member.pk).full_on is None


def test_who_holds_a_post_is_relieved_of_it_before_the_conversion_is_taken_back(
    world, propose, approve, take_back
):
    member = probationary(world)
    conversion = approve(propose(**proposal_of(world, "conversion")))
    term = world.branch.terms.get(until=None)
    post = member.posts.create(term=term, organization=world.branch, title="youth", since=TODAY)
    with pytest.raises(errors.UndoFirst, match="青年委员职务"):
        take_back(conversion)
    type(post).objects.filter(pk=post.pk).update(until=dt.date(2026, 11, 21), since=dt.date(2026, 11, 21))
    assert take_back(conversion).status == "approved"


def test_a_taking_back_is_not_taken_back_and_nothing_twice(world, propose, approve, take_back):
    decision = approve(propose(**proposal_of(world, "resigned")))
    taken = take_back(decision)
    decision.refresh_from_db()
    with pytest.raises(errors.DecisionTaken):
        actions.propose(proposal=taking_back(decision, reason="看错了人"), by=world.lin.actor)
    with pytest.raises(errors.NotTakenBack):
        actions.propose(proposal=taking_back(taken, reason="看错了人"), by=world.lin.actor)


def test_on_the_page_what_stands_in_the_way_is_said_and_the_body_is_filled_in(
    world, propose, approve, sign_in
):
    decision = approve(propose(**proposal_of(world, "resigned")))
    one = f"/member-decisions/{decision.uuid}/"
    lin = sign_in("lin")
    assert "提出撤销" in lin.get(one).content.decode()
    made = lin.post(f"{one}take-back/", {"reason": "看错了人"}, follow=True)
    assert "撤销原决定" in made.content.decode()
    waiting = MemberDecision.objects.get(kind="taken_back")
    shao = sign_in("wei")
    page = shao.get(f"/member-decisions/{waiting.uuid}/").content.decode()
    assert 'value="望海街道党工委"' in page
    done = shao.post(
        f"/member-decisions/{waiting.uuid}/",
        {
            "move": "approve",
            "document": BACK["document"],
            "decided_on": "2026-11-22",
            "body": "望海街道党工委",
        },
    )
    assert done.status_code == 302
    assert "已经撤销" in shao.get(one).content.decode()
    assert Member.objects.get(pk=decision.member_id).left_on is None


def test_over_the_api_it_waits_for_another(world, propose, approve, sign_in):
    decision = approve(propose(**proposal_of(world, "resigned")))
    made = sign_in("lin").post(
        f"/api/v1/member-decisions/{decision.uuid}/take-back/",
        {"reason": "看错了人"},
        content_type="application/json",
    )
    assert (made.status_code, made.json()["kind"], made.json()["takes_back"]) == (
        202,
        "taken_back",
        str(decision.uuid),
    )
    assert sign_in("he").post(f"/api/v1/member-decisions/{decision.uuid}/take-back/", {}, content_type="application/json").status_code == 404  # fmt: skip
