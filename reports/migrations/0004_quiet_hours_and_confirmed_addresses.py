import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def webhooks_are_confirmed(apps, schema_editor):
    """By their secret. An e-mail address in use so far has to be confirmed before the next digest goes there."""
    channel = apps.get_model("reports", "Channel")
    channel.objects.filter(kind="webhook").update(confirmed_at=models.F("added_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="确认时间"),
        ),
        migrations.RunPython(webhooks_are_confirmed, migrations.RunPython.noop),
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
            },
        ),
        migrations.AddConstraint(
            model_name="quiethours",
            constraint=models.CheckConstraint(
                condition=models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                name="quiet_hours_have_length",
            ),
        ),
    ]
