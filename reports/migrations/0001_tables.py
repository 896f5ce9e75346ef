"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("audit", "0001_tables"),
        ("branches", "0001_tables"),
        ("obligations", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
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
                        related_name="reports",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("path", models.CharField(max_length=120)),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drafted", "初稿"),
                            ("frozen", "已冻结，未公布"),
                            ("published", "已公布"),
                            ("withdrawn", "已撤下"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("built_at", models.DateTimeField(null=True, verbose_name="生成时间")),
                ("counted_until", models.DateTimeField(null=True, verbose_name="统计截止")),
                ("frozen_at", models.DateTimeField(null=True, verbose_name="冻结时间")),
                ("published_at", models.DateTimeField(null=True, verbose_name="公布时间")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=140, verbose_name="签发单位")),
                ("addressees", models.CharField(blank=True, max_length=200, verbose_name="主送")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "published_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_too",
                        to="reports.report",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="reports.report",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤下时间")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="撤下原因")),
                (
                    "withdrawal_document",
                    models.CharField(blank=True, max_length=200, verbose_name="撤下依据"),
                ),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="校验码")),
                ("late", models.JSONField(editable=False, null=True, verbose_name="逾期补录名单")),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="audit.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "督查月报",
                "verbose_name_plural": "督查月报",
                "ordering": ["-month", "path"],
                "indexes": [models.Index(fields=["month", "path"], name="report_by_month")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "withdrawn"), _negated=True),
                        fields=("organization", "month"),
                        name="report_one_per_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                                models.Q(("withdrawal_document", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["drafted", "frozen", "published", "withdrawn"])),
                        name="report_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="report_month_is_a_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                    ),
                ),
                ("path", models.CharField(max_length=120)),
                ("required", models.PositiveIntegerField(null=True, verbose_name="应开")),
                ("fulfilled", models.PositiveIntegerField(default=0, verbose_name="计入完成")),
                ("held", models.PositiveIntegerField(default=0, verbose_name="已开")),
                ("expected", models.PositiveIntegerField(default=0, verbose_name="应到人次")),
                ("present", models.PositiveIntegerField(default=0, verbose_name="实到人次")),
                ("on_leave", models.PositiveIntegerField(default=0, verbose_name="请假")),
                ("absent", models.PositiveIntegerField(default=0, verbose_name="缺席")),
                ("late_records", models.PositiveIntegerField(default=0, verbose_name="逾期补录")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="reports.report",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="obligations.rule"
                    ),
                ),
                ("is_due", models.BooleanField(verbose_name="到期")),
                ("own_required", models.PositiveSmallIntegerField(null=True, verbose_name="本级应开")),
                ("own_held", models.PositiveSmallIntegerField(default=0, verbose_name="本级已开")),
                (
                    "missed_in_a_row",
                    models.PositiveSmallIntegerField(default=0, verbose_name="连续未开展期数"),
                ),
            ],
            options={
                "verbose_name": "月报行",
                "verbose_name_plural": "月报行",
                "ordering": ["path", "rule"],
                "indexes": [models.Index(fields=["report", "path"], name="line_by_path")],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "organization", "rule"), name="line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="reports.report",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="obligations.rule"
                    ),
                ),
                ("field", models.CharField(max_length=20, verbose_name="项目")),
                ("old", models.IntegerField(verbose_name="冻结时")),
                ("new", models.IntegerField(verbose_name="更正后")),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("noticed_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "冻结后的更正",
                "verbose_name_plural": "冻结后的更正",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ReportReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="reports.report",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "月报已阅",
                "verbose_name_plural": "月报已阅",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "user"), name="report_reading_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Total",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                    ),
                ),
                ("path", models.CharField(max_length=120)),
                ("required", models.PositiveIntegerField(null=True, verbose_name="应开")),
                ("fulfilled", models.PositiveIntegerField(default=0, verbose_name="计入完成")),
                ("held", models.PositiveIntegerField(default=0, verbose_name="已开")),
                ("expected", models.PositiveIntegerField(default=0, verbose_name="应到人次")),
                ("present", models.PositiveIntegerField(default=0, verbose_name="实到人次")),
                ("on_leave", models.PositiveIntegerField(default=0, verbose_name="请假")),
                ("absent", models.PositiveIntegerField(default=0, verbose_name="缺席")),
                ("late_records", models.PositiveIntegerField(default=0, verbose_name="逾期补录")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="totals",
                        to="reports.report",
                    ),
                ),
                ("branches", models.PositiveIntegerField(default=0, verbose_name="支部数")),
                ("members", models.PositiveIntegerField(default=0, verbose_name="党员数")),
                ("returned", models.PositiveIntegerField(default=0, verbose_name="退回次数")),
                ("missed", models.PositiveIntegerField(default=0, verbose_name="未开展项数")),
                ("missing_branches", models.PositiveIntegerField(default=0, verbose_name="有未开展的支部数")),
            ],
            options={
                "verbose_name": "月报合计",
                "verbose_name_plural": "月报合计",
                "ordering": ["path"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "organization"), name="total_once")
                ],
            },
        ),
    ]
