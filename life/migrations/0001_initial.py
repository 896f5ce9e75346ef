import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0001_initial"),
        ("meetings", "0001_initial"),
        ("members", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("self", "个人自评"),
                            ("mutual", "党员互评"),
                            ("poll", "民主测评"),
                            ("conclusion", "评定意见"),
                            ("closed", "已完成"),
                        ],
                        default="self",
                        max_length=10,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "over_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="优秀超过三分之一的说明"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="评定日期")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="meetings.meeting",
                        verbose_name="会议",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="meetings.poll",
                        verbose_name="测评投票",
                    ),
                ),
            ],
            options={
                "verbose_name": "民主评议",
                "verbose_name_plural": "民主评议",
                "ordering": ["-year", "-id"],
            },
        ),
        migrations.CreateModel(
            name="AppraisalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_preparatory", models.BooleanField(default=False, verbose_name="预备党员")),
                ("self_text", models.CharField(blank=True, max_length=500, verbose_name="个人自评")),
                ("mutual_text", models.CharField(blank=True, max_length=500, verbose_name="党员互评")),
                ("excellent", models.PositiveSmallIntegerField(default=0, verbose_name="优秀票")),
                ("competent", models.PositiveSmallIntegerField(default=0, verbose_name="合格票")),
                ("basic", models.PositiveSmallIntegerField(default=0, verbose_name="基本合格票")),
                ("incompetent", models.PositiveSmallIntegerField(default=0, verbose_name="不合格票")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "优秀"),
                            ("competent", "合格"),
                            ("basic", "基本合格"),
                            ("incompetent", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="评定等次",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="评定意见")),
                ("case", models.CharField(blank=True, max_length=120, verbose_name="后续处置")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="life.appraisal",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_entries",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
            ],
            options={
                "verbose_name": "评议对象",
                "verbose_name_plural": "评议对象",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("yearly", "年度谈心谈话"),
                            ("post", "职务岗位变动"),
                            ("hardship", "遇到困难挫折"),
                            ("discipline", "受处分或组织处置"),
                            ("contact", "有失联苗头"),
                            ("conflict", "有矛盾纠纷"),
                            ("other", "其他"),
                        ],
                        default="yearly",
                        max_length=10,
                        verbose_name="由头",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="要点")),
                ("who", models.CharField(max_length=64, verbose_name="何人登记")),
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
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="谈话人",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="谈话对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈心谈话",
                "verbose_name_plural": "谈心谈话",
                "ordering": ["-on", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.UniqueConstraint(fields=("organization", "year"), name="appraisal_one_a_year"),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["self", "mutual", "poll", "conclusion", "closed"])),
                name="appraisal_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalentry",
            constraint=models.UniqueConstraint(fields=("appraisal", "member"), name="appraisal_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="appraisalentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grade", ""),
                    ("grade__in", ["excellent", "competent", "basic", "incompetent"]),
                    _connector="OR",
                ),
                name="appraisal_entry_grade_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_preparatory", False), ("grade", ""), _connector="OR"),
                name="appraisal_entry_preparatory_has_no_grade",
            ),
        ),
        migrations.AddIndex(
            model_name="talk",
            index=models.Index(fields=["organization", "on"], name="talk_by_organization"),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("one", models.F("other")), _negated=True), name="talk_is_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "occasion__in",
                        ["yearly", "post", "hardship", "discipline", "contact", "conflict", "other"],
                    )
                ),
                name="talk_occasion_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(fields=("one", "other", "on"), name="talk_once_a_day"),
        ),
    ]
