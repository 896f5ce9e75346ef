"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("audit", "0001_tables"),
        ("branches", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("roster", "党员花名册"),
                            ("organizations", "党组织"),
                            ("meetings", "会议表格"),
                            ("bundle", "会议档案包"),
                        ],
                        max_length=16,
                        verbose_name="内容",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="branches.organization",
                        verbose_name="范围",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("previewed", "待核对"),
                            ("confirmed", "导入中"),
                            ("done", "已完成"),
                            ("failed", "没有完成"),
                            ("taken_back", "已撤销"),
                        ],
                        default="previewed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("file", models.FileField(upload_to="imports/")),
                ("columns", models.JSONField(default=dict, verbose_name="列对应")),
                ("totals", models.JSONField(default=dict, verbose_name="合计")),
                ("since", models.DateField(null=True, verbose_name="从哪天起算")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.job",
                    ),
                ),
                ("thrown_at", models.DateTimeField(null=True, verbose_name="清理时间")),
                (
                    "digest",
                    models.CharField(blank=True, db_index=True, max_length=64, verbose_name="文件摘要"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="导入时间")),
                ("newest_keys", models.JSONField(default=dict, editable=False)),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["previewed", "confirmed", "done", "failed", "taken_back"])
                        ),
                        name="import_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="written",
                        to="exchange.import",
                    ),
                ),
                ("row", models.BigIntegerField(verbose_name="行")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("before", models.JSONField(null=True, verbose_name="之前")),
            ],
            options={
                "verbose_name": "导入的行",
                "verbose_name_plural": "导入的行",
                "constraints": [models.UniqueConstraint(fields=("batch", "row"), name="imported_row_once")],
            },
        ),
        migrations.CreateModel(
            name="TitleMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("kind", models.CharField(max_length=16, verbose_name="内容")),
                ("fields", models.JSONField(default=dict, verbose_name="列对应")),
            ],
            options={
                "verbose_name": "导入的列",
                "verbose_name_plural": "导入的列",
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "kind"), name="title_map_one_of_a_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="column_maps",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("columns", models.JSONField(default=list, verbose_name="列")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(default=core.clock.now, verbose_name="修改时间")),
            ],
            options={
                "verbose_name": "导出的列",
                "verbose_name_plural": "导出的列",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "name"), name="column_map_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_who", models.CharField(max_length=64, verbose_name="申请人")),
                ("asked_at", models.DateTimeField(default=core.clock.now, verbose_name="申请时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_who", models.CharField(blank=True, max_length=64, verbose_name="批准人")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="branches.organization",
                        verbose_name="范围",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("roster", "党员名册"), ("meetings", "会议记录")],
                        max_length=16,
                        verbose_name="内容",
                    ),
                ),
                ("keys", models.JSONField(default=list, verbose_name="导出的行")),
                ("rows", models.PositiveIntegerField(verbose_name="数量")),
                ("filters", models.JSONField(default=dict, verbose_name="筛选")),
                ("columns", models.JSONField(default=list, verbose_name="列")),
                ("full", models.BooleanField(default=False, verbose_name="完整号码")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "待批准"), ("approved", "已批准"), ("refused", "没有批准")],
                        default="asked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.job",
                    ),
                ),
                ("kept_until", models.DateTimeField(null=True, verbose_name="保留到")),
                ("thrown_at", models.DateTimeField(null=True, verbose_name="清理时间")),
            ],
            options={
                "verbose_name": "导出申请",
                "verbose_name_plural": "导出申请",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "approved", "refused"])),
                        name="export_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="export_decided_by_another",
                    ),
                ],
            },
        ),
    ]
