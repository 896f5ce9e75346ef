"""All tables of this app as they stand before the first release."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("branches", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=120, verbose_name="路径")),
                ("month", models.DateField(verbose_name="月份")),
            ],
            options={
                "verbose_name": "冻结的月份",
                "verbose_name_plural": "冻结的月份",
                "constraints": [models.UniqueConstraint(fields=("path", "month"), name="frozenmonth_once")],
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
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]+(-[A-Z0-9]+)+$", "编号用大写字母、数字和短横，例如L-TALK-01。"
                            )
                        ],
                        verbose_name="编号",
                    ),
                ),
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
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="生效")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="失效")),
            ],
            options={
                "verbose_name": "制度",
                "verbose_name_plural": "制度",
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organization__isnull", True), ("valid_until__isnull", True)),
                        fields=("code",),
                        name="rule_one_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("organization", "code"),
                        name="rule_one_in_force_of_one",
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
            name="Waiver",
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
                        related_name="waivers",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("rule_code", models.CharField(max_length=20, verbose_name="制度")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(verbose_name="止")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("granted_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "情况说明",
                "verbose_name_plural": "情况说明",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="waiver_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
