import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_tables"),
        ("reports", "0003_reminders"),
        ("reports", "0004_quiet_hours_and_confirmed_addresses"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0001_initial"),
        ("branches", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "电子邮件"), ("webhook", "即时通讯（网址回调）")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("address", models.CharField(max_length=300, verbose_name="地址")),
                ("secret", models.CharField(blank=True, max_length=128, verbose_name="密钥")),
                ("is_on", models.BooleanField(default=True, verbose_name="启用")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="登记时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒方式",
                "verbose_name_plural": "提醒方式",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="channel_one_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["email", "webhook"])), name="channel_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("lines", models.JSONField(default=list, verbose_name="内容")),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="生成时间")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="看过")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "每日提醒",
                "verbose_name_plural": "每日提醒",
                "ordering": ["-day", "-id"],
                "constraints": [models.UniqueConstraint(fields=("user", "day"), name="digest_one_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "待发送"), ("sent", "已发送"), ("failed", "没有发出")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reports.channel",
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reports.digest",
                    ),
                ),
            ],
            options={
                "verbose_name": "发送",
                "verbose_name_plural": "发送",
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "channel"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["waiting", "sent", "failed"])),
                        name="delivery_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="生成时间")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "日历订阅",
                "verbose_name_plural": "日历订阅",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="feed_one_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quiet_from", models.TimeField(verbose_name="从")),
                ("quiet_until", models.TimeField(verbose_name="到")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_hours",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "个人不打扰时间",
                "verbose_name_plural": "个人不打扰时间",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                        name="quiet_hours_have_length",
                    )
                ],
            },
        ),
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
                ("path", models.CharField(max_length=120)),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "status",
                    models.CharField(
                        choices=[("drafted", "初稿"), ("frozen", "已冻结，未公布"), ("published", "已公布")],
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
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="校验码")),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="audit.job",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "督查月报",
                "verbose_name_plural": "督查月报",
                "ordering": ["-month", "path"],
                "indexes": [models.Index(fields=["month", "path"], name="report_by_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "month"), name="report_one_per_month"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["drafted", "frozen", "published"])),
                        name="report_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="report_month_is_a_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="编号")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
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
                        max_length=10,
                        verbose_name="会议类型",
                    ),
                ),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("branch", "党支部"),
                            ("committee", "设支委会的党支部"),
                            ("group", "党小组"),
                        ],
                        max_length=10,
                        verbose_name="适用",
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("half_year", "每半年"),
                            ("year", "每年"),
                        ],
                        max_length=10,
                        verbose_name="周期",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="次数")),
                ("basis", models.CharField(max_length=120, verbose_name="依据")),
                ("valid_from", models.DateField(verbose_name="生效")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="失效")),
            ],
            options={
                "verbose_name": "制度",
                "verbose_name_plural": "制度",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("code",),
                        name="rule_one_in_force",
                    ),
                    models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="rule_asks_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="rule_ends_after_it_begins",
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
                ("path", models.CharField(max_length=120)),
                ("required", models.PositiveIntegerField(null=True, verbose_name="应开")),
                ("fulfilled", models.PositiveIntegerField(default=0, verbose_name="计入完成")),
                ("held", models.PositiveIntegerField(default=0, verbose_name="已开")),
                ("expected", models.PositiveIntegerField(default=0, verbose_name="应到人次")),
                ("present", models.PositiveIntegerField(default=0, verbose_name="实到人次")),
                ("on_leave", models.PositiveIntegerField(default=0, verbose_name="请假")),
                ("absent", models.PositiveIntegerField(default=0, verbose_name="缺席")),
                ("late_records", models.PositiveIntegerField(default=0, verbose_name="逾期补录")),
                ("is_due", models.BooleanField(verbose_name="到期")),
                ("own_required", models.PositiveSmallIntegerField(null=True, verbose_name="本级应开")),
                ("own_held", models.PositiveSmallIntegerField(default=0, verbose_name="本级已开")),
                (
                    "missed_in_a_row",
                    models.PositiveSmallIntegerField(default=0, verbose_name="连续未开展期数"),
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reports.report"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.rule"
                    ),
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
                ("field", models.CharField(max_length=20, verbose_name="项目")),
                ("old", models.IntegerField(verbose_name="冻结时")),
                ("new", models.IntegerField(verbose_name="更正后")),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("noticed_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
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
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.rule"
                    ),
                ),
            ],
            options={
                "verbose_name": "冻结后的更正",
                "verbose_name_plural": "冻结后的更正",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "organization", "rule", "field", "new"),
                        name="amendment_once_a_value",
                    )
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
                ("path", models.CharField(max_length=120)),
                ("required", models.PositiveIntegerField(null=True, verbose_name="应开")),
                ("fulfilled", models.PositiveIntegerField(default=0, verbose_name="计入完成")),
                ("held", models.PositiveIntegerField(default=0, verbose_name="已开")),
                ("expected", models.PositiveIntegerField(default=0, verbose_name="应到人次")),
                ("present", models.PositiveIntegerField(default=0, verbose_name="实到人次")),
                ("on_leave", models.PositiveIntegerField(default=0, verbose_name="请假")),
                ("absent", models.PositiveIntegerField(default=0, verbose_name="缺席")),
                ("late_records", models.PositiveIntegerField(default=0, verbose_name="逾期补录")),
                ("branches", models.PositiveIntegerField(default=0, verbose_name="支部数")),
                ("members", models.PositiveIntegerField(default=0, verbose_name="党员数")),
                ("returned", models.PositiveIntegerField(default=0, verbose_name="退回次数")),
                ("missed", models.PositiveIntegerField(default=0, verbose_name="未开展项数")),
                ("missing_branches", models.PositiveIntegerField(default=0, verbose_name="有未开展的支部数")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="totals",
                        to="reports.report",
                    ),
                ),
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
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule_code", models.CharField(max_length=20, verbose_name="制度")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(verbose_name="止")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("granted_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "免开",
                "verbose_name_plural": "免开",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="waiver_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=60, verbose_name="事项")),
                ("period", models.DateField(verbose_name="周期")),
                ("announced_on", models.DateField(verbose_name="首次提醒")),
                ("escalates_on", models.DateField(verbose_name="报上级")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="branches.organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒预告",
                "verbose_name_plural": "提醒预告",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "what", "period"), name="announcement_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("escalates_on__gt", models.F("announced_on"))),
                        name="announcement_leaves_time",
                    ),
                ],
            },
        ),
    ]
