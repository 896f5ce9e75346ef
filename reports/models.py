"""Models of the supervision report: the report, who read it, its figure rows and later amendments."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Job
from branches.models import Organization
from core.clock import Period
from obligations.models import Rule
from reports.querysets import ReportQuerySet, RowQuerySet
from reports.states import ReportStatus


class Report(models.Model):
    """The supervision report (督查月报) of one committee for one month, with everything below it."""

    Status = ReportStatus

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="reports", verbose_name="党组织"
    )
    path = models.CharField(max_length=120)
    month = models.DateField("月份")
    status = models.CharField("状态", max_length=10, choices=ReportStatus, default=ReportStatus.DRAFTED)
    version = models.PositiveIntegerField("版本", default=1)
    built_at = models.DateTimeField("生成时间", null=True)
    counted_until = models.DateTimeField("统计截止", null=True)
    frozen_at = models.DateTimeField("冻结时间", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    issuer = models.CharField("签发单位", max_length=140, blank=True)  # as it was named on the day of issue
    addressees = models.CharField("主送", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    # The report of the office that published this one in the same deed; what is received is that one.
    published_with = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="published_too"
    )
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.TextField("撤下原因", blank=True)
    withdrawal_document = models.CharField("撤下依据", max_length=200, blank=True)
    digest = models.CharField("校验码", max_length=64, blank=True)
    # A list to read, counted nowhere: its number is the total's late_records. None: built before it was kept.
    late = models.JSONField("逾期补录名单", null=True, editable=False)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查月报"
        ordering = ["-month", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "month"],
                condition=~Q(status=ReportStatus.WITHDRAWN),
                name="report_one_per_month",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.WITHDRAWN)
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="") & ~Q(withdrawal_document=""),
                name="report_withdrawn_with_reason",
            ),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="report_status_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_a_first"),
        ]
        indexes = [models.Index(fields=["month", "path"], name="report_by_month")]

    def __str__(self) -> str:
        return f"{self.organization} {self.month:%Y-%m}"

    @property
    def is_issued(self) -> bool:
        """Published; also when it was withdrawn since."""
        return self.published_at is not None

    @property
    def withdrawal_mark(self) -> str:
        """已撤下，以第2版为准: stands on every page and paper of a withdrawn version."""
        return f"已撤下，以第{self.version + 1}版为准" if self.status == ReportStatus.WITHDRAWN else ""

    @property
    def is_month_over(self) -> bool:
        """Whether the month had ended when it was counted; before that nothing is missed yet."""
        instants = [at for at in (self.built_at, self.counted_until) if at]
        return not instants or Period.month(self.month).until < timezone.localdate(min(instants))


class ReportReading(models.Model):
    """已阅: somebody who received a published report has said that they read it. A new version is read anew."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="readings", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "月报已阅"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="report_reading_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.user_id}"


class Figures(models.Model):
    """What every line and total carries: sums of the organization and everything below it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=120)
    required = models.PositiveIntegerField("应开", null=True)
    fulfilled = models.PositiveIntegerField("计入完成", default=0)
    held = models.PositiveIntegerField("已开", default=0)
    expected = models.PositiveIntegerField("应到人次", default=0)
    present = models.PositiveIntegerField("实到人次", default=0)
    on_leave = models.PositiveIntegerField("请假", default=0)
    absent = models.PositiveIntegerField("缺席", default=0)
    late_records = models.PositiveIntegerField("逾期补录", default=0)

    class Meta:
        abstract = True


class Line(Figures):
    """One organization × rule of a report. `path` is the tree of that day: a later move rewrites no history.

    required, fulfilled and held are of the rule's own period; own_* are of the organization itself, without what is below.
    is_due: that period has ended with the report's month, so the line counts towards completion.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lines", db_index=False)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    is_due = models.BooleanField("到期")
    own_required = models.PositiveSmallIntegerField("本级应开", null=True)
    own_held = models.PositiveSmallIntegerField("本级已开", default=0)
    missed_in_a_row = models.PositiveSmallIntegerField("连续未开展期数", default=0)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报行"
        ordering = ["path", "rule"]
        constraints = [models.UniqueConstraint(fields=["report", "organization", "rule"], name="line_once")]
        indexes = [models.Index(fields=["report", "path"], name="line_by_path")]

    def __str__(self) -> str:
        return f"{self.path} {self.rule_id}"


class Total(Figures):
    """One organization's row over all rules: duties of due lines; turnout of the month's meetings, each counted once."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="totals", db_index=False)
    branches = models.PositiveIntegerField("支部数", default=0)
    members = models.PositiveIntegerField("党员数", default=0)
    returned = models.PositiveIntegerField("退回次数", default=0)
    missed = models.PositiveIntegerField("未开展项数", default=0)
    missing_branches = models.PositiveIntegerField("有未开展的支部数", default=0)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月报合计"
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["report", "organization"], name="total_once")]

    def __str__(self) -> str:
        return self.path


class Amendment(models.Model):
    """What became known after the freeze, beside the frozen figure: never instead of it (R-RPT-04)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="amendments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    field = models.CharField("项目", max_length=20)
    old = models.IntegerField("冻结时")
    new = models.IntegerField("更正后")
    reason = models.CharField("原因", max_length=300)
    noticed_at = models.DateTimeField("时间", auto_now_add=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "冻结后的更正"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.organization} {self.field} {self.old}→{self.new}"

    @property
    def label(self) -> str:
        """已开, as the table's heads say."""
        return str(Line._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]
