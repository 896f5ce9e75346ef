"""Rules of a single organization; those there are stay everybody's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0003_of_organizations"),
        ("obligations", "0002_rules_of_the_regulations"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rule",
            name="rule_one_in_force",
        ),
        migrations.AddField(
            model_name="rule",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="branches.organization",
                verbose_name="党组织",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organization__isnull", True), ("valid_until__isnull", True)),
                fields=("code",),
                name="rule_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("organization", "code"),
                name="rule_one_in_force_of_one",
            ),
        ),
    ]
