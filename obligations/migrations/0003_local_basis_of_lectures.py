"""The number of lectures of a branch stands in no article (R-MEET-05, R-PAP-06): its basis is the district's own rule."""

from typing import Any

from django.db import migrations

BEFORE, LOCAL = "《中国共产党支部工作条例（试行）》第十六条，次数由本区规定", "本区规定"


def say_local(apps: Any, schema_editor: Any) -> None:
    apps.get_model("obligations", "Rule").objects.filter(basis=BEFORE).update(basis=LOCAL)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0002_rules_of_the_regulations")]
    operations = [migrations.RunPython(say_local, migrations.RunPython.noop)]
