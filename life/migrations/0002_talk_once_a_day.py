from django.db import migrations, models
from django.db.models.functions import Greatest, Least


class Migration(migrations.Migration):
    dependencies = [("life", "0001_tables")]
    operations = [
        migrations.RemoveConstraint(model_name="talk", name="talk_once_a_day"),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(
                Least("one", "other"), Greatest("one", "other"), "on", name="talk_once_a_day"
            ),
        ),
    ]
