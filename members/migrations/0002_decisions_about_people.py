from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="extended_until",
            field=models.DateField(blank=True, null=True, verbose_name="预备期延长至"),
        ),
        migrations.AddField(
            model_name="restriction",
            name="purpose",
            field=models.CharField(
                blank=True,
                choices=[("attendance", "参会统计"), ("elections", "选举")],
                max_length=10,
                verbose_name="用途",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="review_on",
            field=models.DateField(blank=True, null=True, verbose_name="复核日期"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="exit",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "转到其他支部"),
                    ("regrouped", "组织调整"),
                    ("transferred_out", "转出（系统外）"),
                    ("unit_transferred", "整建制转出"),
                    ("died", "去世"),
                    ("resigned", "退党除名"),
                    ("persuaded", "劝其退党"),
                    ("removed_self", "自行脱党除名"),
                    ("removed_refusing", "劝而不退除名"),
                    ("removed_lost", "停止党籍后除名"),
                    ("removed_other", "其他除名"),
                    ("removed", "除名"),
                    ("expelled", "开除党籍"),
                    ("cancelled", "取消预备党员资格"),
                    ("not_recognized", "不予承认"),
                ],
                max_length=16,
                verbose_name="离开方式",
            ),
        ),
    ]
