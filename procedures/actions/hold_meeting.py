"""Hold the meeting and the resolution on which a decision about a person rests, from the proposal on."""

from meetings.models import Hold, Meeting
from procedures import errors
from procedures.models import MemberDecision
from procedures.states import DecisionStatus

SAID = {
    DecisionStatus.PROPOSED: "正在等待审批，要先撤回或者退回",
    DecisionStatus.APPROVED: "已经批准",
}


def hold_meeting(decision: MemberDecision) -> None:
    """The meeting is not cancelled any more, and the resolution not changed. Takes the meeting's row, as cancelling does."""
    if decision.resolution is None:
        return
    meeting = Meeting.objects.select_for_update().get(pk=decision.resolution.item.meeting_id)
    refusal = errors.DecidedUpon(
        name=decision.name, kind=decision.get_kind_display(), status=SAID[DecisionStatus(decision.status)]
    )
    facts = {"resolution": decision.resolution, "sentence": refusal.sentence}
    Hold.objects.update_or_create(meeting=meeting, code=_code(decision), defaults=facts)


def let_go(decision: MemberDecision) -> None:
    """Nothing rests on the resolution any more."""
    Hold.objects.filter(code=_code(decision)).delete()


def _code(decision: MemberDecision) -> str:
    return f"{errors.DecidedUpon.code}_by_{decision.pk}"
