"""A hold names the resolution that has to stay; those written before said it in their code (decided_upon_<id>)."""

import django.db.models.deletion
from django.db import migrations, models

PREFIX = "decided_upon_"


def name_resolutions(apps, schema_editor):
    hold_model, resolution_model = (
        apps.get_model("meetings", "Hold"),
        apps.get_model("meetings", "Resolution"),
    )
    for hold in hold_model.objects.filter(code__startswith=PREFIX):
        key = hold.code.removeprefix(PREFIX)
        if key.isdigit() and resolution_model.objects.filter(pk=key, item__meeting=hold.meeting_id).exists():
            hold.resolution_id = int(key)
            hold.save(update_fields=["resolution"])


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0009_lecturer_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="resolution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="meetings.resolution",
                verbose_name="决议",
            ),
        ),
        migrations.RunPython(name_resolutions, migrations.RunPython.noop),
    ]
