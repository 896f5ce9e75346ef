"""Models of what only some kinds of meetings have: a lecture, an outcome, an organizational-life meeting with its problems."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from meetings.models.meeting import Meeting
from meetings.states import LecturerLevel
from members.models import Member


class Lecture(models.Model):
    """What a lecture (党课) was: by whom, of what level, on what, and the hours credited to those present."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="lecture")
    lecturer = models.CharField("主讲人", max_length=64, blank=True)
    member = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lectures",
        verbose_name="主讲人",
    )
    level = models.CharField("主讲人身份", max_length=10, choices=LecturerLevel)
    material = models.CharField("讲稿和材料", max_length=300, blank=True)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, default=0)

    class Meta:
        verbose_name = verbose_name_plural = "党课"
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LecturerLevel.values), name="lecture_level_known"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="lecture_hours_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.lecturer} {self.hours}学时"


class Outcome(models.Model):
    """What was done after a theme day (会后落实): added when it is known, also after the record was confirmed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField("做了什么", max_length=500)
    on = models.DateField("日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "会后落实"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class LifeRecord(models.Model):
    """The parts an organizational-life meeting must have (R-LIFE-02; 支部工作条例 Art. 17)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="life_record")
    study = models.TextField("会前学习", blank=True)
    talks = models.TextField("谈心谈话", blank=True)
    opinions = models.TextField("征求意见", blank=True)
    criticism = models.TextField("批评和自我批评", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织生活会"

    def __str__(self) -> str:
        return str(self.meeting)


class Examination(models.Model):
    """One person's self-examination in an organizational-life meeting, with the criticism of others (R-LIFE-13)."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="examinations", db_index=False
    )
    position = models.PositiveSmallIntegerField("次序")
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="对照检查人"
    )
    self_criticism = models.TextField("自我批评", blank=True)
    criticism = models.TextField("相互批评", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "对照检查"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="examination_one_a_position")
        ]

    def __str__(self) -> str:
        return f"{self.member}"


class Problem(models.Model):
    """One line of the problem list with its rectification: what is wrong, what is done, by whom, by when (R-LIFE-03)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="problems", db_index=False)
    position = models.PositiveSmallIntegerField("次序")
    member = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="problems",
        verbose_name="问题所属（支部/个人）",
    )  # empty: the branch's own
    text = models.CharField("问题", max_length=500)
    measure = models.CharField("整改措施", max_length=500, blank=True)
    owner = models.CharField("责任人", max_length=64, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    done_note = models.CharField("整改结果", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "问题和整改"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="problem_one_a_position")]
        indexes = [models.Index(fields=["done_on", "due_on"], name="problem_by_due")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_settled(self) -> bool:
        """Whether it says what is done, by whom and until when (整改措施、责任人、期限)."""
        return bool(self.measure.strip() and self.owner.strip() and self.due_on)

    @property
    def open_until(self) -> dt.date:
        """The day it is due; while measure, owner or day are missing, the day by which they follow (R-LIFE-02)."""
        if self.is_settled and self.due_on:
            return self.due_on
        plan_by = self.meeting.held_on + dt.timedelta(days=settings.RECTIFICATION_PLAN_DAYS)
        return min(plan_by, self.due_on or plan_by)

    @property
    def is_overdue(self) -> bool:
        """Past due and not done (R-LIFE-03), or its measures past theirs; the day itself is still in time."""
        return self.done_on is None and self.open_until < clock.today()
