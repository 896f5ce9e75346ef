"""The columns of an imported workbook of meetings, with the titles that other systems and lists use."""

from core.workbooks.columns import Column, Layout
from exchange.rules.meetings import cells
from exchange.rules.meetings.day_and_time import read_when

COLUMNS = (
    Column(
        "held_on", "日期",
        ("日期", "会议日期", "召开日期", "开会日期", "活动日期", "开展日期", "会议召开日期", "举行日期"),
        in_preview=True, read=read_when,
    ),
    Column(
        "when", "时间",
        ("时间", "会议时间", "召开时间", "开会时间", "活动时间", "开展时间", "会议召开时间", "开始时间",
         "会议开始时间", "开始", "起止时间"),
        in_preview=True, read=read_when,
    ),
    Column("ends", "结束时间", ("结束时间", "会议结束时间", "结束"), read=read_when),
    Column(
        "kinds", "会议类型",
        ("会议类型", "类型", "会议类别", "类别", "会议种类", "活动类型", "活动类别", "组织生活类型",
         "组织生活类别", "三会一课类型", "会议名称类型", "会议形式"),
        in_preview=True, read=cells.read_kinds,
    ),
    Column(
        "branch", "党组织",
        ("党组织", "党支部", "支部", "支部名称", "党支部名称", "党组织名称", "党组织全称", "组织名称",
         "所属党组织", "所在党支部", "所属支部", "所在支部", "召开支部", "单位"),
        in_preview=True, of_many_rows=True,
    ),
    Column(
        "code", "党组织编号",
        ("党组织编号", "党组织代码", "组织代码", "支部编号", "党组织编码", "组织编码", "支部代码"),
        of_one_row=True,
    ),
    Column(
        "theme", "主题",
        ("主题", "会议主题", "活动主题", "会议名称", "活动名称", "名称", "会议议题", "标题", "会议标题", "题目"),
        in_preview=True, longest=200, may_be_cut=True,
    ),
    Column("place", "地点", ("地点", "会议地点", "召开地点", "活动地点", "开会地点"), longest=120, may_be_cut=True),
    Column("host", "主持人", ("主持人", "主持", "会议主持人", "召集人", "主持人姓名")),
    Column("host_note", "委托说明", ("委托说明", "主持说明"), longest=120, may_be_cut=True),
    Column("recorder", "记录人", ("记录人", "记录", "会议记录人", "记录员", "记录人姓名")),
    Column(
        "expected", "应到",
        ("应到", "应到人数", "应参加人数", "应出席人数", "应参会人数", "应到会人数", "应到党员数"),
        in_preview=True, read=cells.read_count,
    ),
    Column(
        "present", "实到",
        ("实到", "实到人数", "实参加人数", "实际参加人数", "出席人数", "参会人数", "实到会人数", "实参会人数",
         "实到党员数", "参加人数"),
        in_preview=True, read=cells.read_count,
    ),
    Column("on_leave", "请假", ("请假人数", "请假数", "请假"), read=cells.read_count_or_people, most=4_000),
    Column("absent", "缺席", ("缺席人数", "缺席数", "缺席", "未到人数"), read=cells.read_count_or_people, most=4_000),
    Column(
        "present_names", "到会人员",
        ("到会人员", "出席人员", "参会人员", "参加人员", "实到人员", "到会名单", "参会名单", "出席名单",
         "参会党员", "到会党员"),
        read=cells.read_people, most=4_000,
    ),
    Column(
        "leave_names", "请假人员",
        ("请假人员", "请假名单", "请假人员及原因", "请假人及原因", "请假人员原因", "请假党员", "请假情况"),
        read=cells.read_absent, most=4_000,
    ),
    Column(
        "absent_names", "缺席人员",
        ("缺席人员", "缺席名单", "缺席人员及原因", "未到人员", "未到人员及原因", "缺席党员", "缺勤人员",
         "缺席情况"),
        read=cells.read_absent, most=4_000,
    ),
    Column("guests", "列席", ("列席", "列席人员", "列席人", "列席名单"), longest=300, may_be_cut=True),
    Column(
        "partner_units", "联合单位",
        ("联合单位", "联合开展单位", "联办单位", "合办单位", "共建单位", "联建单位", "结对单位", "联合党组织", "共建党组织",
         "联合单位及人数"),
        read=cells.read_units, most=4_000,
    ),
    Column(
        "minutes", "会议记录",
        ("会议记录", "会议内容", "记录内容", "主要内容", "会议纪要", "内容", "活动内容", "会议情况",
         "会议主要内容"),
        read=cells.read_minutes, most=0, longest=100_000,
    ),
    Column(
        "number", "会议编号",
        ("会议编号", "编号", "活动编号", "记录编号", "会议序号", "流水号", "ID", "id"),
        longest=80, of_one_row=True,
    ),
)  # fmt: skip
MEETINGS = Layout(COLUMNS, required=(("held_on", "kinds"), ("when", "kinds")))
"""A day under its own title, or inside the time."""
