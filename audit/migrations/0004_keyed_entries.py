from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_several_keys")]
    operations = [
        migrations.AddField(
            model_name="head", name="entry_key", field=models.TextField(blank=True), preserve_default=True
        )
    ]
