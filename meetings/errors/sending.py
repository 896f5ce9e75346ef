"""Questions asked once before a meeting is planned or a record handed in: refusals that an answer lifts."""

from core.errors import RuleBroken


class SameMeeting(RuleBroken):
    """`details["meetings"]` names those that stand; answered with their ids as `distinct_from`."""

    code = "same_meeting"
    rule = "R-REC-13"


class UnchangedSinceReturn(RuleBroken):
    code = "unchanged_since_return"
    rule = "R-REC-14"
    sentence = "没有改，要写一句为什么。"


class RemarksToAnswer(UnchangedSinceReturn):
    """`details["remarks"]` are all of them, in their order; `replies` answers each."""

    code = "remarks_to_answer"
    sentence = "退回的意见还有{count}条没答，每条写一句。"


class HintsToAnswer(RuleBroken):
    """`details["hints"]` are those still to be answered, each with two frequent answers."""

    code = "hints_to_answer"
    sentence = "还有{count}条提示没答，每条去改，或者写一句为什么就这样。"
