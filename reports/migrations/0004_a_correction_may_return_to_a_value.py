from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_a_report_keeps_its_late_records"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="amendment", name="amendment_once_a_value"),
    ]
