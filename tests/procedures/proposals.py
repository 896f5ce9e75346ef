"""What a proposal has that is complete, as plain facts, and the refusal of one that is not."""

import datetime as dt

from core.errors import RuleBroken
from procedures.rules.kinds import RULES
from procedures.rules.requirements import BodyFacts, ProposalFacts, ResolutionFacts, require
from procedures.states import GROUNDS

TODAY = dt.date(2026, 11, 22)
HELD = dt.date(2026, 11, 20)
COUNTY = {"expelled": "中共海云区纪律检查委员会", "not_recognized": "中共海云区委组织部"}
PAPER = {"number": "海街工委〔2026〕12号", "decided_on": dt.date(2026, 11, 21), "body": "望海街道党工委"}
POWER = BodyFacts("望海街道党工委")


def resolution(matter, **facts):
    given = {"matter": matter, "candidate": "陈 国", "passed": True, "held_on": HELD}
    given |= {"is_general": True, "is_counted": True, "is_of_this_branch": True}
    return ResolutionFacts(**given | facts)


def facts_of(kind, **facts):
    """ProposalFacts that satisfy their kind."""
    rule = RULES[kind]
    given = {"kind": kind, "name": "陈国", "today": TODAY, "is_final": True, "effective_on": TODAY} | PAPER
    if rule.is_letter:
        given["number"] = "第0012345号"
    if rule.is_fact:
        given["effective_on"] = PAPER["decided_on"]
    if rule.matter and rule.must_vote:
        given["resolution"] = resolution(rule.matter)
    if rule.is_power:
        given["power"] = POWER
    grounds = GROUNDS.get(kind, {})
    given["ground"] = next(iter(grounds), "")
    if kind in ("exempt", "suspended", "rights_suspended"):
        given["review_on"] = dt.date(2027, 5, 22)
    if kind == "probation":
        given["until"] = dt.date(2027, 11, 22)
    if kind == "suspended":
        given |= {
            "lost_since": dt.date(2026, 5, 22),
            "searches": (dt.date(2026, 6, 1),) * 3,
            "ways": 3,
            "least_searches": 3,
        }
    if kind == "conversion":
        given |= {"applied_on": HELD, "opinions_on": HELD, "reviewed_on": HELD, "probation_ends_on": HELD}
    if kind == "extension":
        given |= {"until": dt.date(2027, 5, 20), "probation_ends_on": HELD}
    if kind == "postponed":
        given |= {"until": dt.date(2027, 5, 20), "probation_ends_on": HELD, "was_transferred_in": True}
    if kind == "admitted":
        given |= {"joined_on": HELD}
    if kind in COUNTY:
        given["body"] = COUNTY[kind]
    if kind == "restored":
        given |= {"suspended_on": dt.date(2025, 1, 1), "suspension_document": "海组〔2025〕1号"}
    return ProposalFacts(**given | facts)


def refusal_of(facts):
    try:
        require(facts)
    except RuleBroken as refusal:
        return refusal
    return None
