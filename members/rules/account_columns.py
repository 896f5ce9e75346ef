"""The columns of a workbook that says for which posts accounts are to be opened, and under which usernames."""

from core.workbooks.columns import Column, Layout

ACCOUNTS = Layout(
    columns=(
        Column(
            "branch",
            "党支部",
            ("党支部", "支部", "所在党支部", "党支部编号", "支部编号", "党组织", "编号"),
            of_many_rows=True,
        ),
        Column("name", "姓名", ("姓名", "书记", "任职的人"), longest=64, of_one_row=True),
        Column("title", "职务", ("职务", "党内职务"), longest=20),
        Column("username", "用户名", ("用户名", "账号"), longest=64, of_one_row=True),
    ),
    required=(("name", "branch"),),
)
