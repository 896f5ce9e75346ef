"""Models of the tree: Organization, its Changes, deeds of the tree, Terms, Mandates, and the district's Holidays."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.access.roles import APART, Role
from branches.querysets import MandateQuerySet, OrganizationQuerySet, ScopedQuerySet, TermQuerySet
from branches.rules import tree
from branches.states import BRANCHES, COMMITTEES, REPLY_MONTHS, DeedKind, Kind, UnitKind, label_of
from core import clock


def ends_after_it_begins(table: str) -> models.CheckConstraint:
    """The constraint of dated rows."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=f"{table}_ends_after_it_begins"
    )


class Organization(models.Model):
    """A Party organization. `parent` is the truth; `path` is derived from it (branches.rules.tree) and rebuildable."""

    Kind = Kind
    UnitKind = UnitKind

    code = models.CharField("编号", max_length=32, unique=True)
    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=60)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    unit_kind = models.CharField("单位类别", max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="上级党组织",
        db_index=False,
    )
    path = models.CharField("路径", max_length=120, unique=True, editable=False)
    activity_day = models.PositiveSmallIntegerField("主题党日固定日", null=True, blank=True)
    units_covered = models.PositiveSmallIntegerField("覆盖单位数", default=1)
    established_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    planned_end_on = models.DateField("临时机构计划结束日期", null=True, blank=True)
    units = models.JSONField("联合的单位", default=list, blank=True)  # names, of a joint branch (R-ORG-01)
    special_provision = models.CharField(
        "另有规定或批准", max_length=120, blank=True
    )  # of a temporary branch (R-ORG-12)
    power_document = models.CharField(
        "审批权限文号", max_length=60, blank=True
    )  # to approve members (R-ORG-17)
    power_granted_on = models.DateField("审批权限授予日期", null=True, blank=True)
    pinyin = models.CharField(max_length=400, editable=False)
    initials = models.CharField(max_length=120, editable=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organization_kind_known"),
            models.CheckConstraint(
                condition=Q(unit_kind__in=UnitKind.values), name="organization_unit_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(activity_day__isnull=True) | Q(activity_day__range=(1, 31)),
                name="organization_activity_day_is_a_day",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("established_on")),
                name="organization_dissolved_after_established",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on__isnull=True)
                | Q(kind=Kind.TEMPORARY_BRANCH, planned_end_on__gte=F("established_on")),
                name="organization_end_planned_of_temporary",
            ),
            models.CheckConstraint(
                condition=Q(power_document="", power_granted_on__isnull=True)
                | Q(kind__in=COMMITTEES, power_granted_on__isnull=False) & ~Q(power_document=""),
                name="organization_power_is_granted_and_dated",
            ),
        ]
        indexes = [models.Index(fields=["parent", "path"], name="organization_by_parent")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def full_label(self) -> str:
        """What lists call it: a group with its branch's name before it. Lists that show groups bring `parent` along."""
        if not self.is_group or self.parent is None:
            return self.short_name
        return label_of(self.kind, self.short_name, self.parent.short_name)

    @property
    def depth(self) -> int:
        """1 for a root."""
        return tree.depth(self.path)

    @property
    def is_dissolved(self) -> bool:
        """Today; one that is to be dissolved later still stands."""
        return self.dissolved_on is not None and self.dissolved_on <= clock.today()

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCHES

    @property
    def is_group(self) -> bool:
        return self.kind == Kind.GROUP

    @property
    def is_committee(self) -> bool:
        return self.kind in COMMITTEES


class Change(models.Model):
    """One change of an organization, with its date and document: the history of the tree itself."""

    class Deed(models.TextChoices):
        ESTABLISHED = "established", "成立"
        RENAMED = "renamed", "更名"
        MOVED = "moved", "隶属变更"
        DISSOLVED = "dissolved", "撤销"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="changes", verbose_name="党组织"
    )
    deed = models.CharField("变更", max_length=12, choices=Deed)
    effective_on = models.DateField("生效日期")
    document = models.CharField("文号", max_length=60, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    old_name = models.CharField("原名称", max_length=120, blank=True)
    new_name = models.CharField("新名称", max_length=120, blank=True)
    old_short_name = models.CharField("原简称", max_length=60, blank=True)
    old_parent = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="原上级"
    )
    new_parent = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="新上级"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "组织变更"
        ordering = ["-effective_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=["established", "renamed", "moved", "dissolved"]),
                name="change_deed_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_deed_display()}"

    @property
    def reply_was_late(self) -> bool:
        """Whether the approval came more than a month after it was applied for (R-ORG-18); a month to the day is in time."""
        if self.applied_on is None or self.approved_on is None:
            return False
        return self.approved_on > clock.months_later(self.applied_on, REPLY_MONTHS)


class TreeDeed(models.Model):
    """A merger, split, dissolution or move as one deed, with what each kind of thing needs to be given back.

    `receiver` is the branch that takes everything in, the new branch of a split, or the new organization above.
    The decision's document is named where the day lies in a month that is frozen: a correction of the next report.
    """

    Kind = DeedKind

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("办哪件", max_length=10, choices=DeedKind)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="deeds", verbose_name="党组织"
    )
    receiver = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="deeds_received", verbose_name="去处"
    )
    former_parent = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="原上级"
    )
    effective_on = models.DateField("从哪天起")
    document = models.CharField("批复文号", max_length=60, blank=True)
    approved_on = models.DateField("批复日期", null=True)
    decision_document = models.CharField("决定文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True)
    reason = models.CharField("为什么", max_length=300, blank=True)
    carried = models.JSONField(default=dict, editable=False)
    recorded_at = models.DateTimeField("登记时间", default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField("撤回时间", null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    take_back_reason = models.CharField("撤回原因", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织调整"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DeedKind.values), name="treedeed_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="dissolved") | Q(receiver__isnull=False), name="treedeed_goes_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["recorded_at"], name="treedeed_newest")]

    def __str__(self) -> str:
        return f"{self.organization}{self.get_kind_display()}"

    @property
    def is_correction(self) -> bool:
        return bool(self.decision_document)


class Term(models.Model):
    """A term of office (届) of an organization. Its posts are members' (members.Post): people live upstairs.

    due_on = since + the years of its body (branches.actions.terms.term_years); none where nobody elects: working
    committees and temporary branches are appointed. It stays the term until the next one is elected, however late that is.
    overdue_days are those of the past that no approval covers: an extension or a late election was approved only after
    the end (R-ORG-11).
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="terms", verbose_name="党组织"
    )
    number = models.PositiveSmallIntegerField("第几届", default=1)
    has_committee = models.BooleanField("设支委会", default=False)
    since = models.DateField("起")
    due_on = models.DateField("届满日期", null=True, blank=True)
    extended_until = models.DateField("批准延期至", null=True, blank=True)
    extension_document = models.CharField("延期批复文号", max_length=60, blank=True)
    extension_approved_on = models.DateField("延期批复日期", null=True, blank=True)
    extension_approved_by = models.CharField("延期批复机关", max_length=60, blank=True)
    extension_entered_on = models.DateField("延期登记日期", null=True, blank=True)
    approval_document = models.CharField("提前或推迟换届批复文号", max_length=60, blank=True)
    approved_on = models.DateField("提前或推迟换届批复日期", null=True, blank=True)
    approved_by = models.CharField("提前或推迟换届批复机关", max_length=60, blank=True)
    former_due_on = models.DateField("上一届届满日期", null=True, blank=True)
    overdue_days = models.PositiveSmallIntegerField("逾期天数", default=0)
    until = models.DateField("止", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(until__isnull=True), name="term_one_current"
            ),
            ends_after_it_begins("term"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} 第{self.number}届"

    @property
    def expires_on(self) -> dt.date | None:
        """None where nobody elects."""
        return self.extended_until or self.due_on

    def days_since_end(self, on: dt.date) -> int:
        """The day of the end itself is in time (R-ORG-09)."""
        return max(0, (on - self.expires_on).days) if self.expires_on else 0


class Mandate(models.Model):
    """'Secretary of X until …': a role at an organization, with dates.

    A day is too coarse for taking a right away: revoked_at ends it at that moment, whatever `until` says.
    """

    Role = Role

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates", verbose_name="账号"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="mandates", verbose_name="党组织"
    )
    role = models.CharField("角色", max_length=24, choices=Role)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="mandate_role_known"),
            ends_after_it_begins("mandate"),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(until__isnull=True),
                name="mandate_once_open",
            ),
            # R-SEC-01: system, security and audit administration are three persons.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until__isnull=True, role__in=sorted(APART)),
                name="mandate_three_administrators_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.organization}"


class Holiday(models.Model):
    """A day off, or a working day at a weekend (调休上班), of an organization and all below it, of all where it has none."""

    audit_subject = "meetings.holiday"

    organization = models.ForeignKey(
        Organization,
        null=True,
        on_delete=models.PROTECT,
        related_name="holidays",
        db_index=False,
        verbose_name="党组织",
    )
    day = models.DateField("日期")
    name = models.CharField("名称", max_length=30)
    is_workday = models.BooleanField("上班", default=False)
    source = models.CharField("依据", max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(organization=None), name="holiday_once_for_everybody"
            ),
            models.UniqueConstraint(fields=["organization", "day"], name="holiday_once_for_one"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
