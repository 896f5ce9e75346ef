"""Invents texts of meetings: themes, agenda items, sentences of minutes."""

from dataclasses import dataclass
from random import Random

from branches.states import UnitKind
from meetings.states import Kind

STUDY = (
    "新修订的物业管理条例", "党章关于党员义务的规定", "支部工作条例", "党员教育管理工作条例", "中央一号文件要点", "全国两会精神", "基层减负的若干规定",
    "安全生产法有关条款", "垃圾分类管理办法", "反电信网络诈骗法", "民法典婚姻家庭编", "数据安全和个人信息保护知识", "消防安全知识", "防汛防台预案",
    "乡村建设典型案例", "身边的优秀党员事迹", "党史上的今天", "廉洁自律准则", "信访工作条例", "志愿服务条例",
)  # fmt: skip
ACTIVITIES = (
    "到小区清理楼道杂物", "慰问困难党员和老党员", "重温入党誓词", "参观区党史陈列馆", "开展义务植树", "到敬老院理发包饺子", "沿河清理漂浮垃圾", "宣传反诈知识",
    "开展消防疏散演练", "帮助商户整理消防通道", "辅导社区孩子功课", "组织爱心献血", "走访结对户", "清洁海岸线", "讨论小区停车办法", "为新就业群体送清凉",
)  # fmt: skip
WORK = {
    UnitKind.COMMUNITY: ("老旧小区加装电梯", "小区停车难", "居民议事会安排", "网格走访情况", "独居老人探访"),
    UnitKind.VILLAGE: ("村道硬化项目", "人居环境整治", "村集体收入公开", "防汛值守", "移风易俗公约"),
    UnitKind.ORGAN: ("作风建设整改", "联系服务企业", "年度重点任务进度", "挂点社区帮扶", "公文差错通报"),
    UnitKind.STREET_OFFICE: (
        "作风建设整改",
        "联系服务企业",
        "年度重点任务进度",
        "挂点社区帮扶",
        "公文差错通报",
    ),
    UnitKind.INSTITUTION: ("窗口服务评价", "业务骨干带教", "季度工作进度", "便民措施", "值班安排"),
    UnitKind.STATE_ENTERPRISE: ("重点工程党员突击队", "安全隐患排查", "降本增效", "职工诉求办理", "岗位练兵"),
    UnitKind.PRIVATE_ENTERPRISE: (
        "生产线党员示范岗",
        "新员工关怀",
        "订单攻坚",
        "职工食堂改进",
        "安全生产月安排",
    ),
    UnitKind.SOCIAL_ORGANIZATION: (
        "公益项目安排",
        "行业自律公约",
        "会员走访",
        "服务质量改进",
        "志愿服务计划",
    ),
    UnitKind.SCHOOL: ("师德师风建设", "课后服务", "青年教师培养", "家访安排", "毕业班工作"),
    UnitKind.RETIREES: ("老同志体检安排", "银龄志愿服务", "送学上门", "读书会计划", "走访慰问"),
    UnitKind.MOBILE: ("返乡党员座谈", "线上学习安排", "联系家乡支部", "外出党员登记", "法律援助需求"),
}
LECTURES = (
    "做合格党员，从小事做起", "守好入党时的那份初心", "怎样开好组织生活会", "学条例，明责任", "在岗位上亮身份", "从家风谈廉洁", "基层治理中的党员作用", "学习身边榜样",
    "安全生产人人有责", "向前辈学群众工作方法",
)  # fmt: skip
DECISIONS = (
    ("讨论{year}年主题党日计划", "同意{year}年主题党日计划，每月{day}日开展，由{name}负责落实。"),
    ("听取支部委员会工作报告", "同意支部委员会工作报告。"),
    ("讨论党费使用情况", "同意本季度党费使用情况，由{name}在公开栏公布。"),
    ("讨论设立党员先锋岗", "同意设立党员先锋岗，由{name}牵头，月底前挂牌。"),
    ("讨论{work}的分工", "同意{work}的分工方案，由{name}负责，逐月通报进度。"),
    ("推荐优秀党员", "同意推荐{name}为优秀党员人选。"),
    ("讨论结对帮扶名单", "同意结对帮扶名单，党员每人联系1户，由{name}汇总。"),
)
BY_WHOM = "由{name}"  # a decision without it ends with the vote
COMMITTEE_DECISIONS = (
    ("研究下月主题党日", "下月主题党日安排{activity}，由{name}准备。"),
    ("研究入党积极分子培养", "由{name}与积极分子谈话1次，下次会议汇报。"),
    ("研究{work}", "{work}由{name}负责，下次会议报告进度。"),
    ("通报党费收缴", "本月党费已收齐，由{name}公示。"),
)
SAID = (
    "{name}结合自己的工作谈了体会，认为贵在坚持。", "{name}介绍了最近走访的情况，群众反映最多的是{work}。", "{name}建议把任务分到人，每月通报一次。", "{name}：学了就要用，先从身边的事做起。",
    "{name}提出，年纪大的党员不方便到场，可以送学上门。", "{name}通报了上次会议所定事项的落实情况。", "{name}认为{work}要多听大家意见，不能急。", "{name}表示愿意带头参加志愿服务。",
    "{name}谈到自己入党时的情景，鼓励年轻党员多挑担子。", "{name}提醒大家注意防范电信诈骗，并讲了身边的例子。", "大家围绕{work}作了讨论，{name}作了归纳。", "{name}领学了原文，并对重点作了说明。",
)  # fmt: skip
CLOSED = (
    "主持人小结，要求把今天议定的事落实到人。",
    "主持人作了总结，布置了下一步工作。",
    "会议按议程完成。",
    "散会前确认了下次会议的时间。",
)
RETURNED = (
    "缺席人员没有写明原因，请补上。", "弃权票没有记入，请核对票数。", "会议记录太简单，请补充发言要点。", "主题与议题不一致，请核对。", "参会名单与签到表差1人，请核对。", "请补充决议的负责人和期限。",
)  # fmt: skip
OTHER_REASONS = ("家中有事", "照看孙辈", "车辆故障", "参加家长会", "搬家", "办理证件")


@dataclass(frozen=True, slots=True)
class AgendaText:
    title: str
    discussion: str
    decision: str = ""
    executor: str = ""


def statements(rng: Random, names: list[str], work: str, many: int) -> str:
    return "".join(sentence.format(name=rng.choice(names), work=work) for sentence in rng.sample(SAID, many))


def theme(rng: Random, kinds: tuple[str, ...], unit_kind: str) -> str:
    """One line for the list of meetings."""
    if Kind.LIFE in kinds:
        return "年度组织生活会"
    if Kind.APPRAISAL in kinds:
        return "民主评议党员"
    if Kind.THEME_DAY in kinds:
        return f"学习{rng.choice(STUDY)}，{rng.choice(ACTIVITIES)}"
    if Kind.LECTURE in kinds:
        return rng.choice(LECTURES)
    work = rng.choice(WORK[UnitKind(unit_kind)])
    if Kind.COMMITTEE in kinds:
        return f"研究{work}"
    return f"学习{rng.choice(STUDY)}，讨论{work}" if Kind.GROUP in kinds else f"讨论{work}"


def agenda(
    rng: Random, kinds: tuple[str, ...], unit_kind: str, theme: str, names: list[str], *, year: int, day: int
) -> list[AgendaText]:
    """One to three points: every kind of the meeting has its own, and a general meeting decides something."""
    work = rng.choice(WORK[UnitKind(unit_kind)])
    points = []
    for kind in kinds:
        if kind == Kind.LECTURE:
            title = f"党课：{theme if len(kinds) == 1 else rng.choice(LECTURES)}"
            points.append(AgendaText(title, f"{rng.choice(names)}讲党课。" + statements(rng, names, work, 1)))
        elif kind == Kind.GENERAL:
            title, decision = rng.choice(DECISIONS)
            name = rng.choice(names)
            points.append(
                AgendaText(
                    title.format(year=year, work=work),
                    statements(rng, names, work, 2),
                    decision.format(year=year, day=day, name=name, work=work),
                    name if BY_WHOM in decision else "",
                )
            )
        elif kind == Kind.COMMITTEE and rng.random() < 0.4:
            title, decision = rng.choice(COMMITTEE_DECISIONS)
            name = rng.choice(names)
            points.append(
                AgendaText(
                    title.format(work=work),
                    statements(rng, names, work, 1),
                    decision.format(activity=rng.choice(ACTIVITIES), name=name, work=work),
                    name if BY_WHOM in decision else "",
                )
            )
        else:
            points.append(AgendaText(theme, statements(rng, names, work, 2)))
    return points


def minutes(rng: Random, names: list[str], unit_kind: str) -> str:
    work = rng.choice(WORK[UnitKind(unit_kind)])
    return statements(rng, names, work, rng.choice((1, 2, 2, 3))) + rng.choice(CLOSED)
