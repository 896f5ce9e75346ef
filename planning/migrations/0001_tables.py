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
        ("branches", "0001_tables"),
        ("meetings", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
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
                        related_name="themes",
                        to="branches.organization",
                        verbose_name="发布单位",
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "支部党员大会"),
                            ("committee", "支委会"),
                            ("group", "党小组会"),
                            ("lecture", "党课"),
                            ("theme_day", "主题党日"),
                            ("life", "组织生活会"),
                            ("appraisal", "民主评议"),
                            ("talk", "谈心谈话"),
                            ("other", "其他"),
                        ],
                        default="theme_day",
                        max_length=10,
                        verbose_name="会议类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="主题")),
                ("agenda", models.TextField(blank=True, help_text="一行一项。", verbose_name="议程")),
                ("material", models.TextField(blank=True, verbose_name="学习材料")),
                ("published_at", models.DateTimeField(default=core.clock.now, verbose_name="发布时间")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人")),
            ],
            options={
                "verbose_name": "主题方案",
                "verbose_name_plural": "主题方案",
                "ordering": ["-month", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "general",
                                    "committee",
                                    "group",
                                    "lecture",
                                    "theme_day",
                                    "life",
                                    "appraisal",
                                    "talk",
                                    "other",
                                ],
                            )
                        ),
                        name="theme_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="planning.theme",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="branches.organization",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="meetings.meeting",
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "采用",
                "verbose_name_plural": "采用",
                "constraints": [
                    models.UniqueConstraint(fields=("theme", "organization"), name="adoption_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="YearPlan",
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
                        related_name="year_plans",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("aims", models.TextField(blank=True, verbose_name="工作要点")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="制定时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="修改时间")),
            ],
            options={
                "verbose_name": "年计划",
                "verbose_name_plural": "年计划",
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "year"), name="year_plan_one_a_year")
                ],
            },
        ),
    ]
