"""The filters of the records that wait for review: one FilterSet for the page and the API."""

import datetime as dt

import django_filters as df
from django import forms

from branches.filters import yes_no
from core import clock
from meetings.filters import SELECT, MeetingFilter
from meetings.querysets import MeetingQuerySet

HINTS = [("none", "没有提示"), ("some", "有提示")]
ORDERS = {
    "waited": ("sent_at", "pk"),
    "name": ("organization__path", "sent_at", "pk"),
    "held": ("held_on", "pk"),
}
WAITED = [("1", "1天以上"), ("3", "3天以上"), ("7", "7天以上")]


class ReviewFilter(MeetingFilter):
    """Of submitted records, as dashboards.selectors.review_list gives them; `status` and the like stay of use to nobody."""

    status = None
    is_late = None
    counted = None
    hints = df.ChoiceFilter(
        label="提示",
        choices=HINTS,
        method="with_hints",
        empty_label="有没有都看",
        widget=forms.Select(SELECT),
    )
    waited = df.ChoiceFilter(
        label="等了", choices=WAITED, method="waited_days", empty_label="不限", widget=forms.Select(SELECT)
    )
    again = yes_no("改好再交", method="sent_again")
    order = df.ChoiceFilter(
        label="排列",
        choices=[("waited", "等得久的在前"), ("name", "按组织序列"), ("held", "按开会日期")],
        method="in_order",
        empty_label=None,
        widget=forms.Select(SELECT),
    )

    def with_hints(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        """Nobody knows of a record without a list whether it has hints: it is among those to be opened."""
        return queryset.filter(hints=[]) if value == "none" else queryset.exclude(hints=[])

    def in_order(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return queryset.order_by(*ORDERS[value])

    def waited_days(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        last = clock.today() - dt.timedelta(days=int(value))
        return queryset.filter(sent_at__date__lte=last)

    def sent_again(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return queryset.filter(returned_count__gt=0) if value == "true" else queryset.filter(returned_count=0)
