"""Models of a meeting: its kinds, numbers, steps and amendments. The counts of turnout stand on its row."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization
from branches.workflow.approval import Approval
from core import clock
from meetings import errors
from meetings.querysets import MeetingQuerySet
from meetings.rules import vote_words
from meetings.states import COUNTED, AmendmentStatus, Kind, Status, StepType
from members.models import Member

if TYPE_CHECKING:
    from branches.selectors.actors import Actor


class Meeting(models.Model):
    """One meeting, which may be of several kinds at once. A group's meeting belongs to the group's organization."""

    Kind = Kind
    Status = Status

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="meetings", verbose_name="党组织", db_index=False
    )
    theme = models.CharField("主题", max_length=200, blank=True)
    held_on = models.DateField("日期")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    agenda_announced_on = models.DateField("议题公告日", null=True, blank=True)
    host = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="hosted", verbose_name="主持人"
    )
    host_note = models.CharField("委托说明", max_length=120, blank=True)
    recorder = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recorded",
        verbose_name="记录人",
    )
    guests = models.CharField("列席", max_length=300, blank=True)
    minutes = models.TextField("会议记录", blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PLANNED)
    expected = models.PositiveSmallIntegerField("应到", default=0)
    present = models.PositiveSmallIntegerField("实到", default=0)
    on_leave = models.PositiveSmallIntegerField("请假", default=0)
    absent = models.PositiveSmallIntegerField("缺席", default=0)
    undecided = models.PositiveSmallIntegerField("待定", default=0)  # R-ATT-07; none once submitted
    roll_frozen_at = models.DateTimeField("名单冻结时间", null=True, blank=True)
    submitted_at = models.DateTimeField("首次提交时间", null=True, blank=True)
    is_late = models.BooleanField("逾期补录", default=False)
    is_void = models.BooleanField("无效", default=False)
    returned_count = models.PositiveSmallIntegerField("退回次数", default=0)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    hints = models.JSONField(
        "提交时的提示", null=True, blank=True
    )  # sentences; empty before the first submission
    distinct_from = models.ManyToManyField("self", blank=True, verbose_name="不是同一次")
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="meeting_status_known"),
            models.CheckConstraint(
                condition=Q(expected=F("present") + F("on_leave") + F("absent") + F("undecided")),
                name="meeting_turnout_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(agenda_announced_on__isnull=True) | Q(agenda_announced_on__lte=F("held_on")),
                name="meeting_agenda_announced_before",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=COUNTED) | Q(submitted_at__isnull=False),
                name="meeting_counted_was_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="meeting_newest"),
            models.Index(fields=["organization", "-held_on", "-id"], name="meeting_by_organization"),
            models.Index(fields=["status", "-held_on", "-id"], name="meeting_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.held_on:%Y-%m-%d}"

    @property
    def kind_codes(self) -> list[str]:
        """Its kinds in the order every page and paper has; uses the prefetched kinds."""
        stored = {row.kind for row in self.kinds.all()}
        return [kind for kind in Kind.values if kind in stored]

    @property
    def voters_word(self) -> str:
        return vote_words.voters_word(self.kind_codes)

    @property
    def kind_names(self) -> str:
        """支部党员大会、主题党日"""
        return "、".join(Kind(code).label for code in self.kind_codes)

    @property
    def current_numbers(self) -> "list[MeetingNumber]":
        """Its numbers by which it is called today, in the order of Kind; uses the prefetched numbers and kinds.

        One given under a kind, year or body that was corrected later stays taken, but is not its name any more.
        """
        kinds, year = self.kind_codes, self.held_on.year
        found = [
            each
            for each in self.numbers.all()
            if each.kind in kinds and each.year == year and each.organization_id == self.organization_id
        ]
        return sorted(found, key=lambda each: Kind.values.index(each.kind))

    @property
    def number_words(self) -> str:
        """2026年第3次支部党员大会、2026年第12次主题党日; empty before the first submission."""
        return "、".join(str(each) for each in self.current_numbers)

    @property
    def ends_next_day(self) -> bool:
        """次日: it ended after midnight."""
        return bool(self.ends_at) and timezone.localdate(self.ends_at) > self.held_on

    @property
    def is_held(self) -> bool:
        """Held and written down, also where the record was cancelled afterwards."""
        if self.status == Status.CANCELLED:
            return self.roll_frozen_at is not None
        return self.status != Status.PLANNED

    @property
    def is_upcoming(self) -> bool:
        return self.status == Status.PLANNED and self.held_on >= clock.today()

    @property
    def has_begun(self) -> bool:
        return clock.now() > self.starts_at

    @property
    def is_today(self) -> bool:
        return self.held_on == clock.today()


class MeetingKind(models.Model):
    """One of the kinds a meeting was held as; each counts once (contract, held)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="kinds", db_index=False)
    kind = models.CharField("类型", max_length=10, choices=Kind)

    class Meta:
        verbose_name = verbose_name_plural = "会议类型"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind"], name="meeting_kind_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="meeting_kind_known"),
        ]
        indexes = [models.Index(fields=["kind", "meeting"], name="meeting_kind_by_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class MeetingNumber(models.Model):
    """The number of a meeting as one of its kinds in the year of its body (R-REC-15): given once, never moved or reused.

    `meetings.actions.number_meeting` gives it when the record is first submitted.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="numbers", db_index=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="党组织", db_index=False
    )
    kind = models.CharField("类型", max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("第几次")

    class Meta:
        verbose_name = verbose_name_plural = "会议编号"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "year", "number"], name="meetingnumber_given_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "organization", "kind", "year"], name="meetingnumber_one_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="meetingnumber_kind_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="meetingnumber_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}次{self.get_kind_display()}"


class Step(models.Model):
    """One step in the life of a record (经过): who did what, with what comment."""

    Type = StepType

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField("步骤", max_length=10, choices=Type)
    comment = models.CharField("意见", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)
    record = models.JSONField("退回时的记录", null=True, blank=True)  # until it is handed in again
    changes = models.JSONField(
        "退回以后改了什么", null=True, blank=True
    )  # label, then, now; once handed in again
    replies = models.JSONField("逐条答复", null=True, blank=True)  # remark, what was answered; likewise

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["id"]
        indexes = [models.Index(fields=["deed", "-at"], name="step_by_deed")]

    def __str__(self) -> str:
        return f"{self.who} {self.get_deed_display()}"

    @staticmethod
    def unanswered(steps: "Iterable[Step]") -> "Step | None":
        """The one a record came back with, while that is still to be answered."""
        answers = (Step.Type.RETURNED, Step.Type.SUBMITTED, Step.Type.CANCELLED)
        sent = [step for step in steps if step.deed in answers]
        return sent[-1] if sent and sent[-1].deed == Step.Type.RETURNED else None


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def waiting(self) -> "AmendmentQuerySet":
        return self.filter(status=Amendment.Status.PROPOSED)

    def waiting_for(self, by: "Actor") -> "AmendmentQuerySet":
        """Where this person may sign, or may have asked."""
        reach = by.reach
        there = reach.q(Capability.RECORD_MEETING, at="meeting__organization")
        return self.filter(there | reach.q(Capability.VERIFY, at="meeting__organization"))

    def for_list(self) -> "AmendmentQuerySet":
        rows = self.select_related("meeting__organization__parent").prefetch_related("meeting__kinds")
        return rows.order_by("asked_at", "id")

    def signed_since(self, moment: dt.datetime | None) -> "AmendmentQuerySet":
        """In force from that instant on. Those written before two signatures were asked for have only their own time."""
        since = Q(decided_at__isnull=True, asked_at__gte=moment) | Q(decided_at__gte=moment)
        return self.filter(since, status=Amendment.Status.SIGNED)


class Amendment(Approval):
    """A change to a confirmed record: what it said, what it will say, why, by whom, and who else signed (R-REC-09).

    It takes effect with the second signature; `proposal` holds the content until then.
    """

    Status = AmendmentStatus
    own_decision_refusal = errors.SignedByTheSame

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="amendments")
    status = models.CharField("状态", max_length=8, choices=AmendmentStatus, default=AmendmentStatus.SIGNED)
    reason = models.CharField("原因", max_length=300)
    proposal = models.JSONField("拟改为", default=dict)
    before = models.JSONField("之前")
    after = models.JSONField("之后")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(status="proposed"), name="amendment_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(status__in=AmendmentStatus.values), name="amendment_status_known"
            ),
            *Approval.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.reason

    def may_be_signed_by(self, by: "Actor") -> bool:
        """Those who record there or verify its records may sign, except the one who proposed it."""
        place = self.meeting.organization
        may_sign_there = by.may(Capability.RECORD_MEETING, place) or by.may(Capability.VERIFY, place)
        return self.is_another(by) and may_sign_there
