"""Models of people: Member, Membership, Restriction, Post."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Organization, Term, ends_after_it_begins
from core import clock
from members.personal_data import sealing
from members.querysets import DatedQuerySet, MemberQuerySet
from members.rules import membership
from members.states import EntryKind, ExemptionPurpose, ExitKind, Gender, Title


class Member(models.Model):
    """A Party member's file. `organization` and `group` repeat the open Membership; members.actions keep them equal.

    Without `full_on`: a probationary member (预备党员), expected at meetings, without a vote (domain.md §1.3, R-MEET-10).
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
    extended_until = models.DateField("预备期延长至", null=True, blank=True)
    is_mobile = models.BooleanField("流动党员", default=False)
    note = models.CharField("备注", max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name="所在党支部",
        db_index=False,
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
        """Today: `full`, or `preparatory` for a probationary member."""
        return "full" if self.is_full else "preparatory"

    @property
    def probation_ends_on(self) -> dt.date:
        """The day full membership begins: a year after admission, or the end of the extension (R-DEV-17, R-DEV-20)."""
        return self.extended_until or membership.end_of_probation(self.joined_on)

    @property
    def warnings(self) -> dict[str, str]:
        """Field → what to look at again where an older constitution explains the dates; it stops nothing."""
        return membership.warnings(self.birth_on, self.joined_on, self.full_on)

    def standing_years(self, on: dt.date) -> int | None:
        """党龄 in whole years: from full membership, not from admission (R-DATA-04); None for a probationary member."""
        if not self.is_full_on(on) or self.full_on is None:
            return None
        before_the_day = (on.month, on.day) < (self.full_on.month, self.full_on.day)
        return on.year - self.full_on.year - before_the_day

    @property
    def masked_identity(self) -> str:
        return sealing.mask_identity(sealing.open_fact_or_mark("identity", self.identity_sealed, self.uuid))

    @property
    def masked_phone(self) -> str:
        return sealing.mask_phone(sealing.open_fact_or_mark("phone", self.phone_sealed, self.uuid))


class Membership(models.Model):
    """A member belongs to a branch and group from one day to another (组织关系). Past memberships are kept."""

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="memberships", verbose_name="党员"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="党支部",
        db_index=False,
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
    entry = models.CharField("进入方式", max_length=16, choices=EntryKind)
    exit = models.CharField("离开方式", max_length=16, choices=ExitKind, blank=True)
    document = models.CharField("文号", max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织关系"
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(until__isnull=True), name="membership_one_current"
            ),
            ends_after_it_begins("membership"),
        ]
        indexes = [models.Index(fields=["organization", "since", "until"], name="membership_by_organization")]

    def __str__(self) -> str:
        return f"{self.member} {self.organization}"


class Restriction(models.Model):
    """A dated restriction of a member's rights.

    suspended 停止党籍 and exempt 未列入应到 take the member off the expected list (R-STA-05, R-REC-03), an exemption for
    elections (`purpose`) does not; a suspended member is in no count of members (R-STA-10);
    probation 留党察看 (the sanction) and rights_suspended 中止党员权利 take the vote (R-MEET-10; 选举工作条例 Art. 5).
    """

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "停止党籍"
        EXEMPT = "exempt", "未列入应到"
        ON_PROBATION_AS_SANCTION = "probation", "留党察看"
        RIGHTS_SUSPENDED = "rights_suspended", "中止党员权利"

    NOT_EXPECTED = (Kind.SUSPENDED, Kind.EXEMPT)

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="restrictions", verbose_name="党员"
    )
    kind = models.CharField("种类", max_length=16, choices=Kind)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    review_on = models.DateField("复核日期", null=True, blank=True)
    purpose = models.CharField("用途", max_length=10, choices=ExemptionPurpose, blank=True)
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
            ends_after_it_begins("restriction"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display()}"

    @property
    def is_off_the_roll(self) -> bool:
        """Whether the member is not expected at meetings while it lasts."""
        return self.kind in self.NOT_EXPECTED and self.purpose != ExemptionPurpose.ELECTIONS


class Post(models.Model):
    """A post of a term, held by a member from one day to another. Member, term and title never change."""

    Title = Title

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="posts", verbose_name="届次")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="posts", verbose_name="党组织", db_index=False
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
            ends_after_it_begins("post"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(until__isnull=True, title="secretary"),
                name="post_one_secretary",
            ),
        ]
        indexes = [models.Index(fields=["organization", "since", "until"], name="post_by_organization")]

    def __str__(self) -> str:
        return f"{self.member} {self.get_title_display()}"
