from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_tables")]
    operations = [
        migrations.AddField(
            model_name="poll",
            name="box",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ballot",
            name="sealed",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
    ]
