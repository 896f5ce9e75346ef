"""Hold the meeting of an appraisal's vote, so that it cannot be cancelled any more."""

from life.errors import GradedHere
from life.models import Appraisal
from life.states import BEFORE_THE_VOTE
from meetings.models import Hold, Meeting


def hold_meeting(appraisal: Appraisal, before: Meeting | None = None) -> None:
    """Hold the meeting from the vote on; let go of the one the vote was moved away from.

    Called inside the transaction that changes the appraisal. Takes the meeting's row, as cancelling does.
    """
    voted_on = Appraisal.objects.exclude(stage__in=BEFORE_THE_VOTE)
    if before is not None and not voted_on.filter(meeting=before).exists():
        Hold.objects.filter(meeting=before, code=GradedHere.code).delete()
    if appraisal.meeting_id is None or appraisal.stage in BEFORE_THE_VOTE:
        return
    meeting = Meeting.objects.select_for_update().get(pk=appraisal.meeting_id)
    refusal = GradedHere(year=appraisal.year)
    Hold.objects.update_or_create(meeting=meeting, code=refusal.code, defaults={"sentence": refusal.sentence})
