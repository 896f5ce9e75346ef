"""Kinds of decisions about people, their grounds and statuses, and the moves of a proposal, as plain data."""

from django.db import models

from core.moves import Move, Moves
from procedures.errors import DecisionTaken


class DecisionKind(models.TextChoices):
    """What is decided about a person. The values of entries, exits and restrictions are those of members.states."""

    ADMITTED = "admitted", "接收预备党员"
    TRANSFERRED = "transferred", "转入组织关系"
    RESTORED = "restored", "恢复党籍"
    CONVERSION = "conversion", "预备党员转正"
    EXTENSION = "extension", "延长预备期"
    POSTPONED = "postponed", "推迟讨论转正"
    CANCELLED = "cancelled", "取消预备党员资格"
    TRANSFERRED_OUT = "transferred_out", "转出（系统外）"
    UNIT_TRANSFERRED = "unit_transferred", "整建制转出"
    DIED = "died", "去世"
    RESIGNED = "resigned", "退党除名"
    PERSUADED = "persuaded", "劝其退党"
    REMOVED_SELF = "removed_self", "自行脱党除名"
    REMOVED_REFUSING = "removed_refusing", "劝而不退除名"
    REMOVED_LOST = "removed_lost", "停止党籍后除名"
    REMOVED_OTHER = "removed_other", "其他除名"
    EXPELLED = "expelled", "开除党籍"
    NOT_RECOGNIZED = "not_recognized", "不予承认"
    SUSPENDED = "suspended", "停止党籍"
    SUSPENSION_ENDED = "suspension_ended", "停止党籍后恢复党籍"
    PROBATION = "probation", "留党察看"
    PROBATION_ENDED = "probation_ended", "留党察看期满恢复党员权利"
    RIGHTS_SUSPENDED = "rights_suspended", "中止党员权利"
    RIGHTS_RESTORED = "rights_restored", "恢复党员权利"
    EXEMPT = "exempt", "未列入应到"
    EXEMPTION_ENDED = "exemption_ended", "恢复列入应到"
    TAKEN_BACK = "taken_back", "撤销原决定"


ENTRIES = frozenset({DecisionKind.ADMITTED, DecisionKind.TRANSFERRED, DecisionKind.RESTORED})
LIMITS = frozenset(
    {DecisionKind.SUSPENDED, DecisionKind.PROBATION, DecisionKind.RIGHTS_SUSPENDED, DecisionKind.EXEMPT}
)
ENDING: dict[str, DecisionKind] = {
    "suspended": DecisionKind.SUSPENSION_ENDED,
    "probation": DecisionKind.PROBATION_ENDED,
    "rights_suspended": DecisionKind.RIGHTS_RESTORED,
    "exempt": DecisionKind.EXEMPTION_ENDED,
}
"""Kind of a restriction → the decision that ends it."""
ENDINGS = frozenset(ENDING.values())
EXITS = frozenset(
    {
        DecisionKind.CANCELLED,
        DecisionKind.TRANSFERRED_OUT,
        DecisionKind.UNIT_TRANSFERRED,
        DecisionKind.DIED,
        DecisionKind.RESIGNED,
        DecisionKind.PERSUADED,
        DecisionKind.REMOVED_SELF,
        DecisionKind.REMOVED_REFUSING,
        DecisionKind.REMOVED_LOST,
        DecisionKind.REMOVED_OTHER,
        DecisionKind.EXPELLED,
        DecisionKind.NOT_RECOGNIZED,
    }
)

GROUNDS: dict[str, dict[str, str]] = {
    DecisionKind.RESIGNED: {"own_wish": "本人要求退党"},
    DecisionKind.PERSUADED: {
        "not_improved": "限期改正期满仍无转变",
        "religion": "信仰宗教，经帮助教育仍不放弃",
        "threatens": "以退党相要挟，经教育不改",
    },
    DecisionKind.REMOVED_SELF: {
        "no_life": "没有正当理由，连续六个月不参加组织生活",
        "no_dues": "没有正当理由，连续六个月不交纳党费",
        "no_work": "没有正当理由，连续六个月不做党所分配的工作",
    },
    DecisionKind.REMOVED_REFUSING: {"refuses": "劝其退党，本人坚持不退"},
    DecisionKind.REMOVED_LOST: {"still_lost": "停止党籍满两年仍失去联系"},
    DecisionKind.REMOVED_OTHER: {
        "conviction": "理想信念缺失、政治立场动摇，已经丧失党员条件",
        "resigning_unfit": "本人要求退党，思想蜕化，经教育不改",
    },
    DecisionKind.EXPELLED: {"sanction": "受开除党籍处分"},
    DecisionKind.CANCELLED: {"unfit": "不履行党员义务，不具备党员条件"},
    DecisionKind.NOT_RECOGNIZED: {
        "no_proof": "转入的预备党员，党员身份无法认定",
        "fraud": "弄虚作假，不符合党员条件被吸收入党",
    },
    DecisionKind.SUSPENDED: {
        "lost": "失去联系满六个月，多方查找没有结果",
        "settled_abroad": "因私出国（境）定居，或者留学超过五年没有回国",
    },
    DecisionKind.PROBATION: {"sanction": "受留党察看处分"},
    DecisionKind.RIGHTS_SUSPENDED: {"detained": "被依法留置", "arrested": "被依法逮捕"},
    DecisionKind.EXEMPT: {
        "frail": "年老体弱",
        "ill": "长期患病",
        "unable": "患有精神疾病或者其他疾病，不能表达本人意志",
        "abroad": "自费出国（境）半年以上",
        "sentenced": "留党察看或者服刑",
        "bedridden": "卧床不起，长期生病、生活不能自理",
        "away": "工作调动、借调、外出学习半年以上，应转未转组织关系",
        "retired_away": "离退休后居住外地，情况特殊",
    },
}
"""Kind → code of a ground → its words."""
ATTENDANCE_GROUNDS = frozenset({"frail", "ill"})  # JY 23
ELECTION_GROUNDS = (
    frozenset(GROUNDS[DecisionKind.EXEMPT]) - ATTENDANCE_GROUNDS
)  # reply of the Organization Department


class DecisionStatus(models.TextChoices):
    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    TAKEN_BACK = "taken_back", "已撤销"  # by a later decision


DECISION_MOVES = Moves(
    "status",
    {
        "approve": Move(
            {DecisionStatus.PROPOSED}, DecisionStatus.APPROVED, "批准", action="decision.approve"
        ),
        "return": Move({DecisionStatus.PROPOSED}, DecisionStatus.RETURNED, "退回", action="decision.return"),
        "withdraw": Move(
            {DecisionStatus.PROPOSED}, DecisionStatus.WITHDRAWN, "撤回", action="decision.withdraw"
        ),
        "take_back": Move(
            {DecisionStatus.APPROVED}, DecisionStatus.TAKEN_BACK, "撤销", action="decision.take_back"
        ),
    },
    refusal=DecisionTaken,
    labels=DecisionStatus,
    word="status",
    version=True,
)
