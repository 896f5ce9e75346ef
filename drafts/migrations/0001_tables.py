"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import drafts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("branches", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="branches.organization",
                    ),
                ),
                ("uuid", models.UUIDField(verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("record", "记录"),
                            ("amendment", "更正"),
                            ("talk", "谈话"),
                            ("attachment", "附件"),
                            ("outcome", "会后落实"),
                            ("columns", "导出的列"),
                        ],
                        default="record",
                        max_length=10,
                        verbose_name="做什么",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="名称")),
                ("theme", models.CharField(blank=True, max_length=300, verbose_name="主题")),
                ("begins_at", models.DateTimeField(blank=True, null=True, verbose_name="时间")),
                ("fields", models.JSONField(default=dict, verbose_name="内容")),
                ("device", models.CharField(blank=True, max_length=40, verbose_name="设备")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                ("deleted_at", models.DateTimeField(blank=True, null=True, verbose_name="删除时间")),
            ],
            options={
                "verbose_name": "草稿",
                "verbose_name_plural": "草稿",
                "ordering": ["-saved_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=("owner", "uuid"),
                        name="draft_one_unfinished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["record", "amendment", "talk", "attachment", "outcome", "columns"])
                        ),
                        name="draft_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="drafts.draft",
                    ),
                ),
                ("kind", models.CharField(max_length=10, verbose_name="种类")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("file", models.FileField(upload_to=drafts.models.file_path)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("perceptual", models.CharField(blank=True, max_length=16, verbose_name="图像指纹")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="拿掉时间")),
            ],
            options={
                "verbose_name": "草稿的附件",
                "verbose_name_plural": "草稿的附件",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("draft", "sha256"), name="draft_file_once")],
            },
        ),
    ]
