"""A secret vote is sealed to its poll: database and DATA_KEY read none, before the closing or after it (ADR 0004)."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from core import ballot_box, sealing
from life import actions
from meetings import errors
from meetings.models import Ballot, Poll, Receipt
from meetings.voting import ballot
from tests.world import World

CHOICES = ("yes", "no", "abstain")


@pytest.fixture
def poll(make: Any, world: World) -> Poll:
    """9 on the roll, 8 with a vote, all there."""
    asked = {"question": "同意接收王小雨为预备党员", "kind": "admission", "candidate": "王小雨"}
    return actions.open_poll(meeting=make(kinds=["general"]), by=world.lin.actor, **asked)


def vote(poll: Poll, world: World) -> list[Ballot]:
    for who, choice in zip((world.lin, world.he, world.hua), CHOICES, strict=True):
        actions.cast(poll=Poll.objects.get(pk=poll.pk), choice=choice, by=who.actor)
    return list(Ballot.objects.exclude(sealed=""))


def test_an_open_poll_has_no_vote_in_the_database_that_its_rows_and_data_key_open(
    poll: Poll, world: World
) -> None:
    papers = vote(poll, world)
    assert {paper.choice for paper in Ballot.objects.all()} == {""}
    assert len({len(paper.sealed) for paper in papers}) == 1  # no word is told by its length
    assert len({paper.sealed for paper in papers}) == len(papers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Poll._meta.db_table}")
        row = [str(value) for value in cursor.fetchone()]
    keys = [sealing.derived_key("seal"), *(bytes.fromhex(value) for value in row if value == poll.box)]
    for paper in papers:
        with pytest.raises(sealing.CannotUnseal):
            sealing.unseal(paper.sealed, str(paper.pk))
        for key in keys:
            with pytest.raises(ballot_box.BoxLocked):
                ballot_box.take_out(key, paper.sealed, str(paper.pk))
    assert ballot.count(poll) == {None: dict.fromkeys(sorted(CHOICES), 1)}


def test_a_vote_opens_on_its_own_paper_alone(poll: Poll, world: World) -> None:
    """Nobody copies a vote onto the empty papers."""
    first, empty = vote(poll, world)[0], Ballot.objects.filter(sealed="").first()
    Ballot.objects.filter(pk=empty.pk).update(sealed=first.sealed)
    with pytest.raises(ballot_box.BoxLocked):
        ballot.count(poll)


def test_after_the_closing_the_key_is_gone_and_what_copies_hold_stays_shut(
    poll: Poll, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    papers = vote(poll, world)
    with pytest.raises(errors.NotEverybodyVoted), django_capture_on_commit_callbacks(execute=True):
        actions.close_poll(poll=poll, by=world.lin.actor)
    assert default_storage.exists(ballot.key_name(poll))  # nothing was closed
    poll.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_poll(
            poll=poll, uncast=Receipt.objects.filter(has_voted=False).count(), by=world.lin.actor
        )
    assert not default_storage.exists(ballot.key_name(poll))
    assert sorted(Ballot.objects.values_list("choice", "sealed")) == [
        (choice, "") for choice in sorted(CHOICES)
    ]
    Ballot.objects.bulk_create(Ballot(poll=poll, sealed=paper.sealed) for paper in papers)  # of a backup
    with pytest.raises(ballot_box.BoxLocked):
        ballot.count(Poll.objects.get(pk=poll.pk))


def test_a_vote_whose_key_a_restore_did_not_bring_is_dropped_and_never_guessed(
    poll: Poll, world: World
) -> None:
    vote(poll, world)
    default_storage.delete(ballot.key_name(poll))
    with pytest.raises(ballot_box.BoxLocked):
        actions.close_poll(poll=poll, uncast=5, by=world.lin.actor)
    poll.refresh_from_db()
    assert (poll.closed_at, Ballot.objects.exclude(sealed="").count()) == (None, 3)
    actions.drop_poll(poll=poll, by=world.lin.actor)
    assert Poll.objects.count() == 0


def test_a_poll_opened_by_a_former_build_is_sealed_from_its_next_vote(poll: Poll, world: World) -> None:
    Poll.objects.update(box="")
    default_storage.delete(ballot.key_name(poll))
    Ballot.objects.filter(pk=Ballot.objects.first().pk).update(choice="yes")
    stale = Poll.objects.get()
    actions.cast(poll=Poll.objects.get(), choice="no", by=world.hua.actor)
    actions.cast(poll=stale, choice="no", by=world.he.actor)
    assert ballot.count(Poll.objects.get()) == {None: {"no": 2, "yes": 1}}


def test_only_keys_of_open_secret_polls_are_kept(poll: Poll, world: World) -> None:
    assert list(ballot.names_of_keys()) == [f"polls/{poll.uuid}"]
    Poll.objects.update(closed_at=poll.opened_at)
    assert list(ballot.names_of_keys()) == []
