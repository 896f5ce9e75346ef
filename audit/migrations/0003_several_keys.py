from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entries_stay")]
    operations = [
        migrations.AlterField(
            model_name="keyprobe",
            name="previous",
            field=models.TextField(blank=True, verbose_name="旧密钥的密文"),
        ),
    ]
