from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0003_local_basis_of_lectures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="waiver",
            options={"verbose_name": "情况说明", "verbose_name_plural": "情况说明"},
        ),
    ]
