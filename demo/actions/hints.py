"""Note beside the records that wait for review what submitting them would have hinted at."""

from meetings.models import Meeting
from meetings.rules import checks
from meetings.selectors import record_facts
from meetings.states import Status


def write() -> None:
    """Looks at each record by itself, as submitting does; only those that wait, a few hundred in a district."""
    waiting = list(Meeting.objects.filter(status=Status.SUBMITTED).select_related("organization__parent"))
    for meeting in waiting:
        meeting.hints = [
            each.sentence
            for each in checks.hints_for_review(checks.findings(record_facts.facts_of_meeting(meeting)))
        ]
    Meeting.objects.bulk_update(waiting, ["hints"], batch_size=200)
