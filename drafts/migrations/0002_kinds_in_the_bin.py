"""Attachments, what was done after a meeting and saved columns lie in the bin too."""

from django.db import migrations, models

KINDS = ["record", "amendment", "talk", "attachment", "outcome", "columns"]


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="draft", name="draft_kind_known"),
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(
                choices=[
                    ("record", "记录"),
                    ("amendment", "更正"),
                    ("talk", "谈话"),
                    ("attachment", "附件"),
                    ("outcome", "会后落实"),
                    ("columns", "导出的列"),
                ],
                default="record",
                max_length=10,
                verbose_name="做什么",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="draft_kind_known"),
        ),
    ]
