"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import documents.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("branches", "0001_tables"),
        ("reports", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperTemplate",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_templates",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "会议记录"),
                            ("sign_in", "签到表"),
                            ("workbook", "党支部工作手册"),
                            ("member_year", "党员个人年度记录"),
                            ("handover", "交接清单"),
                            ("notice", "会议通知"),
                            ("resolution", "党员大会决议"),
                            ("ballot", "表决票"),
                            ("tally", "计票单"),
                            ("life_report", "组织生活会情况报告"),
                            ("appraisal", "民主评议党员登记表"),
                            ("grading", "民主测评表"),
                            ("publicity", "公示"),
                            ("request", "换届请示"),
                            ("election", "选票"),
                            ("result", "选举结果报告单"),
                            ("rectified", "整改报告"),
                            ("reply", "批复"),
                            ("transfer", "组织关系介绍信"),
                            ("member_form", "党员登记表"),
                            ("development", "发展党员全程纪实表"),
                        ],
                        max_length=12,
                        verbose_name="用于",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("file", models.FileField(upload_to=documents.models.template_path)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
            ],
            options={
                "verbose_name": "文书模板",
                "verbose_name_plural": "文书模板",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("organization", "kind"),
                        name="paper_template_one_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "minutes",
                                    "sign_in",
                                    "workbook",
                                    "member_year",
                                    "handover",
                                    "notice",
                                    "resolution",
                                    "ballot",
                                    "tally",
                                    "life_report",
                                    "appraisal",
                                    "grading",
                                    "publicity",
                                    "request",
                                    "election",
                                    "result",
                                    "rectified",
                                    "reply",
                                    "transfer",
                                    "member_form",
                                    "development",
                                ],
                            )
                        ),
                        name="paper_template_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.report",
                        verbose_name="月报",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("docx", "docx"), ("pdf", "pdf"), ("xlsx", "xlsx")],
                        max_length=4,
                        verbose_name="格式",
                    ),
                ),
                ("state", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=250, verbose_name="名称")),
                ("sha256", models.CharField(max_length=64)),
                ("check_code", models.CharField(blank=True, max_length=20, verbose_name="校验码")),
                ("rows", models.PositiveIntegerField(verbose_name="行数")),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="生成时间")),
            ],
            options={
                "verbose_name": "月报文件",
                "verbose_name_plural": "月报文件",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "form", "state"), name="report_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["docx", "pdf", "xlsx"])),
                        name="report_file_form_known",
                    ),
                ],
            },
        ),
    ]
