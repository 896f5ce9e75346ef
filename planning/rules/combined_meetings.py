"""Combines proposed meetings that can be held as one meeting of several kinds."""

from collections.abc import Sequence
from dataclasses import replace

from meetings.states import Kind
from obligations.states import CARRIED_BY_THEME_DAY
from planning.rules.meeting_proposal import MeetingProposal


def combine_with_theme_days(proposals: Sequence[MeetingProposal]) -> list[MeetingProposal]:
    """The proposals with general meeting and lecture of a quarter combined with theme days, one meeting of two kinds.

    All three share a day only if the period has no other theme day. 民主评议 is combined with 组织生活会."""
    carriers = {
        (proposal.organization.pk, proposal.on.month): proposal
        for proposal in proposals
        if Kind.THEME_DAY in proposal.kinds
    }
    left: list[MeetingProposal] = []
    for proposal in proposals:
        kind = proposal.kinds[0]
        if kind == Kind.APPRAISAL:
            life = next((at for at, each in enumerate(left) if each.kinds[0] == Kind.LIFE), None)
            if life is not None:
                left[life] = replace(left[life], kinds=(*left[life].kinds, Kind.APPRAISAL.value))
                continue
        if kind not in CARRIED_BY_THEME_DAY:
            if Kind.THEME_DAY not in proposal.kinds:
                left.append(proposal)
            continue
        free = [
            (len(carrier.kinds), abs(month - proposal.on.month), month)
            for (pk, month), carrier in carriers.items()
            if pk == proposal.organization.pk and carrier.on in proposal.period
        ]
        if not free:
            left.append(proposal)
            continue
        at = (proposal.organization.pk, min(free)[2])
        carrier = carriers[at]
        carriers[at] = replace(
            carrier, kinds=(*carrier.kinds, kind), basis=f"{carrier.basis}、{proposal.basis}"
        )
    return [*carriers.values(), *left]
