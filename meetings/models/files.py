"""Models of attachments, and of the slices of a photo's fingerprint that find photos alike."""

import uuid

from django.conf import settings
from django.db import models

from meetings.models.meeting import Meeting
from meetings.states import AttachmentKind


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A name nobody can guess; the person's own name for it stays in `name`."""
    return f"attachments/{attachment.uuid.hex[:2]}/{attachment.uuid.hex}"


class Attachment(models.Model):
    """A photo, scan or document of a meeting, checked by content, stripped of place and device, served through Reach."""

    Kind = AttachmentKind

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
