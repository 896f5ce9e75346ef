"""All tables of this app as they stand before the first release."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=64, unique=True, verbose_name="账号")),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("is_service", models.BooleanField(default=False, verbose_name="接口账号")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("large_type", models.BooleanField(default=False, verbose_name="大字")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="须改密码")),
                (
                    "password_changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="改密码时间"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开账号的人",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手密码的人",
                    ),
                ),
                (
                    "vouched_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实的人",
                    ),
                ),
                ("vouched_at", models.DateTimeField(editable=False, null=True, verbose_name="核实时间")),
                (
                    "second_factor_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="绑定两步验证的时间"),
                ),
                (
                    "second_factor_reset_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="解绑的人",
                    ),
                ),
            ],
            options={
                "verbose_name": "账号",
                "verbose_name_plural": "账号",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vouched_by__isnull", True),
                            models.Q(("vouched_by", models.F("handed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="user_vouched_for_by_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
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
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                ("secret_sealed", models.TextField(editable=False)),
                ("recovery_sealed", models.TextField(editable=False)),
                ("last_step", models.BigIntegerField(default=0, editable=False)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="输错次数")),
                ("tried_at", models.DateTimeField(editable=False, null=True, verbose_name="最近一次输入")),
            ],
            options={
                "verbose_name": "两步验证",
                "verbose_name_plural": "两步验证",
            },
        ),
        migrations.CreateModel(
            name="SlipBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发单的人",
                    ),
                ),
            ],
            options={
                "verbose_name": "领用单批次",
                "verbose_name_plural": "领用单批次",
            },
        ),
        migrations.CreateModel(
            name="AccountSlip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slip",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="accounts.slipbatch",
                        verbose_name="批次",
                    ),
                ),
                ("code", models.CharField(blank=True, editable=False, max_length=64)),
                ("until", models.DateField(verbose_name="启用到")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="对错次数")),
                ("activated_at", models.DateTimeField(null=True, verbose_name="启用时间")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
            ],
            options={
                "verbose_name": "领用单",
                "verbose_name_plural": "领用单",
                "ordering": ["-batch", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="accountslip_tries_end"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=20, verbose_name="问题")),
                ("holder", models.CharField(max_length=64, verbose_name="谁")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="起")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
            ],
            options={
                "verbose_name": "试错次数",
                "verbose_name_plural": "试错次数",
                "constraints": [models.UniqueConstraint(fields=("question", "holder"), name="tries_once")],
            },
        ),
        migrations.CreateModel(
            name="UsedPassword",
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
                        related_name="used_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("password", models.CharField(max_length=128)),
                ("used_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "用过的密码",
                "verbose_name_plural": "用过的密码",
                "ordering": ["-used_at"],
            },
        ),
    ]
