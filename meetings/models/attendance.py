"""Models of attendance and how it is known: leave, check-in, guests, units of a joint meeting, make-up, standing in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.workflow.approval import Approval
from core import clock
from meetings import errors
from meetings.models.meeting import Meeting
from meetings.states import (
    THERE,
    AttendanceState,
    CheckInMethod,
    GuestRole,
    LeaveStatus,
    MakeUpMethod,
    Reason,
    Source,
)
from members.models import Member


class Attendance(models.Model):
    """One person at one meeting. The rows are the expected list, frozen when recording begins (R-REC-03)."""

    AttendanceState = AttendanceState

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances", db_index=False)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="attendances", verbose_name="党员"
    )
    state = models.CharField("到会", max_length=10, choices=AttendanceState, default=AttendanceState.PRESENT)
    reason_code = models.CharField("原因", max_length=16, choices=Reason, blank=True)
    reason = models.CharField("原因说明", max_length=120, blank=True)
    has_vote = models.BooleanField("有表决权", default=True)
    is_uncounted = models.BooleanField(
        "未列入应到，出席", default=False
    )  # there without being expected (R-ATT-04)
    source = models.CharField("来源", max_length=8, choices=Source, default=Source.MANUAL)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "到会"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(state__in=AttendanceState.values), name="attendance_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["on_leave", "absent"]) | ~Q(reason_code=""),
                name="attendance_absence_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_uncounted=False) | Q(state__in=THERE), name="attendance_uncounted_is_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_state_display()}"

    @property
    def is_expected(self) -> bool:
        return self.state != AttendanceState.EXEMPT and not self.is_uncounted

    @property
    def is_there(self) -> bool:
        return self.state in THERE


class Leave(Approval):
    """A member's request to be excused from one meeting (请假), decided by the branch's recorder (R-ATT-02)."""

    Status = LeaveStatus
    own_decision_refusal = errors.DecidedByTheSame

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="leaves")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="leaves", verbose_name="党员")
    reason_code = models.CharField("原因", max_length=16, choices=Reason)
    reason = models.CharField("原因说明", max_length=120, blank=True)
    status = models.CharField("状态", max_length=10, choices=LeaveStatus, default=LeaveStatus.ASKED)
    is_late = models.BooleanField("补假", default=False)  # approved after the meeting had ended

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(status__in=["asked", "approved"]),
                name="leave_one_open",
            ),
            models.CheckConstraint(condition=Q(status__in=LeaveStatus.values), name="leave_status_known"),
            models.CheckConstraint(condition=~Q(reason_code="unexcused"), name="leave_is_excused"),
            *Approval.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_status_display()}"


class CheckInWindow(models.Model):
    """The time in which members check in to one meeting. Its nonce makes the codes of this opening and no other."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="check_in_window")
    nonce = models.CharField(max_length=64)
    opened_at = models.DateTimeField("开始签到", default=clock.now)
    closed_at = models.DateTimeField("结束签到", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "签到"

    def __str__(self) -> str:
        return f"{self.meeting} {self.opened_at:%H:%M}"


class CheckIn(models.Model):
    """One member checked in to one meeting, once. `key` is the phone's own, so that a repeated sending changes nothing."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="check_ins", db_index=False)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="check_ins", verbose_name="党员"
    )
    key = models.UUIDField(unique=True)
    way = models.CharField("方式", max_length=8, choices=CheckInMethod)
    at = models.DateTimeField("收到时间", default=clock.now)
    device_at = models.DateTimeField("手机时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "签到记录"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="check_in_once"),
            models.CheckConstraint(condition=Q(way__in=CheckInMethod.values), name="check_in_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.at:%H:%M}"


class Guest(models.Model):
    """Somebody there who is not on the roll: 列席, a member of another branch, a leader as an ordinary member
    (双重组织生活). Guests never enter 应到 and have no vote."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guest_rows")
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="visits", verbose_name="党员"
    )
    name = models.CharField("姓名", max_length=64)
    unit = models.CharField("单位及职务", max_length=120, blank=True)
    role = models.CharField("身份", max_length=10, choices=GuestRole, default=GuestRole.SITTING_IN)

    class Meta:
        verbose_name = verbose_name_plural = "列席和其他到会人员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], condition=Q(member__isnull=False), name="guest_once"
            ),
            models.CheckConstraint(condition=Q(role__in=GuestRole.values), name="guest_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerUnit(models.Model):
    """A unit that held a meeting jointly, with the number of its people: it enters no rate, and nobody is named."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="partner_units")
    name = models.CharField("联合单位", max_length=120)
    number = models.PositiveSmallIntegerField("到会人数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "联合单位"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class MakeUp(models.Model):
    """What an excused member missed, made up (补学). What is still owed is derived: leave without one of these."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="make_ups", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="make_ups", verbose_name="党员")
    way = models.CharField("方式", max_length=8, choices=MakeUpMethod)
    note = models.CharField("学了什么", max_length=300)
    done_on = models.DateField("完成日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField("何人登记", max_length=64)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "补学"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="make_up_once"),
            models.CheckConstraint(condition=Q(way__in=MakeUpMethod.values), name="make_up_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.done_on}"


class StandIn(models.Model):
    """A named person who may take the attendance of one meeting until an hour, by a link (代为考勤), and nothing else.

    Only the link's digest is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="stand_ins")
    name = models.CharField("姓名", max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField("有效至")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField("交托时间", default=clock.now)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代为考勤"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.meeting}"
