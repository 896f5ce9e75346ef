"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("entry_key", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "审计链尾",
                "verbose_name_plural": "审计链尾",
            },
        ),
        migrations.CreateModel(
            name="KeyProbe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.CharField(max_length=200, verbose_name="密文")),
                ("previous", models.TextField(blank=True, verbose_name="旧密钥的密文")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="启用时间")),
            ],
            options={
                "verbose_name": "密钥标记",
                "verbose_name_plural": "密钥标记",
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("steady_since", models.DateTimeField(null=True, verbose_name="时钟平稳始于")),
            ],
            options={
                "verbose_name": "定时心跳",
                "verbose_name_plural": "定时心跳",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人")),
                ("action", models.CharField(max_length=64, verbose_name="何事")),
                ("subject", models.CharField(blank=True, max_length=64, verbose_name="对象类别")),
                ("subject_id", models.CharField(blank=True, max_length=64, verbose_name="对象编号")),
                ("subject_name", models.CharField(blank=True, max_length=200, verbose_name="对象")),
                ("path", models.CharField(blank=True, max_length=120, verbose_name="组织路径")),
                ("organization", models.CharField(blank=True, max_length=200, verbose_name="组织")),
                ("before", models.JSONField(null=True, verbose_name="之前")),
                ("after", models.JSONField(null=True, verbose_name="之后")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("request_id", models.CharField(blank=True, max_length=64, verbose_name="请求号")),
                ("address", models.CharField(blank=True, max_length=64, verbose_name="网络地址")),
                ("device", models.CharField(blank=True, max_length=32, verbose_name="终端")),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["path", "-id"], name="entry_by_path"),
                    models.Index(fields=["action", "-id"], name="entry_by_action"),
                    models.Index(fields=["subject", "subject_id", "-id"], name="entry_by_subject"),
                    models.Index(fields=["-at"], name="entry_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("task", models.CharField(max_length=100, verbose_name="任务")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=120, verbose_name="组织路径")),
                ("params", models.JSONField(default=dict, verbose_name="参数")),
                ("key", models.CharField(blank=True, max_length=200, verbose_name="同一件事")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "没有完成"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="已做")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="建立时间"),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("beat_at", models.DateTimeField(null=True, verbose_name="心跳")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("error", models.TextField(blank=True, verbose_name="原因")),
                ("result_url", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                ("thrown_at", models.DateTimeField(null=True, verbose_name="清理时间")),
            ],
            options={
                "verbose_name": "任务",
                "verbose_name_plural": "任务",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["status", "beat_at"], name="job_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["queued", "running", "done", "failed"])),
                        name="job_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ["queued", "running"]), models.Q(("key", ""), _negated=True)
                        ),
                        fields=("key",),
                        name="job_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                ("request", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "接口答复",
                "verbose_name_plural": "接口答复",
                "indexes": [models.Index(fields=["at"], name="keptanswer_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="keptanswer_one_per_key")
                ],
            },
        ),
    ]
