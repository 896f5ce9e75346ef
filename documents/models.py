"""Templates that a district uses instead of those of the product, and files that are made once and kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Organization
from core import clock
from documents.states import PaperKind
from reports.models import Report


def template_path(template: "PaperTemplate", filename: str) -> str:
    """A path that cannot be guessed, as for attachments."""
    return f"templates/{template.uuid.hex}.docx"


class PaperTemplate(models.Model):
    """A .docx template for one kind of paper, at an organization and below, until another replaces it."""

    audit_subject = "meetings.papertemplate"

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


class ReportFile(models.Model):
    """A file of a frozen report, made once and kept: for one state of the report and the rows that one reach sees.

    state: the digest of all that may change what is printed. sha256: of the file; what is not this any more is made anew.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="files", verbose_name="月报", db_index=False
    )
    form = models.CharField("格式", max_length=4, choices=[(each, each) for each in ("docx", "pdf", "xlsx")])
    state = models.CharField(max_length=64)
    name = models.CharField("名称", max_length=250)
    sha256 = models.CharField(max_length=64)
    check_code = models.CharField("校验码", max_length=20, blank=True)
    rows = models.PositiveIntegerField("行数")
    made_at = models.DateTimeField("生成时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "月报文件"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "form", "state"], name="report_file_once"),
            models.CheckConstraint(
                condition=Q(form__in=["docx", "pdf", "xlsx"]), name="report_file_form_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """A path that cannot be guessed, as for attachments."""
        return f"papers/reports/{self.uuid.hex}.{self.form}"
