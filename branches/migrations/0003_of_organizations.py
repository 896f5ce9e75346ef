"""Days off of a single organization; those there are stay everybody's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_power_and_applications"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="holiday",
            options={"ordering": ["day", "id"], "verbose_name": "节假日", "verbose_name_plural": "节假日"},
        ),
        migrations.AddField(
            model_name="holiday",
            name="organization",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holidays",
                to="branches.organization",
                verbose_name="党组织",
            ),
        ),
        migrations.AlterField(
            model_name="holiday",
            name="day",
            field=models.DateField(verbose_name="日期"),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organization", None)), fields=("day",), name="holiday_once_for_everybody"
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(fields=("organization", "day"), name="holiday_once_for_one"),
        ),
    ]
