"""Printed slips as the pages show them: how many are at what, and each with its holder's branch."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import AccountSlip, SlipBatch
from accounts.querysets import slip_conditions
from accounts.states import SlipState
from branches.models import Organization
from branches.selectors import holders
from branches.selectors.actors import Actor
from core import clock
from members.models import Member

SLIP_LOOKS = {
    SlipState.ACTIVATED: "met",
    SlipState.VOID: "waived",
    SlipState.LOCKED: "error",
    SlipState.EXPIRED: "missed",
    SlipState.WAITING: "due_soon",
}


@dataclass(frozen=True)
class SlipLine:
    """A slip with its member, or none where the link was taken away; look and word are its state's."""

    slip: AccountSlip
    member: Member | None

    @property
    def look(self) -> str:
        return SLIP_LOOKS[self.slip.state] if self.slip.account.is_active else "waived"

    @property
    def word(self) -> str:
        """未启用，还有10天"""
        slip = self.slip
        if not slip.account.is_active:
            return "已停用"
        if slip.state == SlipState.WAITING:
            days = (slip.until - clock.today()).days
            return f"未启用，还有{days}天" if days else "未启用，今天到期"
        return str(slip.state.label)

    @property
    def may_be_issued_again(self) -> bool:
        return self.member is not None and self.slip.account.is_active

    @property
    def may_be_voided(self) -> bool:
        return self.slip.state in (SlipState.WAITING, SlipState.LOCKED, SlipState.EXPIRED)


def visible_slips(by: Actor, below: Organization | None = None) -> QuerySet[AccountSlip]:
    """Slips of accounts this actor answers for."""
    found = AccountSlip.objects.filter(account__in=holders.accounts(by).prefetch_related(None).values("pk"))
    if below is not None:
        found = found.filter(account__member__organization__path__startswith=below.path)
    return found.select_related("account", "batch")


def count_states(slips: QuerySet[AccountSlip]) -> dict[str, int]:
    """State → how many. One query."""
    conditions = slip_conditions(clock.today())
    counts = {state.value: Count("pk", filter=condition) for state, condition in conditions.items()}
    return slips.order_by().aggregate(**counts)


def slip_lines(slips: Sequence[AccountSlip]) -> list[SlipLine]:
    """One query for all members."""
    people = Member.objects.filter(user__in=[slip.account_id for slip in slips]).select_related(
        "organization"
    )
    members = {member.user_id: member for member in people}
    return [SlipLine(slip, members.get(slip.account_id)) for slip in slips]


def visible_batches(by: Actor) -> QuerySet[SlipBatch]:
    return SlipBatch.objects.filter(slips__in=visible_slips(by).values("pk")).distinct()
