"""FilterSet of the list of digests."""

import django_filters as df

from reminders.models import Digest


class DigestFilter(df.FilterSet):
    """day=YYYY-MM-DD. The queryset is already limited to the person."""

    day = df.DateFilter(label="哪一天")

    class Meta:
        model = Digest
        fields: list[str] = []
