"""What may be proposed about a member now, and what waits."""

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from members.models import Member
from procedures.models import MemberDecision

DEEDS = {
    "turn-full": "转正",
    "extend": "延长预备期",
    "postpone": "推迟讨论转正",
    "restrict": "权利限制",
    "lift": "结束权利限制",
    "leave": "登记离开",
}
"""Part of the address → the word of what is proposed about a member."""


def offered_deeds(member: Member, by: Actor) -> list[str]:
    """The deeds that apply to the member now, for whoever keeps the roll."""
    if member.left_on or not by.may(Capability.MANAGE_MEMBERS, member.organization):
        return []
    hidden = {"turn-full", "extend", "postpone"} if member.full_on else set()
    if member.extended_until:
        hidden.add("extend")
    if not member.restrictions.not_over(clock.today()).exists():
        hidden.add("lift")
    return [deed for deed in DEEDS if deed not in hidden]


def waiting_about(member: Member, by: Actor) -> list[MemberDecision]:
    """Proposals about a member that nobody has decided yet."""
    return list(MemberDecision.objects.visible_to(by).waiting().filter(member=member).for_list())
