"""Tables of meetings. The counts of turnout stand on the meeting row, written with its attendance rows."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Organization
from core import clock
from meetings.querysets import MeetingQuerySet
from meetings.states import COUNTED, THERE, Kind, Reason, Source, State, Status, VoteForm
from members.models import Member

if TYPE_CHECKING:
    from meetings.roll import RollChange


class Meeting(models.Model):
    """One meeting, which may be of several kinds at once. A group's meeting belongs to the group's organization."""

    Kind = Kind
    Status = Status

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="meetings", verbose_name="党组织"
    )
    theme = models.CharField("主题", max_length=200, blank=True)
    held_on = models.DateField("日期")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
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
    serial_year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True)
    serial = models.PositiveIntegerField("本年第几次", null=True, blank=True)
    expected = models.PositiveSmallIntegerField("应到", default=0)
    present = models.PositiveSmallIntegerField("实到", default=0)
    on_leave = models.PositiveSmallIntegerField("请假", default=0)
    absent = models.PositiveSmallIntegerField("缺席", default=0)
    roll_frozen_at = models.DateTimeField("名单冻结时间", null=True, blank=True)
    submitted_at = models.DateTimeField("首次提交时间", null=True, blank=True)
    is_late = models.BooleanField("逾期补录", default=False)
    is_void = models.BooleanField("无效", default=False)
    returned_count = models.PositiveSmallIntegerField("退回次数", default=0)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    objects = MeetingQuerySet.as_manager()

    roll_change: "RollChange | None" = None  # set by record and amend: what taking the roll anew changed

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="meeting_status_known"),
            models.CheckConstraint(
                condition=Q(expected=F("present") + F("on_leave") + F("absent")),
                name="meeting_turnout_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=COUNTED) | Q(submitted_at__isnull=False),
                name="meeting_counted_was_submitted",
            ),
            models.UniqueConstraint(
                fields=["organization", "serial_year", "serial"], name="meeting_serial_once_a_year"
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
    def kind_names(self) -> str:
        """主题党日、支部党员大会; uses the prefetched kinds."""
        return "、".join(Kind(row.kind).label for row in self.kinds.all())

    @property
    def is_upcoming(self) -> bool:
        return self.status == Status.PLANNED and self.held_on >= clock.today()


class MeetingKind(models.Model):
    """One of the kinds a meeting was held as; each counts once (contract, held)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="kinds")
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


class Attendance(models.Model):
    """One person at one meeting. The rows are the expected list, frozen when recording begins (R-REC-03)."""

    State = State

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="attendances", verbose_name="党员"
    )
    state = models.CharField("到会", max_length=8, choices=State, default=State.PRESENT)
    reason_code = models.CharField("原因", max_length=16, choices=Reason, blank=True)
    reason = models.CharField("原因说明", max_length=120, blank=True)
    has_vote = models.BooleanField("有表决权", default=True)
    source = models.CharField("来源", max_length=8, choices=Source, default=Source.MANUAL)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "到会"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="attendance_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["on_leave", "absent"]) | ~Q(reason_code=""),
                name="attendance_absence_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_state_display()}"

    @property
    def is_there(self) -> bool:
        return self.state in THERE


class AgendaItem(models.Model):
    """One point of the agenda, with what was said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=200)
    discussion = models.TextField("发言要点", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_item_one_a_position")
        ]

    def __str__(self) -> str:
        return self.title


class Resolution(models.Model):
    """A decision with its tally. Passed: yes > entitled / 2, counted against everyone entitled (支部工作条例 Art. 11).

    yes stays empty until the votes are counted: a draft may hold a decision before its vote.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="resolution")
    text = models.TextField("决议")
    form = models.CharField("表决方式", max_length=8, choices=VoteForm, default=VoteForm.HANDS)
    entitled = models.PositiveSmallIntegerField("应到有表决权")
    present = models.PositiveSmallIntegerField("到会有表决权")
    yes = models.PositiveSmallIntegerField("赞成", null=True, blank=True)
    no = models.PositiveSmallIntegerField("反对", default=0)
    abstain = models.PositiveSmallIntegerField("弃权", default=0)
    passed = models.BooleanField("通过", default=False)
    executor = models.CharField("负责人", max_length=64, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstain")),
                name="resolution_tally_within_present",
            ),
            models.CheckConstraint(
                condition=Q(passed=False) | Q(yes__gt=F("entitled") / 2.0),
                name="resolution_passed_by_more_than_half",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def half(self) -> int:
        """The number of votes that is not yet enough."""
        return self.entitled // 2


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A name nobody can guess; the person's own name for it stays in `name`."""
    return f"attachments/{attachment.uuid.hex[:2]}/{attachment.uuid.hex}"


class Attachment(models.Model):
    """A photo, scan or document of a meeting, checked by content, stripped of place and device, served through Reach."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        SCAN = "scan", "扫描件"
        DOCUMENT = "document", "文件"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField("种类", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=120)
    file = models.FileField(upload_to=attachment_path)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step in the life of a record (经过): who did what, with what comment."""

    class Deed(models.TextChoices):
        PLANNED = "planned", "计划"
        RECORDED = "recorded", "召开并记录"
        REVISED = "revised", "修改"
        SUBMITTED = "submitted", "提交"
        RETURNED = "returned", "退回"
        CONFIRMED = "confirmed", "确认"
        AMENDED = "amended", "更正"
        CANCELLED = "cancelled", "取消"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField("步骤", max_length=10, choices=Deed)
    comment = models.CharField("意见", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["id"]
        indexes = [models.Index(fields=["deed", "-at"], name="step_by_deed")]

    def __str__(self) -> str:
        return f"{self.who} {self.get_deed_display()}"


class Amendment(models.Model):
    """A change to a confirmed record: what it said, what it says, why, by whom (R-REC-09)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="amendments")
    reason = models.CharField("原因", max_length=300)
    before = models.JSONField("之前")
    after = models.JSONField("之后")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason


class Draft(models.Model):
    """What is being typed, kept on the server until it is sent: a lost phone loses nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    meeting_uuid = models.UUIDField("会议")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField("内容")
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [models.UniqueConstraint(fields=["user", "meeting_uuid"], name="draft_one_a_meeting")]

    def __str__(self) -> str:
        return f"{self.user} {self.saved_at:%H:%M}"
