"""Questions worded once and asked with other values answer as the queryset they were made of."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.models import Organization
from core.prepared import PreparedQuery
from meetings.models import Meeting
from members.models import Member, Membership
from tests.factories import make_meeting

DAY = dt.date(2026, 11, 22)


def of_place(place, day):
    found = Membership.objects.on(day).filter(organization=place)
    return (
        Member.objects.filter(pk__in=found.values("member"))
        .order_by("id")
        .values_list("uuid", "name", "joined_on")
    )


@pytest.mark.parametrize("day", [DAY, dt.date(1990, 1, 1)])
def test_it_answers_as_its_queryset_does_for_every_value(world, day):
    prepared = PreparedQuery(of_place, "place", "day")
    for place in Organization.objects.all():
        assert prepared.ask(place=place.pk, day=day) == list(of_place(place.pk, day))


def test_it_is_worded_once_and_takes_keys_instants_and_uuids(world):
    worded = []

    def wording(uuid, moment):
        worded.append(uuid)
        return Meeting.objects.filter(uuid=uuid, starts_at__lte=moment).values_list("pk", "uuid", "starts_at")

    prepared, meeting = (
        PreparedQuery(wording, "uuid", "moment"),
        make_meeting(organization=world.branch, by=world.lin.actor),
    )
    row = (meeting.pk, meeting.uuid, meeting.starts_at)
    earlier = meeting.starts_at - dt.timedelta(microseconds=1)
    with CaptureQueriesContext(connection) as asked:
        assert prepared.ask(uuid=meeting.uuid, moment=meeting.starts_at) == [row]
        assert prepared.ask(uuid=meeting.uuid, moment=earlier) == []
    assert (len(worded), len(asked)) == (1, 2)
