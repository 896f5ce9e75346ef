"""Street organs apart from communities, units of joint branches, and the approvals of elections and extensions.

A 党工委 is appointed and a temporary branch ends with its body: neither has a day on which its term is due. An extension
entered before now has its document and no more.
"""

from typing import Any

from django.db import migrations, models

WITHOUT_ELECTION = ("working_committee", "temporary_branch", "group")


def put_right(apps: Any, schema_editor: Any) -> None:
    terms, organizations = apps.get_model("branches", "Term"), apps.get_model("branches", "Organization")
    terms.objects.filter(organization__kind__in=WITHOUT_ELECTION).update(due_on=None, extended_until=None)
    streets = organizations.objects.filter(kind="working_committee", unit_kind="community")
    streets.update(unit_kind="street_office")


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organization",
            name="organization_unit_kind_known",
        ),
        migrations.AddField(
            model_name="change",
            name="approved_on",
            field=models.DateField(blank=True, null=True, verbose_name="批复日期"),
        ),
        migrations.AddField(
            model_name="organization",
            name="special_provision",
            field=models.CharField(blank=True, max_length=120, verbose_name="另有规定或批准"),
        ),
        migrations.AddField(
            model_name="organization",
            name="units",
            field=models.JSONField(blank=True, default=list, verbose_name="联合的单位"),
        ),
        migrations.AddField(
            model_name="term",
            name="approval_document",
            field=models.CharField(blank=True, max_length=60, verbose_name="提前或推迟换届批复文号"),
        ),
        migrations.AddField(
            model_name="term",
            name="approved_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="提前或推迟换届批复机关"),
        ),
        migrations.AddField(
            model_name="term",
            name="approved_on",
            field=models.DateField(blank=True, null=True, verbose_name="提前或推迟换届批复日期"),
        ),
        migrations.AddField(
            model_name="term",
            name="extension_approved_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="延期批复机关"),
        ),
        migrations.AddField(
            model_name="term",
            name="extension_approved_on",
            field=models.DateField(blank=True, null=True, verbose_name="延期批复日期"),
        ),
        migrations.AddField(
            model_name="term",
            name="extension_entered_on",
            field=models.DateField(blank=True, null=True, verbose_name="延期登记日期"),
        ),
        migrations.AddField(
            model_name="term",
            name="former_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="上一届届满日期"),
        ),
        migrations.AddField(
            model_name="term",
            name="overdue_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="逾期天数"),
        ),
        migrations.AlterField(
            model_name="organization",
            name="unit_kind",
            field=models.CharField(
                choices=[
                    ("community", "社区"),
                    ("village", "村"),
                    ("organ", "机关"),
                    ("street_office", "街道机关"),
                    ("institution", "事业单位"),
                    ("state_enterprise", "国企"),
                    ("private_enterprise", "非公企业"),
                    ("social_organization", "社会组织"),
                    ("school", "学校"),
                    ("retirees", "离退休"),
                    ("mobile", "流动党员"),
                ],
                max_length=20,
                verbose_name="单位类别",
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="届满日期"),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unit_kind__in",
                        [
                            "community",
                            "village",
                            "organ",
                            "street_office",
                            "institution",
                            "state_enterprise",
                            "private_enterprise",
                            "social_organization",
                            "school",
                            "retirees",
                            "mobile",
                        ],
                    )
                ),
                name="organization_unit_kind_known",
            ),
        ),
        migrations.RunPython(put_right, migrations.RunPython.noop),
    ]
