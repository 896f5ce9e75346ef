"""The fields a template may use, for each kind of paper, with the sample values for checking an upload.

The samples have the keys of the contexts in documents.contexts; a test compares them.
"""

from dataclasses import dataclass
from typing import Any

from core.wording import Context
from documents.contexts.layout import table_row as row
from documents.states import LETTERS, PaperKind

LINES = [{"名称": "主题：", "内容": "学习《中国共产党支部工作条例（试行）》"}]
SECTIONS = [{"标题": "二、讨论明年计划", "行": [{"名称": "决议：", "内容": "同意年度计划。"}]}]


@dataclass(frozen=True)
class TemplateField:
    """A field of a template. A list is iterated with for; `parts` are the names in its rows."""

    name: str
    says: str
    sample: Any

    @property
    def parts(self) -> list[str]:
        return list(self.sample[0]) if self.is_list and isinstance(self.sample[0], dict) else []

    @property
    def is_list(self) -> bool:
        return isinstance(self.sample, list)


CODE = [
    TemplateField("二维码", "上传扫描件的地址，做成二维码图片", "https://example.org/meetings/scan/"),
    TemplateField("二维码说明", "二维码下面的一行小字", "扫码上传签字扫描件"),
]
PRINTED = TemplateField("打印日期", "今天", "2026年11月22日")
PLACE = [
    TemplateField("党组织", "党组织全称", "中共海云区滨江社区第二党支部"),
    TemplateField("党组织简称", "党组织简称", "滨江社区第二党支部"),
]
MINUTES = [
    *PLACE,
    TemplateField("类型", "会议类型，几种用顿号隔开", "主题党日"),
    TemplateField("标题", "会议记录的正式名称", "主题党日活动记录"),
    TemplateField("编号", "本年第几次，几种类型的各有编号", "2026年第8次主题党日"),
    TemplateField("主题", "主题", "学习《中国共产党支部工作条例（试行）》"),
    TemplateField("时间", "日期、星期和起止时间", "2026年11月20日（星期五）14:30至16:30"),
    TemplateField("日期", "日期", "2026年11月20日"),
    TemplateField("地点", "地点", "党群服务中心二楼"),
    TemplateField("议题公告日", "议题告诉党员的日期", "2026年11月13日"),
    TemplateField("主持", "主持人和职务，有委托的带说明", "林知远（书记）"),
    TemplateField("记录", "记录人和职务", "何秀英（组织委员）"),
    TemplateField("列席", "列席和其他到会人员", "邵兰（街道党工委）"),
    TemplateField("联合单位", "联合开展的单位和人数", "与滨江社区第一党支部（18人）联合开展"),
    TemplateField("状态", "记录的状态", "审核通过"),
    TemplateField("基本情况", "编号到列席，只列写了的", LINES),
    TemplateField("应到", "应到人数", 9),
    TemplateField("实到", "实到人数", 8),
    TemplateField("请假", "请假人数", 1),
    TemplateField("缺席", "缺席人数", 0),
    TemplateField("有表决权", "有表决权的人数", 8),
    TemplateField("到会有表决权", "到会的有表决权人数", 7),
    TemplateField("参会率", "实到除以应到", "88.9%"),
    TemplateField(
        "到会", "到会情况的一句话", "应到9人，实到8人，请假1人，缺席0人。应到会有表决权的党员8人，实到会7人。"
    ),
    TemplateField(
        "到会名单", "出席、请假、缺席、未列入应到的姓名", [{"名称": "请假：", "内容": "许丽华（病假）"}]
    ),
    TemplateField("书记签名", "有决议的，由书记签名；没有决议时是空的", "党支部书记（签名）"),
    TemplateField("正文", "会议记录、各项议题、附件；每一部分有标题和行，行里有名称和内容", SECTIONS),
    PRINTED,
    *CODE,
]
SIGN_IN = [
    PLACE[0],
    TemplateField("类型", "会议类型", "主题党日"),
    TemplateField("标题", "类型加“签到表”", "主题党日签到表"),
    TemplateField("主题", "主题", "学习条例"),
    TemplateField("时间", "日期、星期和起止时间", "2026年11月25日（星期三）14:30"),
    TemplateField("地点", "地点", "党群服务中心二楼"),
    TemplateField("应到", "应到人数", 9),
    TemplateField("实到", "实到人数，会前是空的", ""),
    TemplateField("是空白", "会前打印的空白表为真", True),
    TemplateField("名单", "应到的人", [{"序号": 1, "姓名": "林知远", "到会": "", "签名": ""}]),
    TemplateField("列席", "列席和其他到会人员", [{"姓名": "邵兰"}]),
    TemplateField("空行", "留给临时到会的人", [{"序号": ""}]),
    PRINTED,
    *CODE,
]
WORKBOOK = [
    *PLACE,
    TemplateField("年份", "年份", 2026),
    TemplateField("标题", "党支部工作手册", "党支部工作手册"),
    TemplateField("密级", "没有登记文号的一律是内部资料", "内部资料"),
    TemplateField("制作日期", "今天", "2026年11月22日"),
    TemplateField("截至", "年底，或者今天", "2026年11月22日"),
    TemplateField(
        "基本情况", "全称、编号、成立、届次", [{"名称": "全称", "内容": "中共海云区滨江社区第二党支部"}]
    ),
    TemplateField("支委会", "一年里任职的人", [row("committee", "书记", "林知远", "2024年3月28日", "")]),
    TemplateField(
        "名册",
        "一年里在支部的党员，没有证件号和电话",
        [row("roll", 1, "林知远", "男", "1975年3月", "2010年7月1日", "正式", "第一党小组", "")],
    ),
    TemplateField("工作要点", "年度工作计划里的工作要点，一行一段", [{"名称": "", "内容": "抓好主题党日。"}]),
    TemplateField("计划", "一年的会议计划和结果", [row("plan", "1月25日", "主题党日", "学习条例", "已开")]),
    TemplateField(
        "会议",
        "每次会议，字段和会议记录模板一样，另有序号",
        [{f.name: f.sample for f in MINUTES} | {"序号": 1}],
    ),
    TemplateField("会议数", "会议次数", 1),
    TemplateField("月份", "1月到12月", [f"{month}月" for month in range(1, 13)]),
    TemplateField(
        "到会统计",
        "一人一行；各月是12个“实到/应到”",
        [
            {
                "姓名": "林知远",
                "各月": ["1/1"] * 12,
                "应到": 3,
                "实到": 3,
                "请假": 0,
                "缺席": 0,
                "补学": 0,
                "参会率": "100.0%",
                "补学后覆盖率": "100.0%",
            }
        ],
    ),
    TemplateField(
        "党课", "讲过的党课", [row("lectures", "3月12日", "学习党章", "林知远", "支部书记", "1.5", "8人")]
    ),
    TemplateField(
        "问题清单",
        "组织生活会的问题和整改",
        [row("problems", 1, "学习不够", "支部", "每月学习", "林知远", "6月30日", "")],
    ),
    TemplateField(
        "评议",
        "评定以后的民主评议结果",
        [row("appraisal", 1, "林知远", "优秀6，合格2，基本合格0，不合格0", "优秀", "")],
    ),
    TemplateField(
        "谈心谈话", "谁和谁谈过，不含内容", [row("talks", "3月2日", "林知远", "何秀英", "年度谈心谈话")]
    ),
    TemplateField(
        "落实",
        "有负责人或期限的决议",
        [row("decisions", 1, "3月12日", "走访老党员", "何秀英", "6月30日", "6月28日办结", "")],
    ),
]
MEMBER_YEAR = [
    TemplateField("姓名", "姓名", "林知远"),
    TemplateField("党支部", "所在党支部全称", "中共海云区滨江社区第二党支部"),
    TemplateField("党小组", "党小组", "第一党小组"),
    TemplateField("类别", "正式党员或预备党员", "正式党员"),
    TemplateField("入党日期", "入党日期", "2010年7月1日"),
    TemplateField("年份", "年份", 2026),
    TemplateField("标题", "标题", "2026年度组织生活个人记录"),
    TemplateField("密级", "内部资料", "内部资料"),
    TemplateField("应到", "应到次数", 20),
    TemplateField("出席", "出席次数", 18),
    TemplateField("请假", "请假次数", 2),
    TemplateField("缺席", "缺席次数", 0),
    TemplateField("补学", "补过的次数", 1),
    TemplateField("待补学", "请假还没有补的次数", 1),
    TemplateField("学时", "听党课的学时", "4.5"),
    TemplateField("参会率", "出席除以应到", "90.0%"),
    TemplateField("补学后覆盖率", "出席加补学，除以应到", "95.0%"),
    TemplateField("记录", "每次会议", [row("own", "3月12日", "党课", "学习党章", "出席", "", "", "1.5")]),
    PRINTED,
]
HANDOVER = [
    *PLACE,
    TemplateField("标题", "标题", "工作交接清单"),
    PRINTED,
    TemplateField("移交人", "现任书记", "林知远"),
    TemplateField("接收人", "接任的人，没有写明时是空的", ""),
    TemplateField(
        "交接物品", "印章、党费账册、党员档案，份数和页数手写", [{"名称": "党费账册", "份数": "　　份　　页"}]
    ),
    TemplateField("说明", "有几项要交接", "共6项。"),
    TemplateField(
        "部分",
        "未办结的事、退回修改的记录、记录中的会议、计划等；每一部分有标题、行和空话，行里有名称、内容和期限",
        [
            {
                "标题": "一、未办结的决议",
                "行": [{"序号": 1, "名称": "走访老党员", "内容": "何秀英负责", "期限": "6月30日"}],
                "空话": "没有。",
            }
        ],
    ),
]
COPIES = [
    *PLACE,
    TemplateField("标题", "文书的标题", "关于接收王小燕同志为中共预备党员的决议"),
    PRINTED,
]
LETTER = [
    *COPIES,
    TemplateField(
        "份",
        "一份一页；行和表里有名称和内容，签名和附注一行一条",
        [
            {
                "眉": "中共海云区滨江社区第二党支部",
                "标题": "关于接收王小燕同志为中共预备党员的决议",
                "标记": "",
                "主送": "",
                "行": [{"名称": "到会情况：", "内容": "应到会有表决权的党员9人，实到会8人。"}],
                "表": [{"名称": "结果", "内容": "通过"}],
                "签名": ["党支部书记（签名）："],
                "落款": "",
                "日期": "2026年11月20日",
                "附注": [],
            }
        ],
    ),
]
BALLOT = [
    *COPIES,
    TemplateField(
        "份",
        "一份一页；选项是各栏的名称，人里有序号和姓名",
        [
            {
                "眉": "中共海云区滨江社区第二党支部",
                "标题": "关于接收王小燕同志为中共预备党员的决议",
                "选项": ["优秀", "合格", "基本合格", "不合格", "弃权"],
                "人": [{"序号": 1, "姓名": "王小燕"}],
                "附注": ["只画一栏。"],
            }
        ],
    ),
]
FIELDS: dict[str, list[TemplateField]] = {
    **dict.fromkeys(LETTERS, LETTER),
    **dict.fromkeys((PaperKind.BALLOT, PaperKind.GRADING, PaperKind.ELECTION), BALLOT),
    PaperKind.MINUTES: MINUTES,
    PaperKind.SIGN_IN: SIGN_IN,
    PaperKind.WORKBOOK: WORKBOOK,
    PaperKind.MEMBER_YEAR: MEMBER_YEAR,
    PaperKind.HANDOVER: HANDOVER,
}


def sample(kind: str) -> Context:
    return {field.name: field.sample for field in FIELDS[kind]}
