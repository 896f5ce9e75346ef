"""Models of imports, large exports and saved export columns."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Job
from branches.models import Organization
from branches.workflow.approval import Approval
from core import clock
from exchange import errors
from exchange.querysets import ColumnMapQuerySet, ExportQuerySet, ImportQuerySet, TitleMapQuerySet
from exchange.states import ExportStatus, ImportStatus


class ColumnMap(models.Model):
    """Columns of an exported workbook, saved under a name: which fields, under which titles, in which order."""

    audit_subject = "meetings.columnmap"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="column_maps",
        verbose_name="党组织",
        db_index=False,
    )
    name = models.CharField("名称", max_length=60)
    columns = models.JSONField("列", default=list)  # [[field, title], …] in order
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField("修改时间", default=clock.now)

    objects = ColumnMapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出的列"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="column_map_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def named_columns(self) -> list[dict[str, str]]:
        return [{"field": field, "title": title} for field, title in self.columns]


class TitleMap(models.Model):
    """What an office said its workbooks mean by titles nobody here knew: title → field, "" for leave out."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="党组织", db_index=False
    )
    kind = models.CharField("内容", max_length=16)
    fields = models.JSONField("列对应", default=dict)

    objects = TitleMapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的列"
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind"], name="title_map_one_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.organization}：{self.kind}"


class Export(Approval):
    """A request for a large export of personal data, which another person approves (R-SEC-05).

    `keys` of the rows are fixed by the request; the file is stored, sealed, until `kept_until`.
    """

    audit_subject = "members.export"

    class Kind(models.TextChoices):
        ROSTER = "roster", "党员名册"
        MEETINGS = "meetings", "会议记录"

    Status = ExportStatus
    own_decision_refusal = errors.ApprovedByTheSame

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
    status = models.CharField("状态", max_length=10, choices=ExportStatus, default=ExportStatus.ASKED)
    comment = models.CharField("意见", max_length=200, blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    kept_until = models.DateTimeField("保留到", null=True)
    thrown_at = models.DateTimeField("清理时间", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出申请"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ExportStatus.values), name="export_status_known"),
            *Approval.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"导出申请{self.number}"

    @property
    def number(self) -> str:
        """20261122-7, as in the watermark."""
        return f"{timezone.localdate(self.asked_at):%Y%m%d}-{self.pk}"

    @property
    def titles(self) -> list[str]:
        """Titles of the chosen columns."""
        return [title for _field, title in self.columns]


class Import(models.Model):
    """An uploaded workbook or bundle: previewed, confirmed, stored by a job; failed rows can be downloaded."""

    audit_subject = "members.import"

    class Kind(models.TextChoices):
        ROSTER = "roster", "党员花名册"
        ORGANIZATIONS = "organizations", "党组织"
        MEETINGS = "meetings", "会议表格"
        BUNDLE = "bundle", "会议档案包"

    Status = ImportStatus

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("内容", max_length=16, choices=Kind)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="imports", verbose_name="范围"
    )
    status = models.CharField("状态", max_length=10, choices=ImportStatus, default=ImportStatus.PREVIEWED)
    file_name = models.CharField("文件", max_length=200)
    file = models.FileField(upload_to="imports/")
    columns = models.JSONField("列对应", default=dict)
    totals = models.JSONField("合计", default=dict)
    since = models.DateField("从哪天起算", null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    thrown_at = models.DateTimeField("清理时间", null=True)
    digest = models.CharField("文件摘要", max_length=64, blank=True, db_index=True)
    finished_at = models.DateTimeField("导入时间", null=True)
    newest_keys = models.JSONField(
        default=dict, editable=False
    )  # when it was finished: exchange.selectors.references
    taken_back_at = models.DateTimeField("撤销时间", null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values),
                name="import_status_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def kept_until(self) -> dt.date:
        """The last day of the uploaded file and its preview; the row stays."""
        return timezone.localdate(self.uploaded_at) + dt.timedelta(days=settings.IMPORT_KEPT_DAYS)

    @property
    def undo_until(self) -> dt.datetime | None:
        """Until when it can be taken back, as far as nobody uses its rows; None where nothing is left to take back."""
        if self.status != ImportStatus.DONE or self.finished_at is None or not self.newest_keys:
            return None
        until = self.finished_at + dt.timedelta(days=settings.IMPORT_UNDO_DAYS)
        return until if until > clock.now() else None

    @property
    def mapping(self) -> dict[str, str]:
        """Titles mapped by hand: title → field, "" for leave out; =field → what is said of all rows."""
        return dict(self.columns.get("mapping", {}))

    @property
    def to_write(self) -> int:
        """Number of rows to write, or written."""
        return int(self.totals.get("new", 0)) + int(self.totals.get("changed", 0))


class ImportedRow(models.Model):
    """What an import did to one row, kept while it can be taken back: made it, or changed the columns `before`."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="written", db_index=False)
    row = models.BigIntegerField("行")  # the key of a member, an organization or a meeting
    version = models.PositiveIntegerField("版本")  # as the import left it
    before = models.JSONField("之前", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.batch}：{self.row}"
