"""The five duties every branch has from the start; a district changes them by ending a row and beginning another."""

import datetime as dt
from typing import Any

from django.db import migrations

ZB = "《中国共产党支部工作条例（试行）》"
SINCE = dt.date(2018, 10, 28)
RULES = [
    ("R-MEET-01", "支部党员大会", "general", "branch", "quarter", f"{ZB}第十一条"),
    ("R-MEET-02", "支委会", "committee", "committee", "month", f"{ZB}第十二条"),
    ("R-MEET-03", "党小组会", "group", "group", "month", f"{ZB}第十三条"),
    ("R-MEET-04", "主题党日", "theme_day", "branch", "month", f"{ZB}第十六条"),
    ("R-MEET-05", "党课", "lecture", "branch", "quarter", "本区规定"),
]


def add(apps: Any, schema_editor: Any) -> None:
    rule = apps.get_model("obligations", "Rule")
    rule.objects.bulk_create(
        rule(
            code=code,
            name=name,
            kind=kind,
            applies_to=applies_to,
            cadence=cadence,
            count=1,
            basis=basis,
            valid_from=SINCE,
        )
        for code, name, kind, applies_to, cadence, basis in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_tables")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
