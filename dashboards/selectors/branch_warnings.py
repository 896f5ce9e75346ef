"""Warnings on the page and desk of a branch: about its year (life.selectors.standings) and low turnout
(dashboards.selectors.turnout), each with its article and the page of its rows. Reads only.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules.findings import findings
from branches.selectors.actors import Actor
from core.clock import Period
from core.dates_zh import full_date, short_date, short_month
from core.instruments import JY16, LOCAL, ZB6, ZB7, ZB19
from dashboards.selectors import turnout
from dashboards.selectors.organization_facts import load_organization_facts
from life.selectors import occasions, standings
from meetings.models import Meeting

PAGES = {  # of a year's flag: address, what it is called
    "lecture": ("meetings:list", "看党课记录"),
    "appraisal": ("life:appraisals", "去看民主评议"),
    "disposals": ("life:index", "去看后续处置"),
    "problems": ("life:index", "去看整改清单"),
    "life": ("life:index", "去看年度组织生活"),
}


@dataclass(frozen=True)
class BranchWarning:
    """A warning; `state` as in components/state, `url` the page of the rows behind it, `link` the text of the link."""

    rule: str
    sentence: str
    basis: str
    state: str
    url: str
    link: str = ""
    clears: str = ""  # what ends it


def branch_warnings(organization: Organization, on: dt.date, by: Actor) -> list[BranchWarning]:
    """The warnings of an organization; none for actors who may not view its records."""
    if not by.may(Capability.VIEW, organization):
        return []
    return [
        *_year_warnings(organization, on),
        *(_turnout_warnings(organization, on, by) if organization.is_branch else ()),
        *(_talk_warnings(organization, on) if _is_secretary(organization, by) else ()),
    ]


def organization_findings(organization: Organization, on: dt.date, by: Actor) -> list[BranchWarning]:
    """The findings of an organization, each with its page as the page of the rows, then its warnings."""
    facts = load_organization_facts([organization], on).get(organization.pk)
    url = reverse("organizations:detail", args=(organization.code,))
    own = [
        BranchWarning(each.rule, each.sentence, each.basis, each.level, url, clears=each.clears)
        for each in (findings(facts) if facts else ())
    ]
    return [*own, *_late_replies(organization, url), *branch_warnings(organization, on, by)]


def _late_replies(organization: Organization, url: str) -> Iterator[BranchWarning]:
    """R-ORG-18: set up, merged or dissolved on a reply more than a month after the application."""
    for change in organization.changes.exclude(applied_on=None).order_by("effective_on", "pk"):
        applied_on, approved_on = change.applied_on, change.approved_on
        if applied_on and approved_on and change.reply_was_late:
            days = f"{full_date(applied_on)}申请，{full_date(approved_on)}批复"
            sentence = f"{change.get_deed_display()}{days}，超过一个月"
            basis = ZB6 if change.deed == change.Deed.ESTABLISHED else ZB7
            yield BranchWarning("R-ORG-18", sentence, basis, "warn", url)


def _year_warnings(organization: Organization, on: dt.date) -> Iterator[BranchWarning]:
    for flag in standings.flags(organization, on):
        page, link = PAGES[flag.page]
        asked = {"kind": "lecture"} if flag.page == "lecture" else {"organization": organization.code}
        if page == "life:index":
            asked["year"] = str(flag.year)
        anchor = f"#{flag.page}-title" if flag.page in ("problems", "disposals") else ""
        url = f"{reverse(page)}?{urlencode(asked)}{anchor}"
        yield BranchWarning(flag.rule, flag.sentence, flag.basis, flag.state, url, link)


def _is_secretary(organization: Organization, by: Actor) -> bool:
    """Who records for a branch and answers for its members: the secretary, and nobody beside or above."""
    return (
        organization.is_branch
        and by.may(Capability.RECORD_MEETING, organization)
        and by.may(Capability.MANAGE_MEMBERS, organization)
    )


def _talk_warnings(organization: Organization, on: dt.date) -> Iterator[BranchWarning]:
    """R-LIFE-16, for the secretary alone."""
    url = f"{reverse('life:talks')}?{urlencode({'organization': organization.code})}"
    for talk in occasions.owed_talks(organization, on):
        if talk.due_on < on:
            sentence = (
                f"{talk.member.name}{short_date(talk.known_on, on)}{talk.occasion.label}，"
                f"{settings.OCCASION_TALK_DAYS}天内书记还没谈话。"
            )
            yield BranchWarning("R-LIFE-16", sentence, f"{ZB19}（天数按{LOCAL}）", "warning", url, "去记谈话")


def _turnout_warnings(organization: Organization, on: dt.date, by: Actor) -> Iterator[BranchWarning]:
    """Warnings about the last complete month and quarter."""
    month, quarter = Period.month(on).previous(), Period.holding(on, 3).previous()
    meetings = Meeting.objects.within(organization).counted()
    for one in turnout.low_turnouts(meetings, month):
        sentence = f"{short_month(month.since)}{one.sentence}。"
        yield BranchWarning(
            "R-ATT-03", sentence, LOCAL, "warning", meetings_url(organization.code, month), "看这些会议"
        )
    if away := turnout.absent_leaders(meetings, quarter):
        may_name = by.may(Capability.VIEW_MEMBERS, organization)
        who = "、".join(one.name for one in away) if may_name else f"{len(away)}人"
        sentence = f"{turnout.absent_leaders_sentence(who, quarter)}。"
        yield BranchWarning(
            "R-LIFE-10",
            sentence,
            f"{JY16}（次数按{LOCAL}）",
            "warning",
            meetings_url(organization.code, quarter),
            "看这些会议",
        )


def meetings_url(code: str, period: Period) -> str:
    """The counted meetings of the organization and all below it, of a month or any period."""
    asked = {"below": code, "counted": "true"}
    if period.months == 1:
        asked["month"] = period.text
    else:
        asked |= {"held_from": f"{period.since}", "held_until": f"{period.until}"}
    return f"{reverse('meetings:list')}?{urlencode(asked)}"
