"""Each remark of a return with what is answered to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_sealed_ballots")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="replies",
            field=models.JSONField(blank=True, null=True, verbose_name="逐条答复"),
        ),
    ]
