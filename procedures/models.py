"""Models of decisions about people: MemberDecision."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from branches.models import Organization
from branches.workflow.approval import Approval
from core import clock
from meetings.models import Resolution
from members.models import Member, Restriction
from members.states import ExemptionPurpose
from procedures import errors
from procedures.querysets import MemberDecisionQuerySet
from procedures.rules.deadlines import approval_due_on
from procedures.rules.kinds import RULES, KindRule
from procedures.rules.requirements import permitted_grounds
from procedures.states import DecisionKind, DecisionStatus


class MemberDecision(Approval):
    """A proposal about a person with the decision it rests on; it takes effect when another person approves it.

    Who is not yet on a roll has no `member` until then: `person_sealed` keeps the facts. `resolution_words` say what the
    general meeting resolved, as it stood when the proposal was approved.
    """

    Kind = DecisionKind
    Status = DecisionStatus
    own_decision_refusal = errors.OwnProposal

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("事项", max_length=20, choices=DecisionKind)
    status = models.CharField("状态", max_length=10, choices=DecisionStatus, default=DecisionStatus.PROPOSED)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="member_decisions",
        verbose_name="党支部",
        db_index=False,
    )
    member = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name="党员",
    )
    name = models.CharField("姓名", max_length=64)
    person_sealed = models.TextField(blank=True, editable=False)
    group = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="党小组",
    )
    restriction = models.ForeignKey(
        Restriction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name="权利限制",
    )
    resolution = models.ForeignKey(
        Resolution,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
        verbose_name="支部党员大会决议",
    )
    takes_back = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="takings_back",
        verbose_name="撤销的决定",
    )
    resolution_words = models.CharField("决议", max_length=200, blank=True)
    document = models.CharField("文号", max_length=60, blank=True)
    decided_on = models.DateField("批准日期", null=True, blank=True)
    body = models.CharField("批准机关", max_length=120, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    until = models.DateField("结束日期", null=True, blank=True)
    review_on = models.DateField("复核日期", null=True, blank=True)
    ground = models.CharField("情形", max_length=20, blank=True)
    purpose = models.CharField("用途", max_length=10, choices=ExemptionPurpose, blank=True)
    reason = models.CharField("说明", max_length=120, blank=True)
    details = models.JSONField("其他事实", default=dict)
    version = models.PositiveIntegerField("版本", default=1)

    objects = MemberDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员事项"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DecisionKind.values), name="memberdecision_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=DecisionStatus.values), name="memberdecision_status_known"
            ),
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(status="proposed"), name="memberdecision_one_waiting"
            ),
            models.UniqueConstraint(
                fields=["organization", "name", "kind"],
                condition=Q(status="proposed", member__isnull=True),
                name="memberdecision_one_waiting_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(kind__in=[DecisionKind.EXEMPT, DecisionKind.EXEMPTION_ENDED])
                | (Q(decided_on__isnull=False) & ~Q(document="") & ~Q(body="")),
                name="memberdecision_approved_rests_on_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.TAKEN_BACK, takes_back__isnull=False)
                | (~Q(kind=DecisionKind.TAKEN_BACK) & Q(takes_back__isnull=True)),
                name="memberdecision_takes_back_another",
            ),
            *Approval.Meta.constraints,
        ]
        indexes = [
            models.Index(fields=["organization", "status"], name="memberdecision_by_place"),
            models.Index(fields=["status", "-id"], name="memberdecision_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"

    @cached_property
    def rule(self) -> KindRule:
        return RULES[self.kind]

    @property
    def ground_words(self) -> str:
        return permitted_grounds(self.kind, self.purpose).get(self.ground, "")

    @property
    def due_on(self) -> dt.date | None:
        """Until when it is to be decided, three months after the general meeting (R-DEV-15, R-DEV-33); None: no such limit."""
        return approval_due_on(self.kind, self.resolution.item.meeting.held_on) if self.resolution else None

    @property
    def is_late(self) -> bool:
        """Whether the decision came after the three months, or has not come though they are over."""
        if self.due_on is None or self.status not in (DecisionStatus.PROPOSED, DecisionStatus.APPROVED):
            return False
        return (self.decided_on or clock.today()) > self.due_on

    @property
    def searches(self) -> list[dict[str, Any]]:
        """The search log of somebody lost: on, way."""
        found: list[dict[str, Any]] = self.details.get("searches", [])
        return found
