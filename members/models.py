"""Tables of people: Member, Membership, Restriction, Post, and the import that brings rosters in."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models import Job
from branches.models import Organization, Term
from branches.access.roles import Capability
from core import clock
from members.personal_data import sealing
from members.states import Entry, Exit, Gender, Title
from members.querysets import DatedQuerySet, MemberQuerySet
from exchange.querysets import ImportQuerySet

if TYPE_CHECKING:
    from branches.selectors.actors import Actor


class Member(models.Model):
    """A Party member's file. `organization` and `group` repeat the open Membership; members.actions keep them equal.

    full_on empty = preparatory (预备党员): expected at meetings, without a vote (domain.md §1.3, R-MEET-10).
    """

    Gender = Gender

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="member",
        verbose_name="账号",
    )
    name = models.CharField("姓名", max_length=64)
    pinyin = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=64, editable=False, db_index=True)
    gender = models.CharField("性别", max_length=1, choices=Gender, default=Gender.UNKNOWN)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    identity_sealed = models.CharField(max_length=128, blank=True, editable=False)
    identity_digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    identity_tail = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    phone_sealed = models.CharField(max_length=128, blank=True, editable=False)
    phone_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    phone_tail = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    number = models.CharField("党员编号", max_length=32, blank=True, db_index=True)
    ethnicity = models.PositiveSmallIntegerField("民族", null=True, blank=True)
    education = models.CharField("学历", max_length=32, blank=True)
    native_place = models.CharField("籍贯", max_length=64, blank=True)
    workplace = models.CharField("工作单位及职务", max_length=120, blank=True)
    occupation = models.CharField("人员类别", max_length=32, blank=True)
    address_sealed = models.CharField(max_length=512, blank=True, editable=False)
    applied_on = models.DateField("申请入党日期", null=True, blank=True)
    joined_on = models.DateField("入党日期")
    full_on = models.DateField("转正日期", null=True, blank=True)
    is_mobile = models.BooleanField("流动党员", default=False)
    note = models.CharField("备注", max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="members", verbose_name="所在党支部"
    )
    group = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="group_members",
        verbose_name="党小组",
    )
    left_on = models.DateField("离开日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(full_on__isnull=True) | Q(full_on__gte=F("joined_on")),
                name="member_full_after_joined",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "left_on", "-id"], name="member_by_organization"),
            models.Index(fields=["group"], name="member_by_group"),
            models.Index(fields=["name"], name="member_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_full(self) -> bool:
        return self.is_full_on(clock.today())

    def is_full_on(self, day: dt.date) -> bool:
        return self.full_on is not None and self.full_on <= day

    @property
    def status(self) -> str:
        """full (正式) or preparatory (预备), today."""
        return "full" if self.is_full else "preparatory"

    def standing_years(self, on: dt.date) -> int | None:
        """党龄 in whole years: from full membership, not from admission (R-DATA-04); None for a preparatory member."""
        if not self.is_full_on(on) or self.full_on is None:
            return None
        before_the_day = (on.month, on.day) < (self.full_on.month, self.full_on.day)
        return on.year - self.full_on.year - before_the_day

    @property
    def masked_identity(self) -> str:
        return sealing.mask_identity(sealing.unseal(self.identity_sealed))

    @property
    def masked_phone(self) -> str:
        return sealing.mask_phone(sealing.unseal(self.phone_sealed))


class Membership(models.Model):
    """Belonging to a branch and group from one day to another: a person's past branches are never lost."""

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="memberships", verbose_name="党员"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships", verbose_name="党支部"
    )
    group = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="group_memberships",
        verbose_name="党小组",
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    entry = models.CharField("进入方式", max_length=16, choices=Entry)
    exit = models.CharField("离开方式", max_length=16, choices=Exit, blank=True)
    document = models.CharField("文号", max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织关系"
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(until__isnull=True), name="membership_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["organization", "since", "until"], name="membership_by_organization")]

    def __str__(self) -> str:
        return f"{self.member} {self.organization}"


class Restriction(models.Model):
    """A dated limit on a member's place or rights.

    suspended 停止党籍 and exempt 不计应到 take the member off the expected list (R-STA-05, R-REC-03);
    probation 留党察看 and rights_suspended 中止权利 take the vote (R-MEET-10; 选举工作条例 Art. 5).
    """

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "停止党籍"
        EXEMPT = "exempt", "不计应到"
        PROBATION = "probation", "留党察看"
        RIGHTS_SUSPENDED = "rights_suspended", "中止权利"

    NOT_EXPECTED = (Kind.SUSPENDED, Kind.EXEMPT)

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="restrictions", verbose_name="党员"
    )
    kind = models.CharField("种类", max_length=16, choices=Kind)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    reason = models.CharField("原因", max_length=120)
    document = models.CharField("依据", max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "权利限制"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["suspended", "exempt", "probation", "rights_suspended"]),
                name="restriction_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="restriction_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display()}"


class Post(models.Model):
    """A post held in a term: who was secretary on a given day is answerable. Person, term and title never change."""

    Title = Title

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="posts", verbose_name="届次")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="posts", verbose_name="党组织"
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts", verbose_name="党员")
    title = models.CharField("职务", max_length=20, choices=Title)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    document = models.CharField("批复文号", max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党内职务"
        ordering = ["organization", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(until__isnull=True, title="secretary"),
                name="post_one_secretary",
            ),
        ]
        indexes = [models.Index(fields=["organization", "since", "until"], name="post_by_organization")]

    def __str__(self) -> str:
        return f"{self.member} {self.get_title_display()}"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, by: "Actor") -> "ExportQuerySet":
        """One's own requests, and those of places where one may export too."""
        own = Q(asked_by=by.user) if by.user else Q(pk__in=[])
        return self.filter(own | by.reach.q(Capability.EXPORT)).defer("keys")

    def waiting(self) -> "ExportQuerySet":
        """Asked for and not yet decided."""
        return self.filter(status="asked").defer("keys")

    def waiting_for(self, by: "Actor") -> "ExportQuerySet":
        """Those the actor may decide: another asked, and he could export the same himself."""
        able = Q(pk__in=[])
        for full, needed in Export.NEEDED.items():
            able |= Q(*(by.reach.q(each) for each in needed), full=full)
        return self.waiting().exclude(asked_by=by.user).filter(able) if by.user else self.none()


class Export(models.Model):
    """A request for more personal data than one person hands out: another approves it (R-SEC-05).

    `keys` of the rows are frozen when it is asked for; the file is kept, sealed, until `kept_until`.
    """

    # What it takes to decide one: with numbers in full, and without.
    NEEDED = {False: (Capability.EXPORT,), True: (Capability.EXPORT, Capability.VIEW_PRIVATE)}

    class Kind(models.TextChoices):
        ROSTER = "roster", "党员名册"
        MEETINGS = "meetings", "会议记录"  # made by meetings

    class Status(models.TextChoices):
        ASKED = "asked", "待批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "没有批准"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="exports", verbose_name="范围"
    )
    kind = models.CharField("内容", max_length=16, choices=Kind)
    keys = models.JSONField("导出的行", default=list)
    rows = models.PositiveIntegerField("数量")
    filters = models.JSONField("筛选", default=dict)
    columns = models.JSONField("列", default=list)
    full = models.BooleanField("完整号码", default=False)
    reason = models.CharField("理由", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_who = models.CharField("申请人", max_length=64)
    asked_at = models.DateTimeField("申请时间", default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_who = models.CharField("批准人", max_length=64, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True)
    comment = models.CharField("意见", max_length=200, blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    kept_until = models.DateTimeField("保留到", null=True)
    thrown_at = models.DateTimeField("清理时间", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出申请"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "approved", "refused"]), name="export_status_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="export_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"导出申请{self.number}"

    @property
    def number(self) -> str:
        """20261122-7: what the watermark says."""
        return f"{timezone.localdate(self.asked_at):%Y%m%d}-{self.pk}"

    @property
    def titles(self) -> list[str]:
        """Of the columns, where they were chosen."""
        return [title for _field, title in self.columns]

    def is_kept(self, now: dt.datetime) -> bool:
        return self.kept_until is not None and self.kept_until >= now


class Import(models.Model):
    """An uploaded workbook: previewed, confirmed, written by a job, with the rows that failed kept for download."""

    class Kind(models.TextChoices):
        ROSTER = "roster", "党员花名册"
        ORGANIZATIONS = "organizations", "党组织"
        MEETINGS = "meetings", "会议表格"  # these two are checked and written by meetings
        BUNDLE = "bundle", "会议档案包"

    class Status(models.TextChoices):
        PREVIEWED = "previewed", "待核对"
        CONFIRMED = "confirmed", "导入中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("内容", max_length=16, choices=Kind)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="imports", verbose_name="范围"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PREVIEWED)
    file_name = models.CharField("文件", max_length=200)
    file = models.FileField(upload_to="imports/")
    columns = models.JSONField("列对应", default=dict)
    totals = models.JSONField("合计", default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    thrown_at = models.DateTimeField("清理时间", null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["previewed", "confirmed", "done", "failed"]),
                name="import_status_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def kept_until(self) -> dt.date:
        """The last day of the uploaded file and its preview; the row with its sums stays."""
        return timezone.localdate(self.uploaded_at) + dt.timedelta(days=settings.IMPORT_KEPT_DAYS)

    @property
    def to_write(self) -> int:
        """Rows that would be, or were, written."""
        return int(self.totals.get("new", 0)) + int(self.totals.get("changed", 0))
