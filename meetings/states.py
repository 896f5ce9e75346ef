"""Statuses, permitted moves and code tables of meetings and attendance, as plain data."""

from collections.abc import Iterable

from django.db import models

from branches.states import BRANCHES, COMMITTEES
from branches.states import Kind as OrganizationKind
from core import clock
from core.moves import Move, Moves
from meetings import errors


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
_ANYONE = frozenset({Kind.LECTURE, Kind.THEME_DAY, Kind.TALK, Kind.OTHER})
_OF_BRANCHES = _ANYONE | {Kind.LIFE, Kind.GENERAL, Kind.COMMITTEE, Kind.APPRAISAL}
MAY_HOLD: dict[str, frozenset[str]] = {
    **dict.fromkeys(BRANCHES, _OF_BRANCHES),
    OrganizationKind.TEMPORARY_BRANCH: _OF_BRANCHES - {Kind.APPRAISAL},  # R-ORG-12
    **dict.fromkeys(COMMITTEES, _ANYONE),
    OrganizationKind.GENERAL_BRANCH: _ANYONE | {Kind.LIFE},
    OrganizationKind.GROUP: _ANYONE | {Kind.LIFE, Kind.GROUP},
}
OWN_MEETINGS = {
    OrganizationKind.COMMITTEE: "党委会、党员（代表）大会、民主生活会等",
    OrganizationKind.WORKING_COMMITTEE: "党（工）委会议、民主生活会等",
    OrganizationKind.GENERAL_BRANCH: "总支委员会、总支部党员大会等",
}
"""What a body above the branches holds of its own: recorded as 其他 by its name, never as a branch's kind (R-MEET-13)."""


def kinds_held(organization_kind: str, special_provision: str = "") -> frozenset[str]:
    """The kinds a body may hold; a temporary branch also a branch's appraisal where a provision is named."""
    if organization_kind == OrganizationKind.TEMPORARY_BRANCH and special_provision:
        return _OF_BRANCHES
    return MAY_HOLD[organization_kind]


def kind_label(kind: str, organization_kind: str) -> str:
    """其他 says what a body above the branches holds."""
    own = OWN_MEETINGS.get(OrganizationKind(organization_kind)) if kind == Kind.OTHER else None
    return own or str(Kind(kind).label)


def is_committee_only(kinds: Iterable[str]) -> bool:
    return set(kinds) == {Kind.COMMITTEE}


class Status(models.TextChoices):
    PLANNED = "planned", "已计划"
    HELD = "held", "记录中"  # held and being recorded, not yet sent
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    CONFIRMED = "confirmed", "审核通过"
    CANCELLED = "cancelled", "已取消"


def calendar_status(status: str) -> str:
    """What the calendar says of it: planned, held or cancelled; how far its record is, it does not say."""
    return status if status in (Status.PLANNED, Status.CANCELLED) else Status.HELD.value


COUNTED = (Status.SUBMITTED, Status.CONFIRMED)
OPEN = (Status.PLANNED, Status.HELD, Status.RETURNED)  # whoever records may still change it
HAPPENED = (Status.HELD, *COUNTED, Status.RETURNED)


class StepType(models.TextChoices):
    """The steps in the life of a record (经过)."""

    PLANNED = "planned", "计划"
    RECORDED = "recorded", "召开并记录"
    REVISED = "revised", "修改"
    SUBMITTED = "submitted", "提交"
    RETURNED = "returned", "退回"
    CONFIRMED = "confirmed", "确认"
    TAKEN_BACK = "taken_back", "撤回确认"
    PROPOSED = "proposed", "申请更正"
    REFUSED = "refused", "不同意更正"
    AMENDED = "amended", "更正"
    CANCELLED = "cancelled", "取消"


MOVES = Moves(
    "status",
    {
        "plan": Move({Status.PLANNED}, deed="再计划", action="meeting.plan"),
        "record": Move(OPEN, Status.HELD, "再改"),
        "prepare": Move(OPEN, deed="再准备", action="meeting.prepare_life"),
        "submit": Move(
            {Status.HELD, Status.RETURNED},
            Status.SUBMITTED,
            "提交",
            action="meeting.submit",
            step=StepType.SUBMITTED,
        ),
        "return_for_revision": Move(
            {Status.SUBMITTED},
            Status.RETURNED,
            "退回",
            action="meeting.return_for_revision",
            step=StepType.RETURNED,
        ),
        "confirm": Move(
            {Status.SUBMITTED}, Status.CONFIRMED, "确认", action="meeting.confirm", step=StepType.CONFIRMED
        ),
        "take_back": Move(
            {Status.CONFIRMED},
            Status.SUBMITTED,
            "撤回确认",
            action="meeting.take_back",
            step=StepType.TAKEN_BACK,
        ),
        "amend": Move({Status.CONFIRMED}, deed="更正"),
        "cancel": Move(OPEN, Status.CANCELLED, "取消", action="meeting.cancel", step=StepType.CANCELLED),
        "give_back": Move(
            {Status.CANCELLED}, Status.PLANNED, "恢复", action="meeting.plan", step=StepType.PLANNED
        ),
        # What is done beside the record while it is open; the meeting itself stays as it is.
        "ask_leave": Move(OPEN, deed="请假"),
        "decide_leave": Move(OPEN, deed="批假"),
        "withdraw_leave": Move(OPEN, deed="撤回请假"),
        "open_check_in": Move(OPEN, deed="签到"),
        "check_in_by_hand": Move(OPEN, deed="补签"),
        "give_stand_in": Move(OPEN, deed="交托考勤"),
        "attach": Move(OPEN, deed="加附件"),
        "detach": Move(OPEN, deed="移除附件"),
    },
    refusal=errors.WrongMoment,
    labels=Status,
    word="状态",
    version=True,
)


class AmendmentStatus(models.TextChoices):
    PROPOSED = "proposed", "待第二人签字"
    SIGNED = "signed", "已生效"
    REFUSED = "refused", "不同意"


def _decision(to: AmendmentStatus, action: str, step: StepType) -> Move:
    return Move({AmendmentStatus.PROPOSED}, to, action=action, step=step)


AMENDMENT_MOVES = Moves(
    "status",
    {
        "approve": _decision(AmendmentStatus.SIGNED, "meeting.sign_amendment", StepType.AMENDED),
        "refuse": _decision(AmendmentStatus.REFUSED, "meeting.refuse_amendment", StepType.REFUSED),
        "withdraw": _decision(AmendmentStatus.REFUSED, "meeting.withdraw_amendment", StepType.REFUSED),
    },
    refusal=errors.AmendmentDecided,
    labels=AmendmentStatus,
    subject="meeting",
)


class AttendanceState(models.TextChoices):
    """Attendance (domain.md §6.2)."""

    PRESENT = "present", "出席"
    ONLINE = "online", "线上出席"
    LATE = "late", "迟到"
    ON_LEAVE = "on_leave", "请假"
    ABSENT = "absent", "缺席"
    EXEMPT = "exempt", "未列入应到"
    UNDECIDED = "undecided", "待定"  # could check in and did not; until somebody says (R-ATT-07)


THERE = (AttendanceState.PRESENT, AttendanceState.ONLINE, AttendanceState.LATE)


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


class LeaveStatus(models.TextChoices):
    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "没有批准"
    WITHDRAWN = "withdrawn", "已撤回"


STANDING_LEAVE = (LeaveStatus.ASKED, LeaveStatus.APPROVED)
LEAVE_MOVES = Moves(
    "status",
    {
        "approve": Move({LeaveStatus.ASKED}, LeaveStatus.APPROVED, "批", action="leave.approve"),
        "refuse": Move({LeaveStatus.ASKED}, LeaveStatus.REFUSED, "退", action="leave.refuse"),
        "withdraw": Move(STANDING_LEAVE, LeaveStatus.WITHDRAWN, "撤回", action="leave.withdraw"),
    },
    refusal=errors.NotAsked,
    labels=LeaveStatus,
    place="meeting.organization",
    word="状态",
)


class CheckInMethod(models.TextChoices):
    """How a check-in came."""

    QR = "qr", "扫码"
    CODE = "code", "数字码"
    HAND = "hand", "手工补签"


class GuestRole(models.TextChoices):
    SITTING_IN = "sitting_in", "列席"
    VISITING = "visiting", "其他支部党员"
    LEADER = "leader", "党员领导干部（双重组织生活）"


class MakeUpMethod(models.TextChoices):
    MATERIAL = "material", "自学材料"
    VISIT = "visit", "上门送学"
    SESSION = "session", "参加补课"


class Matter(models.TextChoices):
    """What a decision is about: it decides who is entitled, how many must be there and agree, and how they vote."""

    ORDINARY = "ordinary", "一般事项"
    ADMISSION = "admission", "接收预备党员"
    CONVERSION = "conversion", "预备党员转正"
    EXTENSION = "extension", "延长预备期"
    CANCELLATION = "cancellation", "取消预备党员资格"
    DISPOSAL = "disposal", "组织处置"
    SANCTION = "sanction", "纪律处分"
    APPRAISAL = "appraisal", "民主测评"


# What ends a probation is voted on like an admission (发展党员工作细则, on conversion).
AFTER_PROBATION = frozenset({Matter.CONVERSION, Matter.EXTENSION, Matter.CANCELLATION})
ONE_BY_ONE = AFTER_PROBATION | {Matter.ADMISSION}  # one person a vote, in secret; written opinions count
DISCIPLINARY = frozenset({Matter.DISPOSAL, Matter.SANCTION})
ON_MEMBERSHIP = ONE_BY_ONE | DISCIPLINARY  # the general meeting's alone


class OpinionChoice(models.TextChoices):
    """What an opinion in writing says."""

    YES = "yes", "赞成"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"


class BallotChoice(models.TextChoices):
    YES = "yes", "赞成"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"
    EXCELLENT = "excellent", "优秀"
    COMPETENT = "competent", "合格"
    BASIC = "basic", "基本合格"
    INCOMPETENT = "incompetent", "不合格"


class Grade(models.TextChoices):
    EXCELLENT = "excellent", "优秀"
    COMPETENT = "competent", "合格"
    BASIC = "basic", "基本合格"
    INCOMPETENT = "incompetent", "不合格"


GRADE_CHOICES = [*Grade.choices, (BallotChoice.ABSTAIN.value, BallotChoice.ABSTAIN.label)]
"""What a ballot of an appraisal may say of one member (R-VOT-04)."""


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", "照片"
    SCAN = "scan", "扫描件"
    DOCUMENT = "document", "文件"


class LecturerLevel(models.TextChoices):
    SECRETARY = "secretary", "支部书记"
    COMMITTEE = "committee", "支部委员"
    MEMBER = "member", "普通党员"
    LEADER = "leader", "党员领导干部"
    UPPER = "upper", "上级党组织书记"
    EXPERT = "expert", "专家、党校教师"
    MODEL = "model", "先进典型"
    VETERAN = "veteran", "老党员"


NOT_YET = {None}

CHECK_IN_MOVES = Moves(
    "closed_at",
    {"close": Move(NOT_YET, clock.now, action="check_in.close")},
    refusal=errors.WindowNotOpen,
    facts=lambda window: {"why": "没有在签到"},
    subject="meeting",
)
ATTACHMENT_MOVES = Moves(
    "removed_at",
    {
        "detach": Move(NOT_YET, clock.now, action="meeting.detach"),
        "reattach": Move(None, action="meeting.reattach"),
    },
    place="meeting.organization",
)
RECEIPT_MOVES = Moves("has_voted", {"cast": Move({False}, True)}, refusal=errors.AlreadyVoted)
