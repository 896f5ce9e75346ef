from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.RenameField("export", "people", "keys"),
        migrations.AlterField("export", "keys", models.JSONField(default=list, verbose_name="导出的行")),
        migrations.AlterField("export", "rows", models.PositiveIntegerField(verbose_name="数量")),
        migrations.AddField(
            "export",
            "kind",
            models.CharField(
                choices=[("roster", "党员名册"), ("meetings", "会议记录")],
                default="roster",
                max_length=16,
                verbose_name="内容",
            ),
            preserve_default=False,
        ),
        migrations.AddField("export", "columns", models.JSONField(default=list, verbose_name="列")),
    ]
