import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0004_tree_deeds"),
        ("reminders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branch_reminders",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒支部",
                "verbose_name_plural": "提醒支部",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="branchreminder",
            constraint=models.UniqueConstraint(
                fields=("organization", "on"), name="branchreminder_one_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="branchreminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True),
                    models.Q(models.Q(("answer", ""), _negated=True), ("seen_at__isnull", False)),
                    _connector="OR",
                ),
                name="branchreminder_answer_was_read",
            ),
        ),
    ]
