"""Draft and DraftFile: unfinished work of one person, by the id of what it becomes, and the files picked for it."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Organization
from core import clock
from drafts.querysets import DraftFileQuerySet, DraftQuerySet
from drafts.states import BEGUN, WorkKind


class Draft(models.Model):
    """What somebody is typing, kept on the server until it is sent: a lost phone loses nothing.

    `uuid` is the id of the record it becomes. What the lists say of it (title, theme, begins_at) stands beside the fields,
    which only the form that made them can read.
    """

    Kind = WorkKind
    audit_subject = "meetings.draft"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField("编号")
    kind = models.CharField("做什么", max_length=10, choices=WorkKind, default=WorkKind.RECORD)
    title = models.CharField("名称", max_length=200, blank=True)
    theme = models.CharField("主题", max_length=300, blank=True)
    begins_at = models.DateTimeField("时间", null=True, blank=True)
    fields = models.JSONField("内容", default=dict)
    device = models.CharField("设备", max_length=40, blank=True)
    saved_at = models.DateTimeField("保存时间")
    deleted_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "uuid"], condition=Q(deleted_at__isnull=True), name="draft_one_unfinished"
            ),
            models.CheckConstraint(condition=Q(kind__in=WorkKind.values), name="draft_kind_known"),
        ]

    def __str__(self) -> str:
        if self.kind not in BEGUN:
            return self.title
        return f"{self.title or '会议'}草稿" + (f"：{self.theme}" if self.theme else "")

    @property
    def days_in_bin(self) -> int:
        """For how many days it can still be had back."""
        assert self.deleted_at is not None
        left = self.deleted_at + dt.timedelta(days=settings.BIN_DAYS) - clock.now()
        return max(0, -(-left // dt.timedelta(days=1)))


def file_path(file: "DraftFile", name: str) -> str:
    """Beside the attachments, since it becomes one without being copied; a name nobody can guess."""
    return f"attachments/{file.uuid.hex[:2]}/{file.uuid.hex}"


class DraftFile(models.Model):
    """A file picked for unfinished work, judged and cleaned when it came. Taken away, it can be put back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files", db_index=False)
    kind = models.CharField("种类", max_length=10)
    name = models.CharField("名称", max_length=120)
    file = models.FileField(upload_to=file_path)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    perceptual = models.CharField("图像指纹", max_length=16, blank=True)
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_at = models.DateTimeField("拿掉时间", null=True, blank=True)

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿的附件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "sha256"], name="draft_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
