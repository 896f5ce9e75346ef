"""Filters of the list of reminders."""

import django_filters as df

from reminders.models import Digest


class DigestFilter(df.FilterSet):
    """day=YYYY-MM-DD. The list is already one's own."""

    day = df.DateFilter(label="哪一天")

    class Meta:
        model = Digest
        fields: list[str] = []
