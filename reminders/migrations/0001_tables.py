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
    ]

    operations = [
        migrations.CreateModel(
            name="BranchReminder",
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
                        related_name="branch_reminders",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=60, verbose_name="谁提醒的")),
                ("office", models.CharField(max_length=120, verbose_name="哪里提醒的")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="提醒时间")),
                ("on", models.DateField(default=core.clock.today, verbose_name="哪天")),
                ("text", models.TextField(verbose_name="内容")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="另加的话")),
                ("receiver", models.CharField(max_length=60, verbose_name="发给谁")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="已阅")),
                ("seen_by", models.CharField(blank=True, max_length=60, verbose_name="谁看的")),
                ("answer", models.CharField(blank=True, max_length=100, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("answered_by", models.CharField(blank=True, max_length=60, verbose_name="谁答复的")),
            ],
            options={
                "verbose_name": "提醒支部",
                "verbose_name_plural": "提醒支部",
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "on"), name="branchreminder_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("seen_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="branchreminder_answer_was_read",
                    ),
                ],
            },
        ),
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
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("lines", models.JSONField(default=list, verbose_name="内容")),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="生成时间")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="看过")),
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
                    "digest",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reminders.digest",
                    ),
                ),
                (
                    "reminder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reminders.branchreminder",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reminders.channel",
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
            ],
            options={
                "verbose_name": "发送",
                "verbose_name_plural": "发送",
                "constraints": [
                    models.UniqueConstraint(fields=("digest", "channel"), name="delivery_once"),
                    models.UniqueConstraint(fields=("reminder", "channel"), name="delivery_reminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__isnull", False), ("reminder__isnull", False), _connector="XOR"
                        ),
                        name="delivery_of_one_thing",
                    ),
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="生成时间")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
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
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_hours",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                ("quiet_from", models.TimeField(verbose_name="从")),
                ("quiet_until", models.TimeField(verbose_name="到")),
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
            name="Announcement",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="branches.organization",
                    ),
                ),
                ("what", models.CharField(max_length=60, verbose_name="事项")),
                ("period", models.DateField(verbose_name="周期")),
                ("announced_on", models.DateField(verbose_name="首次提醒")),
                ("escalates_on", models.DateField(verbose_name="报上级")),
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
