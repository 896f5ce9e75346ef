"""Template filters for states: each state has one word, one icon and one tone on every page.

The tone is the `data-state` that the stylesheet colours; a state it does not know borrows the tone of one
it does.
"""

import functools

from django import template

from core.parts import StateLook, parts

register = template.Library()


UNKNOWN = StateLook("", "circle-dashed", "open")
# What any page may say of a fact or a check, whichever app it belongs to.
COMMON_LOOKS = {
    "error": StateLook("错误", "alert-circle"),
    "warning": StateLook("警告", "alert-triangle"),
    "info": StateLook("说明", "info-circle"),
    "stop": StateLook("要改", "alert-circle", "error"),
    "hint": StateLook("提醒", "alert-triangle", "warning"),
    "fine": StateLook("没有问题", "circle-check", "met"),
}


@functools.cache
def state_looks() -> dict[str, StateLook]:
    """Every state of every app with its look."""
    looks = dict(COMMON_LOOKS)
    for each in parts("STATE_LOOKS"):
        looks |= each
    return looks


@register.filter
def state_word(state: str) -> str:
    return state_looks().get(str(state), UNKNOWN).word


@register.filter
def state_icon(state: str) -> str:
    return state_looks().get(str(state), UNKNOWN).icon


@register.filter
def state_tone(state: str) -> str:
    """The value of data-state."""
    return state_looks().get(str(state), UNKNOWN).tone or str(state)
