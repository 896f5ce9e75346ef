"""What each kind of decision takes, judged over plain facts: rule, boundary values, both editions, other settings."""

import datetime as dt
from dataclasses import replace

import pytest

from core.instruments import LOCAL, Article
from meetings.states import Matter
from procedures.rules.kinds import RULES, words_of
from procedures.rules.requirements import BodyFacts
from procedures.states import EXITS, GROUNDS, DecisionKind
from tests.procedures.proposals import HELD, POWER, TODAY, facts_of, refusal_of, resolution

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.mark.parametrize("kind", DecisionKind.values)
def test_what_has_everything_is_taken(kind):
    assert refusal_of(facts_of(kind)) is None


@pytest.mark.parametrize("kind", DecisionKind.values)
def test_every_kind_says_who_decides_what_follows_and_on_which_article(kind):
    rule = RULES[kind]
    assert rule.sentence
    assert rule.effect
    assert rule.bases
    assert all(isinstance(basis, Article) or basis == LOCAL for basis in rule.bases)
    assert rule.matter in {"", *Matter.values} - {Matter.APPRAISAL}


def test_every_exit_has_its_own_ground_and_sentence():
    """L4, L31"""
    decided = EXITS - {DecisionKind.TRANSFERRED_OUT, DecisionKind.UNIT_TRANSFERRED, DecisionKind.DIED}
    assert {kind for kind in decided if kind not in GROUNDS} == set()
    assert len({RULES[kind].sentence for kind in EXITS}) == len(EXITS)


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if rule.has_paper])
@pytest.mark.parametrize("missing", ["number", "decided_on", "body"])
def test_none_takes_effect_without_number_day_and_body(kind, missing):
    """R-STA-12"""
    facts = replace(facts_of(kind), **{missing: None if missing == "decided_on" else ""})
    refusal = refusal_of(facts)
    assert (refusal.code, refusal.rule) == ("decision_incomplete", "R-STA-12")
    assert list(refusal.fields) == ["document" if missing == "number" else missing]
    assert refusal.basis == words_of(RULES[kind].bases)


@pytest.mark.parametrize(
    "kind", [kind for kind, rule in RULES.items() if rule.has_paper and not rule.is_letter]
)
def test_the_paper_may_come_with_the_approval_but_only_whole(kind):
    later = replace(facts_of(kind), is_final=False, number="", decided_on=None, body="")
    assert refusal_of(later) is None
    assert refusal_of(replace(later, body="望海街道党工委", power=POWER)).code == "decision_incomplete"


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("x", False),
        ("12", False),
        ("同意", False),
        ("支部大会决定", False),
        ("〔2026〕12号", False),
        ("海街工委〔26〕12号", False),
        ("海街工委〔2026〕12", False),
        ("海街工委〔2026〕12号", True),
        ("海街工委〔2026〕第12号", True),
        ("中共海云区委组织部2026年第3号", True),
        ("第0012345号", False),
    ],
)
def test_free_text_is_no_document(number, right):
    """R-STA-12"""
    refusal = refusal_of(replace(facts_of("resigned"), number=number))
    assert (refusal.code if refusal else "") == ("" if right else "no_document_number")


@pytest.mark.parametrize(
    ("number", "right"), [("第0012345号", True), ("介绍信第123号", True), ("海组转〔2026〕5号", True), ("x", False), ("介绍信", False), ("12", False)]
)  # fmt: skip
def test_a_letter_has_a_number_too(number, right):
    """L33"""
    refusal = refusal_of(replace(facts_of("transferred"), number=number))
    assert (refusal.code if refusal else "") == ("" if right else "no_document_number")


VOTED = [kind for kind, rule in RULES.items() if rule.matter and rule.must_vote]


@pytest.mark.parametrize("kind", VOTED)
@pytest.mark.parametrize("is_final", [True, False])
def test_what_the_general_meeting_decides_needs_its_resolution(kind, is_final):
    """R-STA-02, R-DEV-32"""
    refusal = refusal_of(replace(facts_of(kind), resolution=None, is_final=is_final))
    assert (refusal.code, list(refusal.fields)) == ("resolution_missing", ["resolution"])
    assert RULES[kind].sentence in refusal.sentence


@pytest.mark.parametrize("kind", VOTED)
@pytest.mark.parametrize(
    "wrong",
    [
        {"passed": False},
        {"is_general": False},
        {"is_counted": False},
        {"is_of_this_branch": False},
        {"matter": "ordinary"},
        {"candidate": "陈国强"},
        {"candidate": ""},
        {"held_on": dt.date(2026, 11, 23)},
    ],
)
def test_only_a_passed_resolution_of_its_own_counted_general_meeting_will_do(kind, wrong):
    refusal = refusal_of(replace(facts_of(kind), resolution=resolution(RULES[kind].matter) if not wrong else resolution(**{"matter": RULES[kind].matter} | wrong)))  # fmt: skip
    assert (refusal.code, "resolution" in refusal.fields) == ("not_that_resolution", True)


def test_the_articles_are_those_of_the_day():
    """R-PAP-05: a meeting of April 2026 stands under the edition of 2014."""
    april, may = dt.date(2026, 5, 10), dt.date(2026, 5, 11)
    for held_on, words in (
        (april, "《发展党员工作细则》（2014年）第二十一条《发展党员工作细则》（2014年）第二十三条"),
        (may, "《发展党员工作细则》（2026年修订）第二十条《发展党员工作细则》（2026年修订）第二十二条"),
    ):
        failed = resolution("admission", passed=False, held_on=held_on)
        assert refusal_of(facts_of("admitted", resolution=failed)).basis == words


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"decided_on": dt.date(2026, 11, 23)}, "decision_day_wrong"),  # not yet
        ({"decided_on": dt.date(2026, 11, 19)}, "decision_day_wrong"),  # before the meeting
        ({"decided_on": HELD}, ""),
        ({"number": "海街工委〔2027〕1号"}, "decision_day_wrong"),
        ({"number": "海街工委〔2025〕99号"}, ""),  # signed in January under the number of December
        ({"number": "海街工委〔2024〕99号"}, "decision_day_wrong"),
        ({"effective_on": dt.date(2026, 11, 20)}, "before_the_decision"),  # R-STA-13
        ({"effective_on": dt.date(2026, 11, 21)}, ""),
    ],
)
def test_nothing_takes_effect_before_its_decision(facts, code):
    refusal = refusal_of(facts_of("resigned", **facts))
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("effective_on", "code"), [(TODAY, ""), (dt.date(2026, 11, 21), "backdated_without_decision")]
)
def test_what_rests_on_no_paper_begins_with_its_entry(effective_on, code):
    """R-STA-13: an office confirms an exemption for attendance without a paper of its own."""
    given = {"number": "", "decided_on": None, "body": "", "effective_on": effective_on}
    refusal = refusal_of(facts_of("exempt", **given))
    assert (refusal.code if refusal else "") == code
    waited = facts_of("exempt", **given, entered_on=effective_on)
    assert refusal_of(waited) is None


@pytest.mark.parametrize("kind", ["suspended", "rights_suspended", "probation", "exempt"])
def test_a_limit_has_an_end_or_a_day_of_review(kind):
    """R-STA-13"""
    refusal = refusal_of(replace(facts_of(kind), until=None, review_on=None))
    assert (refusal.code, refusal.rule) == ("end_missing", "R-STA-13")


@pytest.mark.parametrize(
    ("until", "right"),
    [
        (dt.date(2027, 11, 20), False),
        (dt.date(2027, 11, 21), True),
        (dt.date(2027, 11, 22), True),
        (dt.date(2027, 11, 23), False),
        (dt.date(2028, 11, 21), True),
        (dt.date(2028, 11, 22), True),
        (dt.date(2028, 11, 23), False),
    ],
)
def test_probation_in_the_party_lasts_one_year_or_two(until, right):
    refusal = refusal_of(facts_of("probation", until=until))
    assert (refusal.code if refusal else "") == ("" if right else "probation_term_wrong")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"lost_since": None}, "facts_missing"),
        ({"lost_since": dt.date(2026, 5, 22)}, ""),  # half a year to the day
        ({"lost_since": dt.date(2026, 5, 23)}, "lost_too_short"),
        ({"searches": (), "ways": 0}, "searches_missing"),
        ({"ways": 2}, "searches_missing"),  # the same way three times is one
        ({"ways": 2, "least_searches": 2}, ""),
        ({"ways": 1, "least_searches": 1}, ""),
        ({"searches": (dt.date(2026, 5, 21),) * 3}, "search_wrong"),
        ({"searches": (dt.date(2026, 11, 23),) * 3}, "search_wrong"),
        ({"ground": "settled_abroad", "lost_since": None, "searches": (), "ways": 0}, ""),
    ],
)
def test_who_is_suspended_was_lost_half_a_year_and_searched_for(facts, code):
    """R-STA-03"""
    refusal = refusal_of(facts_of("suspended", **facts))
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("purpose", "ground", "code"),
    [
        ("attendance", "frail", ""),
        ("attendance", "ill", ""),
        ("attendance", "abroad", "not_its_ground"),
        ("attendance", "", "ground_missing"),
        ("elections", "frail", "not_its_ground"),
        ("elections", "bedridden", ""),
        ("elections", "", "ground_missing"),
    ],
)
def test_an_exemption_has_the_grounds_of_its_purpose(purpose, ground, code):
    """R-ELE-09, L6"""
    voted = resolution("ordinary", candidate="")
    refusal = refusal_of(facts_of("exempt", purpose=purpose, ground=ground, resolution=voted))
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"resolution": None}, "resolution_missing"), ({"number": ""}, "decision_incomplete"), ({}, "")],
)
def test_an_exemption_from_elections_takes_a_vote_and_the_consent_above(facts, code):
    given = {
        "purpose": "elections",
        "ground": "bedridden",
        "resolution": resolution("ordinary", candidate=""),
    }
    refusal = refusal_of(facts_of("exempt", **given | facts))
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("purpose", "basis"), [("attendance", "《党员教育管理工作条例》第二十三条"), ("elections", "本区规定")]
)
def test_r_pap_06_an_exemption_cites_what_holds_the_reasons_of_its_purpose(purpose, basis):
    assert refusal_of(facts_of("exempt", purpose=purpose, ground="")).basis == basis


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if rule.is_power])
@pytest.mark.parametrize("power", [None, BodyFacts("滨江社区党总支", "党总支没有审批预备党员的权限")])
def test_only_a_body_with_the_power_decides_on_probationary_members(kind, power):
    """R-DEV-16"""
    refusal = refusal_of(replace(facts_of(kind), power=power))
    assert (refusal.code, refusal.rule, list(refusal.fields)) == ("body_may_not_decide", "R-DEV-16", ["body"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"joined_on": dt.date(2026, 11, 21)}, "admission_day_wrong"),  # R-DEV-17: never the day of approval
        ({"full_on": dt.date(2027, 11, 20)}, "admitted_as_full"),
        (
            {"resolution": resolution("admission", held_on=dt.date(2026, 5, 20)), "joined_on": dt.date(2026, 5, 20), "decided_on": dt.date(2026, 11, 20)},
            "",
        ),
        (
            {"resolution": resolution("admission", held_on=dt.date(2026, 5, 20)), "joined_on": dt.date(2026, 5, 20)},
            "approved_too_late",  # R-DEV-15
        ),
    ],
)  # fmt: skip
def test_probation_begins_with_the_meeting(facts, code):
    refusal = refusal_of(facts_of("admitted", **facts))
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"applied_on": None}, "conversion_unprepared"),  # R-DEV-32
        ({"opinions_on": None}, "conversion_unprepared"),
        ({"reviewed_on": None}, "conversion_unprepared"),
        ({"applied_on": dt.date(2026, 11, 21)}, "conversion_step_wrong"),
        ({"reviewed_on": dt.date(2026, 11, 21)}, "conversion_step_wrong"),
        ({"probation_ends_on": dt.date(2026, 11, 21)}, "voted_before_the_end"),  # R-DEV-18
        ({"probation_ends_on": HELD}, ""),
    ],
)
def test_a_conversion_is_prepared_and_voted_when_the_probation_is_over(facts, code):
    refusal = refusal_of(facts_of("conversion", **facts))
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"suspended_on": None}, "suspension_unknown"),
        ({"suspension_document": ""}, "suspension_unknown"),
        ({"suspension_document": "x"}, "suspension_unknown"),
        ({}, ""),
    ],
)
def test_only_who_was_suspended_is_restored(facts, code):
    """R-STA-09, L33"""
    refusal = refusal_of(facts_of("restored", **facts))
    assert (refusal.code if refusal else "") == code
