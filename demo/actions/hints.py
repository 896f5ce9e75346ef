"""Note beside the records what submitting and returning them would have noted: hints, and what a returned one said."""

from meetings.models import Meeting, Step
from meetings.record.proposals import to_proposal
from meetings.rules import checks
from meetings.selectors import record_facts
from meetings.selectors.stored_record import stored_record
from meetings.states import Status


def write() -> None:
    """Looks at each record by itself, as submitting does; only those that wait or came back, a few hundred in a district."""
    waiting = list(Meeting.objects.filter(status=Status.SUBMITTED).select_related("organization__parent"))
    for meeting in waiting:
        meeting.hints = [
            each.sentence
            for each in checks.hints_for_review(checks.findings(record_facts.facts_of_meeting(meeting)))
        ]
    Meeting.objects.bulk_update(waiting, ["hints"], batch_size=200)
    steps = Step.objects.filter(deed=Step.Type.RETURNED, meeting__status=Status.RETURNED)
    returned = list(
        steps.select_related("meeting__organization", "meeting__host", "meeting__recorder").order_by("pk")
    )
    for step in returned:
        step.record = to_proposal(stored_record(step.meeting))
    Step.objects.bulk_update(returned, ["record"], batch_size=200)
