"""What life contributes to lower apps: facts for the checks of a record, and what a deed of the tree carries of meetings."""

from typing import Any

from branches.models import Organization
from life.actions.carry_meetings import (
    AppraisalsHolding,
    DraftsHolding,
    PlansHolding,
    ProblemsHolding,
    RecordsHolding,
)
from life.models import Appraisal
from meetings.states import Kind

PLANS_HELD, RECORDS_HELD, DRAFTS_HELD = PlansHolding(), RecordsHolding(), DraftsHolding()
PROBLEMS_HELD, APPRAISALS_HELD = ProblemsHolding(), AppraisalsHolding()


def appraisal_facts(organization: Organization, record: Any) -> dict[str, Any]:
    """Whether the appraisal of this year or the last was begun, asked where the meeting is one (R-LIFE-04).

    In spring the year before is appraised.
    """
    if Kind.APPRAISAL not in record.kinds:
        return {}
    years = (record.held_on.year - 1, record.held_on.year)
    return {"was_appraised": Appraisal.objects.filter(organization=organization, year__in=years).exists()}
