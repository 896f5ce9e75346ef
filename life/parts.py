"""What life contributes to lower apps: facts for the checks of a record, a member's own year, and what a deed of the tree
carries of meetings."""

from typing import Any

from branches.models import Organization
from core import clock
from life.actions.carry_meetings import (
    AppraisalsHolding,
    DraftsHolding,
    ProblemsHolding,
    RecordsHolding,
)
from life.models import Appraisal
from life.selectors.make_ups import OwnYear
from meetings.states import Kind
from members.models import Member

RECORDS_HELD, DRAFTS_HELD = RecordsHolding(), DraftsHolding()
PROBLEMS_HELD, APPRAISALS_HELD = ProblemsHolding(), AppraisalsHolding()


def appraisal_facts(organization: Organization, record: Any) -> dict[str, Any]:
    """Whether the appraisal of this year or the last was begun, asked where the meeting is one (R-LIFE-04).

    In spring the year before is appraised.
    """
    if Kind.APPRAISAL not in record.kinds:
        return {}
    years = (record.held_on.year - 1, record.held_on.year)
    return {"was_appraised": Appraisal.objects.filter(organization=organization, year__in=years).exists()}


def own_year(member: Member, by: Any) -> tuple[str, dict[str, Any]]:
    """On the page of check-in: the meetings this member attended this year."""
    today = clock.today()
    return "life/_own_year.html", {"year": OwnYear(member, today.year, today)}
