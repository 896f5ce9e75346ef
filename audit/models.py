"""Models of the audit: Entry (an action done), Head (the end of the chain), Job (work under way), KeyProbe (which key),
KeptAnswer (of a write to the API).
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from audit.querysets import EntryQuerySet, JobQuerySet, KeptAnswerQuerySet
from audit.states import JobStatus


class Entry(models.Model):
    """One deed: who, when, what, where, before and after. Never changed, never deleted (R-SEC-02).

    The organization stands here as path, code and name, not as a key: an entry must outlive every move and rename.
    """

    at = models.DateTimeField("时间", default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="账号",
    )
    who = models.CharField("何人", max_length=64)
    action = models.CharField("何事", max_length=64)
    subject = models.CharField("对象类别", max_length=64, blank=True)
    subject_id = models.CharField("对象编号", max_length=64, blank=True)
    subject_name = models.CharField("对象", max_length=200, blank=True)
    path = models.CharField("组织路径", max_length=120, blank=True)
    organization = models.CharField("组织", max_length=200, blank=True)
    before = models.JSONField("之前", null=True)
    after = models.JSONField("之后", null=True)
    note = models.CharField("说明", max_length=500, blank=True)
    request_id = models.CharField("请求号", max_length=64, blank=True)
    address = models.CharField("网络地址", max_length=64, blank=True)
    device = models.CharField("终端", max_length=32, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["path", "-id"], name="entry_by_path"),
            models.Index(fields=["action", "-id"], name="entry_by_action"),
            models.Index(fields=["subject", "subject_id", "-id"], name="entry_by_subject"),
            models.Index(fields=["-at"], name="entry_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.action}"


class Head(models.Model):
    """Where the chain ends: locking this one row keeps entries in one line, and its count betrays a cut tail."""

    count = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    entry_key = models.TextField(
        blank=True
    )  # sealed (audit.chain.entry_keys): who writes the database cannot reckon digests

    class Meta:
        verbose_name = verbose_name_plural = "审计链尾"

    def __str__(self) -> str:
        return f"{self.count} {self.digest[:12]}"


class Job(models.Model):
    """Long work with an owner and progress. Its row, not the broker, says whether it still has to be done."""

    Status = JobStatus

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField("任务", max_length=100)
    title = models.CharField("名称", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="jobs",
        verbose_name="发起人",
    )
    path = models.CharField("组织路径", max_length=120, blank=True)
    params = models.JSONField("参数", default=dict)
    key = models.CharField("同一件事", max_length=200, blank=True)  # two open jobs never have the same
    status = models.CharField("状态", max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已做", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True)
    beat_at = models.DateTimeField("心跳", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    error = models.TextField("原因", blank=True)
    result_url = models.CharField("结果", max_length=200, blank=True)
    thrown_at = models.DateTimeField("清理时间", null=True)  # of the file it made and kept for some days

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=JobStatus.values),
                name="job_status_known",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(status__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_open_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "beat_at"], name="job_by_status")]

    def __str__(self) -> str:
        return self.title


class Tick(models.Model):
    """When the scheduler last did something, in one row: a monitor reads from it whether it lives."""

    at = models.DateTimeField("时间")
    # of its clock: the last jump or standstill; empty as long as there was none
    steady_since = models.DateTimeField("时钟平稳始于", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "定时心跳"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class KeyProbe(models.Model):
    """A known text sealed with the DATA_KEY of this database: by this one row every start tells a wrong key (audit.keys).

    It stands in the lowest app that keeps a trail: what changes the key leaves entries.
    """

    sealed = models.CharField("密文", max_length=200)
    previous = models.TextField(
        "旧密钥的密文", blank=True
    )  # while keys are being replaced, with spaces between
    since = models.DateTimeField("启用时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "密钥标记"

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"


class KeptAnswer(models.Model):
    """What the API answered to a write with an Idempotency-Key: the same request again gets it again (audit.middleware).

    The answer is sealed: it may hold what is sealed where it comes from. It stands in the lowest app that knows accounts
    and keeps what was done.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)  # a digest
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)  # sealed
    at = models.DateTimeField(default=timezone.now)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口答复"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="keptanswer_one_per_key")]
        indexes = [models.Index(fields=["at"], name="keptanswer_by_time")]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
