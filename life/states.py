"""The stages of an appraisal of members and what may be done in each, as plain data."""

from collections.abc import Collection
from typing import Any

from django.db import models

from core.moves import Move, Moves
from life.errors import OutOfOrder


class Occasion(models.TextChoices):
    """Why two members talk (支部工作条例 Art. 19)."""

    YEARLY = "yearly", "年度谈心谈话"
    POST = "post", "职务岗位变动"
    HARDSHIP = "hardship", "遇到困难挫折"
    DISCIPLINE = "discipline", "受处分或组织处置"
    CONTACT = "contact", "有失联苗头"
    CONFLICT = "conflict", "有矛盾纠纷"
    OTHER = "other", "其他"


class Stage(models.TextChoices):
    """The order of an appraisal (R-LIFE-05)."""

    SELF = "self", "个人自评"
    MUTUAL = "mutual", "党员互评"
    POLL = "poll", "民主测评"
    CONCLUSION = "conclusion", "评定意见"
    CLOSED = "closed", "已完成"


ORDER = tuple(Stage)
ANY_STAGE = frozenset(Stage)
BEFORE_THE_VOTE = frozenset({Stage.SELF, Stage.MUTUAL})
_WITH_NEXT = OutOfOrder.sentence.replace("{deed}", "{deed}{next}")


def following(stage: str) -> str | None:
    """The only stage that may come next (R-LIFE-05)."""
    place = ORDER.index(Stage(stage)) + 1
    return ORDER[place] if place < len(ORDER) else None


def _next(appraisal: Any) -> dict[str, str]:
    after = following(appraisal.stage)
    return {"next": f"，下一步是{Stage(after).label}" if after else ""}


def _advance(permitted: Collection[Stage], to: Stage) -> Move:
    return Move(permitted, to, f"做{to.label}", sentence=_WITH_NEXT, action="appraisal.advance")


APPRAISAL_MOVES = Moves(
    "stage",
    {
        "join": Move(BEFORE_THE_VOTE, deed="加人", action="appraisal.join"),
        "write": Move(ANY_STAGE, action="appraisal.write"),
        # Many members write at once, each their own text.
        "assess_oneself": Move(
            BEFORE_THE_VOTE, deed="写自评", action="appraisal.assess_oneself", compares_version=False
        ),
        "self": _advance((), Stage.SELF),
        "mutual": _advance({Stage.SELF}, Stage.MUTUAL),
        "poll": _advance({Stage.MUTUAL}, Stage.POLL),
        "conclusion": _advance({Stage.POLL}, Stage.CONCLUSION),
        "closed": _advance({Stage.CONCLUSION}, Stage.CLOSED),
        "change_meeting": Move({Stage.POLL}, deed="换评议会", action="appraisal.advance"),
        "open_grading": Move({Stage.POLL}, deed="开测评", action="appraisal.open_grading"),
        # The poll itself says whether it may be closed.
        "close_grading": Move(ANY_STAGE, action="appraisal.close_grading", compares_version=False),
        "withdraw_grading": Move({Stage.POLL}, deed="撤回测评", action="appraisal.withdraw_grading"),
        "tally": Move({Stage.POLL}, deed="填测评票数", action="appraisal.tally"),
        "conclude": Move({Stage.CONCLUSION}, deed="评定等次", action="appraisal.conclude"),
    },
    refusal=OutOfOrder,
    labels=Stage,
    facts=_next,
    word="阶段",
    version=True,
)
