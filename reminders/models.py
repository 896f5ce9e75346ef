"""Models of digests, reminders by an office, channels, deliveries, escalation announcements and calendar feeds.

Reminders are computed from owed duties; these rows store what was sent when, so that nobody is reminded twice a day and
no superior office is told before the branch was announced to.
"""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from reminders.states import DeliveryStatus

if TYPE_CHECKING:
    from branches.selectors.actors import Actor


class Digest(models.Model):
    """What one person was reminded of on one day (每日提醒): one row a person and day, lines in their order."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", db_index=False
    )
    day = models.DateField("日期")
    lines = models.JSONField("内容", default=list)
    made_at = models.DateTimeField("生成时间", default=clock.now)
    seen_at = models.DateTimeField("看过", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "每日提醒"
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_one_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"


class BranchReminderQuerySet(models.QuerySet["BranchReminder"]):
    def visible_to(self, by: "Actor") -> Self:
        """Of the branches whose records one keeps, and of those one's office looks after."""
        return self.filter(by.reach.q(Capability.RECORD_MEETING) | by.reach.q(Capability.VERIFY))


class BranchReminder(models.Model):
    """An office reminds a branch of what it has not held yet (提醒): what was said, who has read it, what it answered.

    One a branch and day. It stands on the branch's desk and counts against nobody: no figure and no ledger reads it.
    """

    audit_subject = "reports.branchreminder"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="branch_reminders",
        verbose_name="党支部",
        db_index=False,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("谁提醒的", max_length=60)
    office = models.CharField("哪里提醒的", max_length=120)
    at = models.DateTimeField("提醒时间", default=clock.now)
    on = models.DateField("哪天", default=clock.today)
    text = models.TextField("内容")  # an item a line
    note = models.CharField("另加的话", max_length=200, blank=True)
    receiver = models.CharField("发给谁", max_length=60)
    seen_at = models.DateTimeField("已阅", null=True, blank=True)
    seen_by = models.CharField("谁看的", max_length=60, blank=True)
    answer = models.CharField("答复", max_length=100, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.CharField("谁答复的", max_length=60, blank=True)

    objects = BranchReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒支部"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "on"], name="branchreminder_one_a_day"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (~Q(answer="") & Q(seen_at__isnull=False)),
                name="branchreminder_answer_was_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.on}"

    @property
    def items(self) -> list[str]:
        return self.text.splitlines()


class ChannelQuerySet(models.QuerySet["Channel"]):
    def in_use(self) -> "ChannelQuerySet":
        """Channels that are switched on and confirmed."""
        return self.filter(is_on=True, confirmed_at__isnull=False)


class Channel(models.Model):
    """A person's channel for digests outside the product: e-mail, or a webhook for a messenger."""

    audit_subject = "reports.channel"

    class Kind(models.TextChoices):
        EMAIL = "email", "电子邮件"
        WEBHOOK = "webhook", "即时通讯（网址回调）"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channels", db_index=False
    )
    kind = models.CharField("方式", max_length=8, choices=Kind)
    address = models.CharField("地址", max_length=300)
    secret = models.CharField("密钥", max_length=128, blank=True)  # sealed; signs what a webhook receives
    is_on = models.BooleanField("启用", default=True)
    # an e-mail address is confirmed by the link that was sent there, a webhook by being set; without it nothing goes out
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    added_at = models.DateTimeField("登记时间", default=clock.now)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒方式"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="channel_one_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=["email", "webhook"]), name="channel_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()}"


class QuietHoursQuerySet(models.QuerySet["QuietHours"]):
    def at(self, now: dt.time) -> "QuietHoursQuerySet":
        """Quiet hours that contain this time of day."""
        begun, goes_on = Q(quiet_from__lte=now), Q(quiet_until__gt=now)
        over_night = Q(quiet_from__gt=models.F("quiet_until"))
        return self.filter((begun & goes_on) | (over_night & (begun | goes_on)))


class QuietHours(models.Model):
    """A person's own quiet hours, in addition to those of everybody; they may cross midnight."""

    audit_subject = "reports.quiethours"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours", verbose_name="账号"
    )
    quiet_from = models.TimeField("从")
    quiet_until = models.TimeField("到")

    objects = QuietHoursQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人不打扰时间"
        constraints = [
            models.CheckConstraint(
                condition=~Q(quiet_from=models.F("quiet_until")), name="quiet_hours_have_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.quiet_from:%H:%M}"


class Delivery(models.Model):
    """One sending of a digest, or of an office's reminder, by one channel, claimed before it is tried so that nothing
    goes out twice."""

    Status = DeliveryStatus

    digest = models.ForeignKey(
        Digest, on_delete=models.CASCADE, null=True, related_name="deliveries", db_index=False
    )
    reminder = models.ForeignKey(
        BranchReminder, on_delete=models.CASCADE, null=True, related_name="deliveries", db_index=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries")
    status = models.CharField("状态", max_length=8, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    error = models.CharField("原因", max_length=300, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "发送"
        constraints = [
            models.UniqueConstraint(fields=["digest", "channel"], name="delivery_once"),
            models.UniqueConstraint(fields=["reminder", "channel"], name="delivery_reminder_once"),
            models.CheckConstraint(
                condition=Q(digest__isnull=False) ^ Q(reminder__isnull=False), name="delivery_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="delivery_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest or self.reminder} {self.get_status_display()}"

    @property
    def day(self) -> dt.date | None:
        """Of what it sends."""
        if self.digest is not None:
            return self.digest.day
        return self.reminder.on if self.reminder is not None else None


class Announcement(models.Model):
    """When a branch was first reminded of an owed duty, and from which day its superior office is told."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="announcements", db_index=False
    )
    what = models.CharField("事项", max_length=60)  # rule code, or another kind of duty
    period = models.DateField("周期")  # its first day
    announced_on = models.DateField("首次提醒")
    escalates_on = models.DateField("报上级")

    class Meta:
        verbose_name = verbose_name_plural = "提醒预告"
        constraints = [
            models.UniqueConstraint(fields=["organization", "what", "period"], name="announcement_once"),
            models.CheckConstraint(
                condition=Q(escalates_on__gt=models.F("announced_on")), name="announcement_leaves_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.what} {self.period}"


class Feed(models.Model):
    """A private address of a person's calendar (日历订阅). Only its digest is kept; a new one revokes the old."""

    audit_subject = "reports.feed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间", default=clock.now)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="feed_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
