"""Code tables of members (domain.md §9) and the moves of a file, a restriction and a post."""

from django.db import models

from core.moves import Move, Moves


class Gender(models.TextChoices):
    """GB/T 2261.1-2003"""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"


class EntryKind(models.TextChoices):
    """How a membership of a branch began."""

    ADMITTED = "admitted", "新发展党员"
    TRANSFERRED = "transferred", "转入"
    IMPORTED = "imported", "花名册导入"
    RESTORED = "restored", "恢复党籍"
    MOVED = "moved", "组织调整"


class ExitKind(models.TextChoices):
    """How it ended; all but the first two also end the place on the roll."""

    MOVED = "moved", "转到其他支部"
    REGROUPED = "regrouped", "组织调整"
    TRANSFERRED_OUT = "transferred_out", "转出（系统外）"
    UNIT_TRANSFERRED = "unit_transferred", "整建制转出"
    DIED = "died", "去世"
    RESIGNED = "resigned", "退党除名"
    PERSUADED = "persuaded", "劝其退党"
    REMOVED_SELF = "removed_self", "自行脱党除名"
    REMOVED_REFUSING = "removed_refusing", "劝而不退除名"
    REMOVED_LOST = "removed_lost", "停止党籍后除名"
    REMOVED_OTHER = "removed_other", "其他除名"
    REMOVED = "removed", "除名"  # as it was entered before the kinds of removal were told apart
    EXPELLED = "expelled", "开除党籍"
    CANCELLED = "cancelled", "取消预备党员资格"
    NOT_RECOGNIZED = "not_recognized", "不予承认"
    ANNULLED = "annulled", "撤销编入"  # what put somebody on the roll was taken back


STAYS_ON_A_ROLL = frozenset({ExitKind.MOVED, ExitKind.REGROUPED})
REMOVALS = frozenset(
    {
        ExitKind.REMOVED,
        ExitKind.REMOVED_SELF,
        ExitKind.REMOVED_REFUSING,
        ExitKind.REMOVED_LOST,
        ExitKind.REMOVED_OTHER,
    }
)
OUT_OF_THE_PARTY = REMOVALS | {
    ExitKind.DIED,
    ExitKind.RESIGNED,
    ExitKind.PERSUADED,
    ExitKind.EXPELLED,
    ExitKind.NOT_RECOGNIZED,
}
"""After these nobody is restored (R-STA-09)."""
FIVE_YEARS_OUT = REMOVALS | {ExitKind.PERSUADED}
"""After these nobody is admitted anew within five years (R-STA-14)."""
OFFERED_EXITS = tuple(
    kind for kind in ExitKind if kind not in STAYS_ON_A_ROLL | {ExitKind.REMOVED, ExitKind.ANNULLED}
)


class ExemptionPurpose(models.TextChoices):
    """What somebody is not counted for (未列入应到)."""

    ATTENDANCE = "attendance", "参会统计"
    ELECTIONS = "elections", "选举"


class Title(models.TextChoices):
    """Posts within the Party (党内职务)."""

    SECRETARY = "secretary", "书记"
    DEPUTY_SECRETARY = "deputy_secretary", "副书记"
    ORGANIZATION = "organization", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    UNITED_FRONT = "united_front", "统战委员"
    YOUTH = "youth", "青年委员"
    MASSES = "masses", "群团委员"
    CONFIDENTIALITY = "confidentiality", "保密委员"
    WELFARE = "welfare", "生活委员"
    COMMITTEE_MEMBER = "committee_member", "委员"
    GROUP_LEADER = "group_leader", "党小组组长"


_ETHNICITY_NAMES = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎
傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯
阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
"""
ETHNICITIES = dict(enumerate(_ETHNICITY_NAMES.split(), start=1)) | {
    97: "其他",
    98: "外国血统中国籍人士",
    9701: "穿青人",
    9702: "革家人",
}
"""GB/T 3304-1991: number → name without 族. 穿青人 and 革家人 stand on identity cards and are 97 in the standard."""

NOT_ENDED = {None}

MEMBER_MOVES = Moves(
    "left_on",
    {
        "update": Move(NOT_ENDED, action="member.update"),
        "confirm": Move(NOT_ENDED, action="member.turn_full", compares_version=False),
        "extend": Move(NOT_ENDED, action="member.extend_probation", compares_version=False),
        "transfer": Move(NOT_ENDED, compares_version=False),
        "leave": Move(NOT_ENDED, action="member.leave", compares_version=False),
        "unconfirm": Move(NOT_ENDED, action="member.take_back_full", compares_version=False),
        "unextend": Move(NOT_ENDED, action="member.take_back_extension", compares_version=False),
        "come_back": Move(None, action="member.come_back", compares_version=False),  # `seen` is the day
    },
    version=True,
)
RESTRICTION_MOVES = Moves(
    "until",
    {
        "lift": Move(None, action="member.lift"),  # also before its last day; `seen` is that day
        "unlift": Move(None, action="member.take_back_lift"),
    },
    subject="member",
)
POST_MOVES = Moves("until", {"relieve": Move(NOT_ENDED, action="post.relieve")})
