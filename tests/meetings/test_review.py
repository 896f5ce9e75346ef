"""Returning and confirming: the office's part."""

from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from core.errors import Gone
from meetings import actions, errors
from meetings.models import Meeting, Step
from meetings.states import Status
from tests.world import World


@pytest.fixture
def submitted(make: Any, world: World) -> Meeting:
    return actions.submit(meeting=make(), by=world.lin.actor)


def test_a_record_is_returned_with_what_to_change(submitted: Meeting, world: World) -> None:
    actions.return_for_revision(meeting=submitted, comment="  弃权1票没有记入。 ", by=world.wei.actor)
    kept = Meeting.objects.get()
    assert (kept.status, kept.returned_count) == (Status.RETURNED, 1)
    last = Step.objects.latest("id")
    assert (last.deed, last.comment, last.who) == ("returned", "弃权1票没有记入。", "韦明")
    assert Meeting.objects.counted().count() == 0


@pytest.mark.parametrize("comment", ["", "  ", "改"])
def test_returning_without_a_comment_is_refused(submitted: Meeting, world: World, comment: str) -> None:
    entries = Entry.objects.count()
    with pytest.raises(errors.CommentNeeded):
        actions.return_for_revision(meeting=submitted, comment=comment, by=world.wei.actor)
    assert Meeting.objects.get().status == Status.SUBMITTED
    assert Entry.objects.count() == entries


def test_a_record_is_confirmed(submitted: Meeting, world: World) -> None:
    actions.confirm(meeting=submitted, by=world.shao.actor)
    kept = Meeting.objects.get()
    assert kept.status == Status.CONFIRMED
    assert kept.confirmed_at is not None
    assert Meeting.objects.counted().count() == 1


def test_the_second_of_two_reviewers_finds_it_done(submitted: Meeting, world: World) -> None:
    stale = Meeting.objects.get()
    actions.confirm(meeting=submitted, by=world.shao.actor)
    with pytest.raises(errors.WrongMoment) as refusal:
        actions.return_for_revision(meeting=stale, comment="改一下", by=world.wei.actor)
    assert refusal.value.sentence == "没有办成：邵兰11月22日15:00已确认。"
    assert Meeting.objects.get().status == Status.CONFIRMED


def test_a_text_that_changed_meanwhile_is_not_confirmed(make: Any, submitted: Meeting, world: World) -> None:
    seen = submitted.version
    actions.return_for_revision(meeting=submitted, comment="改一下", by=world.wei.actor)
    again = make(uuid=submitted.uuid, version=submitted.version, theme="改过")
    actions.submit(meeting=again, by=world.lin.actor)
    with pytest.raises(Gone):
        actions.confirm(meeting=Meeting.objects.get(), version=seen, by=world.shao.actor)
    assert Meeting.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shen", "sys"])
def test_only_the_office_reviews(submitted: Meeting, world: World, who: str) -> None:
    actor = getattr(world, who).actor
    with pytest.raises(NotYours):
        actions.confirm(meeting=submitted, by=actor)
    with pytest.raises(NotYours):
        actions.return_for_revision(meeting=submitted, comment="改一下", by=actor)
    assert Meeting.objects.get().status == Status.SUBMITTED


def test_a_record_once_handed_in_keeps_its_organization(
    make: Any, submitted: Meeting, world: World, sign_in: Any
) -> None:
    actions.return_for_revision(meeting=submitted, comment="改一下", by=world.wei.actor)
    draft = make(uuid=submitted.uuid, version=submitted.version)
    assert draft.status == Status.HELD
    with pytest.raises(errors.OrganizationStays) as refusal:
        make(uuid=submitted.uuid, version=draft.version, organization=world.groups[0])
    assert refusal.value.sentence == "这次会议交过，编号排在滨江社区第二党支部，不能换到别的党组织。"
    kept = Meeting.objects.get()
    assert (kept.organization, kept.version, kept.numbers.count()) == (world.branch, draft.version, 1)
    browser = sign_in("lin")
    shown = browser.get(f"/meetings/record/?uuid={submitted.uuid}").context["form"]
    fields = shown.data.dict() | {"uuid": submitted.uuid, "version": kept.version, "kinds": ["theme_day"]}
    answer = browser.post("/meetings/record/", fields | {"organization": world.groups[0].code})
    assert answer.status_code == 409
    assert 'id="organization_error"' in answer.content.decode()
