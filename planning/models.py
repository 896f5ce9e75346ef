"""Models of year plans, themes and the adoption of themes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Organization
from core import clock
from meetings.models.meeting import Meeting
from meetings.states import Kind


class YearPlan(models.Model):
    """A branch's plan for a year (年计划): its aims; the meetings planned are Meeting rows of that year."""

    audit_subject = "meetings.yearplan"

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="year_plans",
        verbose_name="党组织",
        db_index=False,
    )
    year = models.PositiveSmallIntegerField("年份")
    aims = models.TextField("工作要点", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制定时间", default=clock.now)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "年计划"
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="year_plan_one_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}年"


class Theme(models.Model):
    """A theme for a month with agenda and material, published by an organization for all below it (月有方案)."""

    audit_subject = "meetings.theme"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="themes", verbose_name="发布单位"
    )
    month = models.DateField("月份")  # its first day
    kind = models.CharField("会议类型", max_length=10, choices=Kind, default=Kind.THEME_DAY)
    title = models.CharField("主题", max_length=200)
    agenda = models.TextField("议程", blank=True, help_text="一行一项。")
    material = models.TextField("学习材料", blank=True)
    published_at = models.DateTimeField("发布时间", default=clock.now)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)

    adopted: "Adoption | None" = None  # set by selectors.themes.themes_for_branch

    class Meta:
        verbose_name = verbose_name_plural = "主题方案"
        ordering = ["-month", "-id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="theme_kind_known")]

    def __str__(self) -> str:
        return self.title


class Adoption(models.Model):
    """The adoption of a theme by a branch for one meeting; later changes are found by comparison."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="adoptions", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="adoptions")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="adoptions")
    at = models.DateTimeField("时间", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "采用"
        constraints = [models.UniqueConstraint(fields=["theme", "organization"], name="adoption_once")]

    def __str__(self) -> str:
        return f"{self.organization} {self.theme}"
