"""No more votes in a poll than people were there, and no more there than were entitled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_hold_resolutions"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entitled__gte", models.F("present")), ("present__gte", models.F("cast"))
                ),
                name="poll_cast_by_those_there",
            ),
        ),
    ]
