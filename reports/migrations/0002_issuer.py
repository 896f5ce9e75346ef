from django.db import migrations, models

from reports.rules.issuing import issuing_office


def name_the_issuer(apps, schema_editor):
    """Reports published before are issued by the office that would issue them now."""
    for report in (
        apps.get_model("reports", "Report").objects.filter(status="published").select_related("organization")
    ):
        place = report.organization
        report.issuer = issuing_office(code=place.code, name=place.name, is_top=place.parent_id is None)
        report.save(update_fields=["issuer"])


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_initial"), ("reports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="issuer",
            field=models.CharField(blank=True, max_length=140, verbose_name="签发单位"),
        ),
        migrations.RunPython(name_the_issuer, migrations.RunPython.noop),
    ]
