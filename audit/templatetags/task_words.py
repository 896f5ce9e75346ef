"""A template filter for the Chinese name of a background task."""

from django import template

from audit.selectors import entry_words

register = template.Library()
register.filter("action_word", entry_words.action_word)
register.filter("subject_word", entry_words.subject_word)
register.filter("task_word", entry_words.task_label)
