"""Models of a year's organizational life: appraisals with their entries, disposals, talks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from branches.models import Organization
from core import clock
from core.instruments import CZ, JY30, JY31
from life.states import DisposalKind, DisposalStatus, Occasion, PartMark, Stage
from meetings.models.ballots import Poll
from meetings.models.meeting import Meeting
from meetings.models.minutes import Resolution
from meetings.states import Grade
from members.models import Member


class Appraisal(models.Model):
    """The yearly appraisal of members (民主评议党员): 自评 → 互评 → 测评 → 评定, in this order only (R-LIFE-05)."""

    audit_subject = "meetings.appraisal"

    Stage = Stage

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="appraisals",
        verbose_name="党支部",
        db_index=False,
    )
    year = models.PositiveSmallIntegerField("年度")
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appraisals",
        verbose_name="会议",
    )
    stage = models.CharField("阶段", max_length=10, choices=Stage, default=Stage.SELF)
    poll = models.ForeignKey(
        Poll,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appraisals",
        verbose_name="测评投票",
    )
    ballots = models.PositiveSmallIntegerField("收回选票", null=True, blank=True)  # of a vote on paper alone
    over_reason = models.CharField("优秀超过三分之一的说明", max_length=300, blank=True)  # R-LIFE-06
    closed_on = models.DateField("评定日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="appraisal_one_a_year"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="appraisal_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}年度"


class AppraisalEntry(models.Model):
    """One member in one appraisal. A probationary member takes part and gets no grade (R-LIFE-07)."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="entries", db_index=False)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="appraisal_entries", verbose_name="党员"
    )
    is_preparatory = models.BooleanField("预备党员", default=False)
    self_text = models.CharField("个人自评", max_length=500, blank=True)
    self_mark = models.CharField("个人自评方式", max_length=7, choices=PartMark, blank=True)
    mutual_text = models.CharField("党员互评", max_length=500, blank=True)
    mutual_mark = models.CharField("党员互评方式", max_length=7, choices=PartMark, blank=True)
    excellent = models.PositiveSmallIntegerField("优秀票", default=0)
    competent = models.PositiveSmallIntegerField("合格票", default=0)
    basic = models.PositiveSmallIntegerField("基本合格票", default=0)
    incompetent = models.PositiveSmallIntegerField("不合格票", default=0)
    grade = models.CharField("评定等次", max_length=12, choices=Grade, blank=True)
    reason = models.CharField("等次与测评不一致的理由", max_length=300, blank=True)  # R-VOT-05
    opinion = models.CharField("评定意见", max_length=300, blank=True)
    case = models.CharField("后续处置", max_length=120, blank=True)  # R-LIFE-08

    class Meta:
        verbose_name = verbose_name_plural = "评议对象"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "member"], name="appraisal_entry_once"),
            models.CheckConstraint(
                condition=Q(grade="") | Q(grade__in=Grade.values), name="appraisal_entry_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(is_preparatory=False) | Q(grade=""),
                name="appraisal_entry_preparatory_has_no_grade",
            ),
            models.CheckConstraint(
                condition=Q(self_mark__in=["", *PartMark.values], mutual_mark__in=["", *PartMark.values]),
                name="appraisal_entry_marks_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_grade_display()}"

    @property
    def self_words(self) -> str:
        """The text, else how it was done."""
        return self.self_text or str(self.get_self_mark_display())

    @property
    def mutual_words(self) -> str:
        return self.mutual_text or str(self.get_mutual_mark_display())


class Disposal(models.Model):
    """What must follow an incompetent grade (R-LIFE-08): open from the closing of the appraisal until it is concluded."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.OneToOneField(
        AppraisalEntry, on_delete=models.PROTECT, related_name="disposal", verbose_name="评议对象"
    )
    kind = models.CharField("处置方式", max_length=10, choices=DisposalKind, blank=True)
    status = models.CharField("状态", max_length=9, choices=DisposalStatus, default=DisposalStatus.OPENED)
    since = models.DateField(
        "起算日期"
    )  # the day of the grade, then that on which the term or the disposal begins
    due_on = models.DateField("期限")  # of the choice what to do, then of the disposal
    reason = models.CharField("期限超过六个月的理由", max_length=300, blank=True)  # R-STA-15
    resolution = models.ForeignKey(
        Resolution,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="disposals",
        verbose_name="结论的决议",
    )
    resolution_words = models.CharField("决议", max_length=200, blank=True)  # as they were when it concluded
    decision = models.ForeignKey(
        Resolution,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="限期改正的决议",
    )
    concluded_on = models.DateField("结论日期", null=True, blank=True)
    note = models.CharField("结论", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "不合格党员处置"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["", *DisposalKind.values]), name="disposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=DisposalStatus.values), name="disposal_status_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("since")), name="disposal_due_after_its_beginning"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.member} {self.get_kind_display()}"

    @property
    def is_overdue(self) -> bool:
        """Past its day and not concluded; the day itself is still in time."""
        return self.status != DisposalStatus.CONCLUDED and self.due_on < clock.today()

    @property
    def basis(self) -> str:
        """The article it rests on: a term of correction ends with a general meeting (R-STA-08)."""
        return f"{CZ}、{JY31}" if self.kind == DisposalKind.CORRECTION else f"{CZ}、{JY30}"


class Talk(models.Model):
    """A heart-to-heart talk of two members (谈心谈话): that it took place, when and on what occasion (R-LIFE-09)."""

    audit_subject = "meetings.talk"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="talks", verbose_name="党支部", db_index=False
    )
    one = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name="谈话人", db_index=False
    )
    other = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="谈话对象")
    on = models.DateField("日期")
    occasion = models.CharField("谈话事由", max_length=10, choices=Occasion, default=Occasion.YEARLY)
    note = models.CharField("要点", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人登记", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "谈心谈话"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="talk_is_of_two"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="talk_occasion_known"),
            models.UniqueConstraint(
                Least("one", "other"), Greatest("one", "other"), "on", name="talk_once_a_day"
            ),  # whoever began
        ]
        indexes = [models.Index(fields=["organization", "on"], name="talk_by_organization")]

    def __str__(self) -> str:
        return f"{self.one} {self.other} {self.on}"
