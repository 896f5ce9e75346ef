"""Findings: what about an organization does not match the regulations, judged from a few facts.

Pure functions. The facts about people come from upstairs (dashboards.selectors.organization_facts), the dated rules from the settings.
A finding refuses nothing; it stands on the organization's page, with its article, until what clears it has happened.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from branches.rules.term_basis import has_term, term_basis
from branches.rules.units import LEAST_FULL_MEMBERS
from branches.states import BRANCHES, Kind
from core import clock
from core.dates_zh import full_date, short_month
from core.instruments import XJ3, XJ5, ZB4, ZB5, ZB8, ZB20, ZB23

if TYPE_CHECKING:
    from branches.models import Term

STOP = "stop"
WARN = "warn"

MOST_MEMBERS = 50
MOST_UNITS_COVERED = 5
COMMITTEE_NEEDED_FROM = 7
LEAST_COMMITTEE, USUAL_COMMITTEE, MOST_COMMITTEE = 3, 5, 7
MOST_DEPUTIES = 1
SECRETARY_MONTHS = 12
USUAL_MONTHS = 12  # that an election is early or late, or a term extended
DUTIES = {
    "secretary": "书记",
    "organization": "组织委员",
    "publicity": "宣传委员",
    "discipline": "纪检委员",
}

PREFIXES = ("中共", "中国共产党")
SUFFIXES = {
    Kind.COMMITTEE: ("委员会",),
    Kind.WORKING_COMMITTEE: ("工作委员会", "工委"),
    Kind.GENERAL_BRANCH: ("总支部委员会", "总支部", "党总支"),
    Kind.BRANCH: ("支部委员会", "支部"),
    Kind.JOINT_BRANCH: ("联合支部委员会", "联合支部", "联合党支部"),
    Kind.TEMPORARY_BRANCH: ("临时支部委员会", "临时支部", "临时党支部"),
}


@dataclass(frozen=True)
class OrganizationFinding:
    """rule: its id; level: stop or warn; sentence: what is so; clears: what ends it; basis: the article."""

    rule: str
    level: str
    sentence: str
    clears: str = ""
    basis: str = ""


@dataclass(frozen=True)
class OrganizationFacts:
    """What the rules ask about one organization on one day. `term` is the current one, `titles` its filled posts.

    `units`: how many a joint branch names, None where it was not asked. `secretary_full_on`: since when its secretary is a full member; `barred`: who holds a post and may not be elected.
    """

    kind: str
    unit_kind: str
    full_members: int
    members: int
    units_covered: int
    term: "Term | None"
    committee_size: int
    deputies: int
    on: dt.date
    titles: frozenset[str] | None = None
    name: str = ""
    dissolved_on: dt.date | None = None
    planned_end_on: dt.date | None = None
    secretary_full_on: dt.date | None = None
    barred: int = 0
    units: int | None = None


def findings(facts: OrganizationFacts) -> list[OrganizationFinding]:
    """All that is found, the stops first."""
    if facts.dissolved_on is not None and facts.dissolved_on <= facts.on:
        return list(_left_behind(facts))
    found = [
        *_of_size(facts),
        *_of_units(facts),
        *_of_committee(facts),
        *_of_holders(facts),
        *_of_term(facts),
        *_of_body(facts),
    ]
    if facts.name:
        found += name_warnings(facts.kind, facts.name)
    return sorted(found, key=lambda finding: finding.level != STOP)


def name_warnings(kind: str, name: str) -> list[OrganizationFinding]:
    """R-DATA-05: the full name on the seal begins with 中共 and ends with what it is. A warning, never a refusal."""
    suffixes = SUFFIXES.get(Kind(kind))
    if suffixes is None:
        return []
    lacking = []
    if not name.startswith(PREFIXES):
        lacking.append("开头少了“中共”")
    if not name.endswith(suffixes):
        lacking.append(f"结尾不是“{suffixes[0]}”")
    if not lacking:
        return []
    return [OrganizationFinding("R-DATA-05", WARN, f"全称{'，'.join(lacking)}", "按公章上的全称更名。")]


def _left_behind(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    if facts.members:
        yield OrganizationFinding(
            "", STOP, f"已经撤销，名册里还有{facts.members}名党员", "把他们的组织关系转到其他支部。"
        )


def _of_size(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    if facts.kind in (Kind.BRANCH, Kind.JOINT_BRANCH) and facts.full_members < LEAST_FULL_MEMBERS:
        yield OrganizationFinding(
            "R-ORG-02",
            STOP,
            f"正式党员只有{facts.full_members}名，不足{LEAST_FULL_MEMBERS}名"
            if facts.members
            else "名册里还没有党员",
            "由上级党组织调整或合并，也可以和邻近单位成立联合党支部。"
            if facts.members
            else "把党员登记进来，或者导入花名册；党支部要有3名以上正式党员。",
            ZB4,
        )
    if facts.kind in BRANCHES and facts.members > MOST_MEMBERS:
        yield OrganizationFinding(
            "R-ORG-03",
            STOP,
            f"党员{facts.members}名，超过{MOST_MEMBERS}名",
            "分设支部，或者成立党总支。",
            ZB4,
        )
    if facts.kind == Kind.JOINT_BRANCH and facts.units_covered > MOST_UNITS_COVERED:
        yield OrganizationFinding(
            "R-ORG-04",
            WARN,
            f"联合党支部覆盖{facts.units_covered}个单位，一般不超过{MOST_UNITS_COVERED}个",
            "分成两个联合党支部，或者改正覆盖单位数。",
            ZB4,
        )


def _of_units(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    """R-ORG-01: a joint branch names its units."""
    if facts.kind == Kind.JOINT_BRANCH and facts.units == 0:
        yield OrganizationFinding(
            "R-ORG-01",
            WARN,
            "没有写明由哪几个单位联合成立",
            "在基本情况里逐个写上联合的单位。",
            ZB5,
        )


def _of_committee(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    if facts.kind not in BRANCHES:
        return
    has_committee = facts.term is not None and facts.term.has_committee
    if (
        facts.kind != Kind.TEMPORARY_BRANCH
        and not has_committee
        and facts.full_members >= COMMITTEE_NEEDED_FROM
    ):
        yield OrganizationFinding(
            "R-ORG-05",
            STOP,
            f"正式党员{facts.full_members}名，还没有设支委会",
            f"正式党员{COMMITTEE_NEEDED_FROM}名以上应当选举支委会，选举后登记新一届。",
            ZB20,
        )
    if has_committee and not LEAST_COMMITTEE <= facts.committee_size <= MOST_COMMITTEE:
        yield OrganizationFinding(
            "R-ORG-06",
            STOP,
            f"支委会现在{facts.committee_size}人，应当{LEAST_COMMITTEE}至{USUAL_COMMITTEE}人，最多{MOST_COMMITTEE}人",
            "补选委员，或者改正任职登记。",
            ZB20,
        )
    elif has_committee and facts.committee_size > USUAL_COMMITTEE:
        yield OrganizationFinding(
            "R-ORG-06",
            WARN,
            f"支委会{facts.committee_size}人，一般{LEAST_COMMITTEE}至{USUAL_COMMITTEE}人",
            f"最多不超过{MOST_COMMITTEE}人，下次换届时考虑。",
            ZB20,
        )
    if has_committee and facts.titles is not None and facts.committee_size:
        vacant = [word for title, word in DUTIES.items() if title not in facts.titles]
        if vacant:
            yield OrganizationFinding(
                "R-ORG-07",
                STOP,
                f"支委会里没有{'、'.join(vacant)}",
                "补选或者明确由谁兼任，再登记任职。",
                ZB20,
            )
    if facts.deputies > MOST_DEPUTIES:
        yield OrganizationFinding(
            "R-ORG-08",
            WARN,
            f"有{facts.deputies}名副书记，需要时最多设{MOST_DEPUTIES}名",
            "改正任职登记。",
            ZB20,
        )


def _of_holders(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    """The day on which the year is full is enough; who is no full member at all is barred anyway."""
    if facts.barred:
        yield OrganizationFinding(
            "R-ORG-15",
            STOP,
            f"任职的人里有{facts.barred}名没有被选举权",
            "预备党员和停止党籍、留党察看、中止党员权利期间的党员不能任职。在本人的党员页登记免职。",
            XJ5,
        )
    since = facts.secretary_full_on
    if (
        facts.kind in BRANCHES
        and since
        and facts.on < (enough := clock.months_later(since, SECRETARY_MONTHS))
    ):
        yield OrganizationFinding(
            "R-ORG-14",
            WARN,
            "书记的党龄不满1年",
            f"书记一般应当有1年以上党龄，{full_date(enough)}满1年。",
            ZB23,
        )


def _of_term(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    term = facts.term
    if term is None or term.expires_on is None or not has_term(facts.kind, facts.name):
        return
    expires_on, basis = term.expires_on, term_basis(facts.kind, facts.unit_kind)
    body = "支委会" if facts.kind in BRANCHES and term.has_committee else "领导班子"
    if facts.on > expires_on:
        before = f"，加上延期批复以前的{term.overdue_days}天" if term.overdue_days else ""
        yield OrganizationFinding(
            "R-ORG-09",
            STOP,
            f"本届{body}已过届满日期{(facts.on - expires_on).days}天，逾期未换届{before}",
            f"{full_date(expires_on)}届满。尽快换届并登记新一届；确需延期的，报上级批准。",
            f"{basis}、{XJ3}",
        )
    elif facts.on >= (remind_on := clock.months_later(expires_on, -settings.TERM_REMIND_MONTHS)):
        yield OrganizationFinding(
            "R-ORG-10",
            WARN,
            f"本届{body}还有{time_left(facts.on, expires_on)}届满",
            f"{full_date(expires_on)}前完成换届，上级应在{short_month(remind_on)}提醒。",
            basis,
        )
    if term.overdue_days and facts.on <= expires_on:
        yield OrganizationFinding(
            "R-ORG-09",
            WARN,
            f"延期的批复晚于届满日期，本届{body}逾期{term.overdue_days}天",
            "逾期天数留在记录里，换届后不再提示。",
            f"{basis}、{XJ3}",
        )
    yield from _beside_the_usual_year(term, body)


def _beside_the_usual_year(term: "Term", body: str) -> Iterator[OrganizationFinding]:
    """R-ORG-11: normally no more than a year early, late or longer; and an extension entered only after the end."""
    clears = "提前、推迟或延期一般不超过1年，核对批复；下次换届后不再提示。"
    if term.former_due_on and (words := _off_by_more_than_a_year(term.former_due_on, term.since)):
        sentence = f"上一届{full_date(term.former_due_on)}届满，本届{body}{words}1年换届"
        yield OrganizationFinding("R-ORG-11", WARN, sentence, clears, XJ3)
    if term.due_on and term.extended_until:
        if _off_by_more_than_a_year(term.due_on, term.extended_until):
            sentence = (
                f"本届{body}{full_date(term.due_on)}届满，延期到{full_date(term.extended_until)}，超过1年"
            )
            yield OrganizationFinding("R-ORG-11", WARN, sentence, clears, XJ3)
        entered_on, approved_on = term.extension_entered_on, term.extension_approved_on
        if entered_on and approved_on and approved_on <= term.due_on < entered_on:
            days = (entered_on - term.due_on).days
            sentence = f"延期在届满{days}天以后才登记，批复日期写的是{full_date(approved_on)}"
            yield OrganizationFinding("R-ORG-11", WARN, sentence, "核对批复原件；下次换届后不再提示。", XJ3)


def _off_by_more_than_a_year(due_on: dt.date, on: dt.date) -> str:
    if on < clock.months_later(due_on, -USUAL_MONTHS):
        return "提前超过"
    return "推迟超过" if on > clock.months_later(due_on, USUAL_MONTHS) else ""


def _of_body(facts: OrganizationFacts) -> Iterator[OrganizationFinding]:
    """A temporary branch ends with its body; the planned day itself still belongs to it."""
    ends_on = facts.planned_end_on
    if facts.kind == Kind.TEMPORARY_BRANCH and ends_on is not None and facts.on > ends_on:
        yield OrganizationFinding(
            "R-ORG-13",
            STOP,
            f"所在的临时机构计划到{full_date(ends_on)}结束，已经过了{(facts.on - ends_on).days}天",
            "机构结束了，临时党支部随之撤销；还要继续，请改正计划结束日期。",
            ZB8,
        )


def time_left(on: dt.date, until: dt.date) -> str:
    """4个月, 20天: whole months when there is at least one."""
    months = (until.year - on.year) * 12 + until.month - on.month
    if clock.months_later(on, months) > until:
        months -= 1
    return f"{months}个月" if months >= 1 else f"{(until - on).days}天"
