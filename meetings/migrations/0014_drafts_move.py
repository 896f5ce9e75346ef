from django.core.management.color import no_style
from django.db import migrations


def carry(apps, schema_editor):
    """Every draft with its number, which undoing a deed of the tree still names; only the form could say its theme."""
    Old, New = apps.get_model("meetings", "Draft"), apps.get_model("drafts", "Draft")
    rows = (
        New(
            pk=row.pk,
            owner_id=row.user_id,
            organization_id=row.organization_id,
            uuid=row.meeting_uuid,
            title="",
            theme=str((row.fields.get("theme") or [""])[0])[:300],
            fields=row.fields,
            saved_at=row.saved_at,
        )
        for row in Old.objects.order_by("pk").iterator(chunk_size=500)
    )
    New.objects.bulk_create(rows, batch_size=500)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [New]):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0013_questions"),
        ("drafts", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.DeleteModel(name="Draft"),
    ]
