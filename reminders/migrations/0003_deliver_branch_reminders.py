import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0002_branch_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="digest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="reminders.digest",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="reminder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="reminders.branchreminder",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("reminder", "channel"), name="delivery_reminder_once"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__isnull", False), ("reminder__isnull", False), _connector="XOR"),
                name="delivery_of_one_thing",
            ),
        ),
    ]
