"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("branches", "0001_tables"),
        ("meetings", "0001_tables"),
        ("members", "0001_tables"),
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
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
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
                ("ballots", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="收回选票")),
                (
                    "over_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="优秀超过三分之一的说明"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="评定日期")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "民主评议",
                "verbose_name_plural": "民主评议",
                "ordering": ["-year", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "year"), name="appraisal_one_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["self", "mutual", "poll", "conclusion", "closed"])),
                        name="appraisal_stage_known",
                    ),
                ],
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
                (
                    "appraisal",
                    models.ForeignKey(
                        db_index=False,
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
                ("is_preparatory", models.BooleanField(default=False, verbose_name="预备党员")),
                ("self_text", models.CharField(blank=True, max_length=500, verbose_name="个人自评")),
                (
                    "self_mark",
                    models.CharField(
                        blank=True,
                        choices=[("written", "书面"), ("oral", "口头"), ("absent", "未到会")],
                        max_length=7,
                        verbose_name="个人自评方式",
                    ),
                ),
                ("mutual_text", models.CharField(blank=True, max_length=500, verbose_name="党员互评")),
                (
                    "mutual_mark",
                    models.CharField(
                        blank=True,
                        choices=[("written", "书面"), ("oral", "口头"), ("absent", "未到会")],
                        max_length=7,
                        verbose_name="党员互评方式",
                    ),
                ),
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
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="等次与测评不一致的理由"),
                ),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="评定意见")),
                ("case", models.CharField(blank=True, max_length=120, verbose_name="后续处置")),
            ],
            options={
                "verbose_name": "评议对象",
                "verbose_name_plural": "评议对象",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("appraisal", "member"), name="appraisal_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade", ""),
                            ("grade__in", ["excellent", "competent", "basic", "incompetent"]),
                            _connector="OR",
                        ),
                        name="appraisal_entry_grade_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_preparatory", False), ("grade", ""), _connector="OR"),
                        name="appraisal_entry_preparatory_has_no_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mutual_mark__in", ["", "written", "oral", "absent"]),
                            ("self_mark__in", ["", "written", "oral", "absent"]),
                        ),
                        name="appraisal_entry_marks_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposal",
                        to="life.appraisalentry",
                        verbose_name="评议对象",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("correction", "限期改正"), ("persuasion", "劝其退党"), ("removal", "除名")],
                        max_length=10,
                        verbose_name="处置方式",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("opened", "待处置"), ("decided", "处置中"), ("concluded", "已作结论")],
                        default="opened",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("since", models.DateField(verbose_name="起算日期")),
                ("due_on", models.DateField(verbose_name="期限")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="期限超过六个月的理由")),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="disposals",
                        to="meetings.resolution",
                        verbose_name="结论的决议",
                    ),
                ),
                ("resolution_words", models.CharField(blank=True, max_length=200, verbose_name="决议")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.resolution",
                        verbose_name="限期改正的决议",
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="结论日期")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="结论")),
            ],
            options={
                "verbose_name": "不合格党员处置",
                "verbose_name_plural": "不合格党员处置",
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "correction", "persuasion", "removal"])),
                        name="disposal_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["opened", "decided", "concluded"])),
                        name="disposal_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("since"))),
                        name="disposal_due_after_its_beginning",
                    ),
                ],
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
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="谈话人",
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
                ("on", models.DateField(verbose_name="日期")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("yearly", "年度谈心谈话"),
                            ("family", "家庭发生重大变故"),
                            ("hardship", "出现重大困难"),
                            ("health", "身心健康出现突出问题"),
                            ("discipline", "受到处分处置"),
                            ("reports", "有不良反映"),
                            ("post", "职务岗位变动（本区规定）"),
                            ("contact", "有失联倾向（本区规定）"),
                            ("conflict", "有矛盾纠纷（本区规定）"),
                            ("other", "其他"),
                        ],
                        default="yearly",
                        max_length=10,
                        verbose_name="谈话事由",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="要点")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人登记")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "谈心谈话",
                "verbose_name_plural": "谈心谈话",
                "ordering": ["-on", "-id"],
                "indexes": [models.Index(fields=["organization", "on"], name="talk_by_organization")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="talk_is_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "occasion__in",
                                [
                                    "yearly",
                                    "family",
                                    "hardship",
                                    "health",
                                    "discipline",
                                    "reports",
                                    "post",
                                    "contact",
                                    "conflict",
                                    "other",
                                ],
                            )
                        ),
                        name="talk_occasion_known",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("one", "other"),
                        django.db.models.functions.comparison.Greatest("one", "other"),
                        models.F("on"),
                        name="talk_once_a_day",
                    ),
                ],
            },
        ),
    ]
