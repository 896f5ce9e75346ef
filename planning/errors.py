"""Refusals of year plans and themes."""

from core.errors import Gone, RuleBroken


class PlanHasFaults(RuleBroken):
    """Some rows of a year's plan cannot stand; `fields` says which (their number) and why."""

    code = "plan_has_faults"
    sentence = "有{count}行要改，没有保存：{first}"


class ThemeUntitled(RuleBroken):
    code = "theme_untitled"
    sentence = "写上主题，至少2个字。"


class ThemeForNobody(RuleBroken):
    code = "theme_for_nobody"
    sentence = "主题方案由党（工）委发给下级支部，{organization}不能发。"


class ThemeTooLate(RuleBroken):
    code = "theme_too_late"
    sentence = "{month}已经过了，请选这个月或以后的月份。"


class ThemeWithdrawn(RuleBroken):
    code = "theme_withdrawn"
    sentence = "这个主题方案已经撤回，不能再采用。"


class ThemeNotForThem(RuleBroken):
    code = "theme_not_for_them"
    sentence = "{organization}不在这个主题方案的范围里，不能采用。"


class ThemeAdopted(Gone):
    code = "theme_adopted"
    sentence = "{organization}已经采用了这个主题，可以在计划里再改。"


class ThemeHeldAlready(RuleBroken):
    code = "theme_held_already"
    sentence = "{month}的{kind}已经在{on}开过，不能再采用这个主题。"


class NoteNeeded(RuleBroken):
    code = "note_needed"
    sentence = "未办结的，写一句办到哪里了。"
