"""Models of dated rules, of waivers from them and of frozen months."""

import datetime as dt

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from branches.models import Organization
from meetings.states import Kind
from obligations.querysets import FrozenMonthQuerySet, RuleQuerySet


class Rule(models.Model):
    """A duty of organizational life: who, what, how often, on what basis, from when to when."""

    audit_subject = "reports.rule"

    class AppliesTo(models.TextChoices):
        BRANCH = "branch", "党支部"
        COMMITTEE = "committee", "设支委会的党支部"
        GROUP = "group", "党小组"

    class Cadence(models.TextChoices):
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        HALF_YEAR = "half_year", "每半年"
        YEAR = "year", "每年"

    CODE = r"^[A-Z]+(-[A-Z0-9]+)+$"  # it stands in addresses, beside words of our own like new
    CODE_WRONG = "编号用大写字母、数字和短横，例如L-TALK-01。"
    MONTHS = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.HALF_YEAR: 6, Cadence.YEAR: 12}

    code = models.CharField("编号", max_length=20, validators=[RegexValidator(CODE, CODE_WRONG)])
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("会议类型", max_length=10, choices=Kind, blank=True)
    applies_to = models.CharField("适用", max_length=10, choices=AppliesTo)
    cadence = models.CharField("周期", max_length=10, choices=Cadence)
    count = models.PositiveSmallIntegerField("次数", default=1)
    basis = models.CharField("依据", max_length=120)
    # For it and all below it; without one for everybody. The nearest above a place holds there (rules.scopes).
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name="党组织",
    )
    valid_from = models.DateField("生效")
    valid_until = models.DateField("失效", null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制度"
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True, organization__isnull=True),
                name="rule_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["organization", "code"],
                condition=Q(valid_until__isnull=True),
                name="rule_one_in_force_of_one",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="rule_asks_something"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def months(self) -> int:
        return self.MONTHS[self.Cadence(self.cadence)]

    def holds_after(self, day: dt.date) -> bool:
        """Whether it is in force on the day or on one after it."""
        return self.valid_until is None or self.valid_until >= day

    @property
    def path(self) -> str:
        """Of the place it holds at and below; empty where it is everybody's."""
        return self.organization.path if self.organization else ""

    @property
    def key(self) -> str:
        """R-MEET-04, R-MEET-04@DEMO-02: in addresses and digests, where the code alone may be of several."""
        return f"{self.code}@{self.organization.code}" if self.organization else self.code

    @property
    def label(self) -> str:
        """主题党日, 主题党日（滨江街道）: where rules of several organizations stand side by side."""
        return f"{self.name}（{self.organization.short_name}）" if self.organization else self.name


class Waiver(models.Model):
    """A period for which an office explained why something was not held (情况说明): what is asked stays asked."""

    audit_subject = "reports.waiver"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="waivers", verbose_name="党组织"
    )
    rule_code = models.CharField("制度", max_length=20)
    since = models.DateField("起")
    until = models.DateField("止")
    reason = models.CharField("原因", max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "情况说明"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="waiver_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.rule_code}"


class FrozenMonth(models.Model):
    """A month whose figures of an organization and all below it never change again, so that its rules do not either.

    Reports writes it when it freezes a report.
    """

    path = models.CharField("路径", max_length=120)
    month = models.DateField("月份")

    objects = FrozenMonthQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "冻结的月份"
        constraints = [models.UniqueConstraint(fields=["path", "month"], name="frozenmonth_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.path}"
