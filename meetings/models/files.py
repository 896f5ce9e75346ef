"""Files: attachments and what finds their likenesses, templates of papers, columns other systems want."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Organization
from core import clock
from meetings.models.meeting import Meeting
from meetings.states import PaperKind


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
    sha256 = models.CharField(max_length=64, db_index=True)
    perceptual = models.CharField("图像指纹", max_length=16, blank=True, db_index=True)
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


class PhotoBand(models.Model):
    """One of five slices of a photo's perceptual hash: two photos of at most four different bits share at least one.

    `key` is the slice's place and bits in one number, so that likenesses of many photos are one look into one index.
    """

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="bands")
    key = models.PositiveIntegerField("片段")

    class Meta:
        verbose_name = verbose_name_plural = "图像指纹片段"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["key", "attachment"], name="photo_band_once")]

    def __str__(self) -> str:
        return f"{self.key:x}"


def template_path(template: "PaperTemplate", filename: str) -> str:
    """A name nobody can guess, as for attachments."""
    return f"templates/{template.uuid.hex}.docx"


class PaperTemplate(models.Model):
    """A .docx that lays out one kind of paper for an organization and all below it, until another replaces it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="paper_templates", verbose_name="党组织"
    )
    kind = models.CharField("用于", max_length=12, choices=PaperKind)
    name = models.CharField("名称", max_length=120)
    file = models.FileField(upload_to=template_path)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("上传时间", default=clock.now)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(retired_at__isnull=True),
                name="paper_template_one_in_use",
            ),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_template_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ColumnMap(models.Model):
    """The columns of a workbook as another system wants them: which facts, under which titles, in which order."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="column_maps", verbose_name="党组织"
    )
    name = models.CharField("名称", max_length=60)
    columns = models.JSONField("列", default=list)  # [[field, title], …] in order
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField("修改时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "导出的列"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="column_map_name_once")]

    def __str__(self) -> str:
        return self.name
