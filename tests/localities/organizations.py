"""Settings that decide about terms of office."""

import datetime as dt
from typing import Any

from branches import actions
from branches.selectors.actors import SYSTEM
from tests.localities.table import row
from tests.world import World, establish

SINCE = dt.date(2022, 3, 1)


def ends(organization: Any) -> dt.date:
    """When a term that began in March 2022 is over."""
    return actions.begin_term(organization=organization, since=SINCE, has_committee=False, by=SYSTEM).due_on


@row("TERM_YEARS_COMMUNITY", 6)
def term_years_community(world: World, page_text: Any) -> None:
    assert ends(world.branches[0]) == dt.date(2028, 3, 1)
    assert "2028年3月1日" in page_text("shao", "/organizations/A-1/")


@row("TERM_YEARS", 6)
def term_years(world: World, page_text: Any) -> None:
    company = establish("A-9", "鑫源服饰党支部", "branch", world.street, unit_kind="private_enterprise")
    assert ends(company) == dt.date(2028, 3, 1)
    assert "2028年3月1日" in page_text("shao", "/organizations/A-9/")


@row("TERM_YEARS_COMMITTEE", 7)
def term_years_committee(world: World, page_text: Any) -> None:
    organs = establish("E", "区直机关党委", "committee", world.district, unit_kind="organ")
    assert ends(organs) == dt.date(2029, 3, 1)
    assert "2029年3月1日" in page_text("wei", "/organizations/E/")


@row("TERM_REMIND_MONTHS", 9)
def term_remind_months(world: World, page_text: Any) -> None:
    """Over in July 2027: eight months before it people are reminded here, by default two months later."""
    actions.begin_term(
        organization=world.branches[0], since=dt.date(2022, 7, 1), has_committee=False, by=SYSTEM
    )
    page = page_text("shao", "/organizations/A-1/")
    assert "届满" in page
    assert "上级应在10月提醒" in page
