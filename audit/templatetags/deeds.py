"""Words of deeds for templates."""

from django import template

from audit import words

register = template.Library()
register.filter("action_word", words.action_word)
register.filter("subject_word", words.subject_word)


@register.filter
def task_word(task: str) -> str:
    return words.TASKS.get(task, task)
