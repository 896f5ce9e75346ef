"""The life of a meeting and the code tables of attendance, as plain data."""

from django.db import models

from branches.states import BRANCHES, COMMITTEES
from branches.states import Kind as OrganizationKind


class Kind(models.TextChoices):
    GENERAL = "general", "支部党员大会"
    COMMITTEE = "committee", "支委会"
    GROUP = "group", "党小组会"
    LECTURE = "lecture", "党课"
    THEME_DAY = "theme_day", "主题党日"
    LIFE = "life", "组织生活会"
    APPRAISAL = "appraisal", "民主评议"
    TALK = "talk", "谈心谈话"
    OTHER = "other", "其他"


SHORT = {
    Kind.GENERAL: "大会",
    Kind.COMMITTEE: "支委",
    Kind.GROUP: "小组",
    Kind.LECTURE: "党课",
    Kind.THEME_DAY: "党日",
    Kind.LIFE: "生活会",
    Kind.APPRAISAL: "评议",
    Kind.TALK: "谈话",
    Kind.OTHER: "其他",
}

# Group meetings are held by the group itself, so that each group's duty is counted on its own (R-MEET-03).
_ANYONE = frozenset({Kind.LECTURE, Kind.THEME_DAY, Kind.LIFE, Kind.TALK, Kind.OTHER})
MAY_HOLD: dict[str, frozenset[str]] = {
    **{kind: _ANYONE | {Kind.GENERAL, Kind.COMMITTEE, Kind.APPRAISAL} for kind in BRANCHES},
    **{
        kind: _ANYONE | {Kind.GENERAL, Kind.COMMITTEE}
        for kind in (*COMMITTEES, OrganizationKind.GENERAL_BRANCH)
    },
    OrganizationKind.GROUP: _ANYONE | {Kind.GROUP},
}


class Status(models.TextChoices):
    PLANNED = "planned", "已计划"
    HELD = "held", "草稿"  # held and being recorded, not yet sent
    SUBMITTED = "submitted", "待确认"
    RETURNED = "returned", "已退回"
    CONFIRMED = "confirmed", "已确认"
    CANCELLED = "cancelled", "已取消"


COUNTED = (Status.SUBMITTED, Status.CONFIRMED)

# deed → (from, to)
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "plan": (frozenset({Status.PLANNED}), Status.PLANNED),
    "record": (frozenset({Status.PLANNED, Status.HELD, Status.RETURNED}), Status.HELD),
    "submit": (frozenset({Status.HELD, Status.RETURNED}), Status.SUBMITTED),
    "return_for_revision": (frozenset({Status.SUBMITTED}), Status.RETURNED),
    "confirm": (frozenset({Status.SUBMITTED}), Status.CONFIRMED),
    "amend": (frozenset({Status.CONFIRMED}), Status.CONFIRMED),
    "cancel": (frozenset({Status.PLANNED}), Status.CANCELLED),
}


class State(models.TextChoices):
    """Attendance (domain.md §6.2)."""

    PRESENT = "present", "出席"
    ONLINE = "online", "线上出席"
    LATE = "late", "迟到"
    ON_LEAVE = "on_leave", "请假"
    ABSENT = "absent", "缺席"
    EXEMPT = "exempt", "不计应到"


THERE = (State.PRESENT, State.ONLINE, State.LATE)


class Reason(models.TextChoices):
    """Reason codes of absence (domain.md §6.2)."""

    BUSINESS_TRIP = "business_trip", "公差出差"
    SICK = "sick", "病假"
    PERSONAL = "personal", "事假"
    TRAINING = "training", "培训学习"
    ON_DUTY = "on_duty", "值班轮班"
    HOME_VISIT = "home_visit", "探亲"
    MATERNITY = "maternity", "产假陪产"
    BEREAVEMENT = "bereavement", "丧假"
    FRAIL = "frail", "年老体弱"
    AWAY = "away", "流动在外"
    ABROAD = "abroad", "出国（境）"
    OTHER = "other", "其他"
    UNEXCUSED = "unexcused", "无故缺席"


class Source(models.TextChoices):
    MANUAL = "manual", "手工"
    CODE = "code", "扫码"
    OFFLINE = "offline", "离线"
    IMPORTED = "imported", "导入"


class VoteForm(models.TextChoices):
    VOICE = "voice", "口头表决"
    HANDS = "hands", "举手表决"
    SECRET = "secret", "无记名投票"
