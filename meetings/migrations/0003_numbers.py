import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

BATCH = 2_000
KINDS = [
    ("general", "支部党员大会"),
    ("committee", "支委会"),
    ("group", "党小组会"),
    ("lecture", "党课"),
    ("theme_day", "主题党日"),
    ("life", "组织生活会"),
    ("appraisal", "民主评议"),
    ("talk", "谈心谈话"),
    ("other", "其他"),
]


def number_by_kind(apps, schema_editor):
    """Meetings numbered before get a number per kind, in the order of the numbers they had.

    Those had one sequence a year for all kinds of an organization; the order is kept, gaps close.
    """
    Number = apps.get_model("meetings", "MeetingNumber")
    Kind = apps.get_model("meetings", "MeetingKind")
    rows = (
        Kind.objects.filter(meeting__serial__isnull=False)
        .order_by("meeting__organization_id", "meeting__serial_year", "kind", "meeting__serial", "meeting_id")
        .values_list("meeting_id", "meeting__organization_id", "meeting__serial_year", "kind")
    )
    last, number, batch = None, 0, []
    for meeting, organization, year, kind in rows.iterator(chunk_size=BATCH):
        sequence = (organization, year, kind)
        number = number + 1 if sequence == last else 1
        last = sequence
        batch.append(
            Number(meeting_id=meeting, organization_id=organization, year=year, kind=kind, number=number)
        )
        if len(batch) == BATCH:
            Number.objects.bulk_create(batch)
            batch = []
    Number.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_initial"), ("meetings", "0002_matters")]

    operations = [
        migrations.CreateModel(
            name="MeetingNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="类型")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("number", models.PositiveIntegerField(verbose_name="第几次")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议编号",
                "verbose_name_plural": "会议编号",
                "ordering": ["id"],
                # Here and not by AddConstraint: PostgreSQL alters no table whose new rows wait for their keys' checks.
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organization", "kind", "year", "number"], name="meetingnumber_given_once"
                    ),
                    models.UniqueConstraint(
                        fields=["meeting", "organization", "kind", "year"], name="meetingnumber_one_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=Q(kind__in=[kind for kind, _ in KINDS]), name="meetingnumber_kind_known"
                    ),
                    models.CheckConstraint(condition=Q(number__gte=1), name="meetingnumber_counts_from_one"),
                ],
            },
        ),
        migrations.RunPython(number_by_kind, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="meeting", name="meeting_serial_once_a_year"),
        migrations.RemoveField(model_name="meeting", name="serial"),
        migrations.RemoveField(model_name="meeting", name="serial_year"),
    ]
