"""Decisions about people in the demonstration: each would be taken as it stands, and what waits can be approved."""

import datetime as dt
from copy import copy

from branches.models import Organization
from branches.selectors.actors import SYSTEM
from meetings.models import Hold
from procedures.actions.carry_out import rehearse
from procedures.models import MemberDecision
from procedures.rules.requirements import refusals
from procedures.selectors.decision_facts import facts_of

PAPER = {"document": "海街工委〔2026〕99号", "decided_on": dt.date(2026, 11, 21)}


def test_an_admission_waits_for_the_committee_above(demo):
    admission = MemberDecision.objects.waiting().get(kind="admitted")
    assert (admission.name, admission.organization.code) == ("沈若溪", "DEMO-01-01-02")
    assert admission.due_on is not None
    assert admission.resolution_words.startswith("20")
    assert Hold.objects.filter(resolution=admission.resolution).exists()


def test_one_probation_was_extended_by_a_resolution(demo):
    extension = MemberDecision.objects.get(kind="extension")
    assert extension.status == "approved"
    assert extension.member.extended_until == extension.until
    assert extension.resolution.candidate == extension.name
    assert Hold.objects.filter(resolution=extension.resolution).exists()
    assert "工作委员会" in extension.body
    extension.member.extended_until = None
    assert list(refusals(facts_of(extension, is_final=True))) == []


def test_what_waits_can_be_approved(demo):
    waiting = list(MemberDecision.objects.waiting())
    assert {each.kind for each in waiting} == {"exempt", "admitted"}
    for each in waiting:
        decided, street = (
            copy(each),
            Organization.objects.above(each.organization).get(kind="working_committee"),
        )
        if each.kind != "exempt":
            decided.document, decided.decided_on = PAPER["document"], PAPER["decided_on"]
            decided.body = street.name
        assert list(refusals(facts_of(decided, is_final=True))) == []
        rehearse(decided, SYSTEM)
