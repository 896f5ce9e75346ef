"""The same photo in two records: found, asked about, shown only within reach (R-REC-08)."""

import datetime as dt
from typing import Any

import pytest
from PIL import ImageEnhance

from meetings import actions
from meetings.files import duplicates
from meetings.models import Attachment, Meeting, PhotoBand
from meetings.rules import checks
from meetings.selectors import record_facts
from tests.factories import make_meeting
from tests.meetings.pictures import jpeg, scene, upload
from tests.world import World


@pytest.fixture
def earlier(make: Any) -> Meeting:
    return make(held_on=dt.date(2026, 9, 16))


@pytest.fixture
def now(make: Any) -> Meeting:
    return make(held_on=dt.date(2026, 11, 20))


def attach(meeting: Meeting, content: bytes, world: World, who: str = "lin") -> Attachment:
    return actions.attach(
        meeting=meeting, upload=upload(content), name="会场.jpg", by=getattr(world, who).actor
    )


def brighter(seed: int) -> bytes:
    """The same scene, brighter, smaller, squeezed harder: what a messenger makes of a photo."""
    picture = ImageEnhance.Brightness(scene(seed)).enhance(1.08).resize((280, 210))
    return jpeg(picture, 60)


def test_the_same_photo_is_asked_about_with_day_and_branch(
    earlier: Meeting, now: Meeting, world: World
) -> None:
    first = attach(earlier, jpeg(scene(1)), world)
    second = attach(now, jpeg(scene(1)), world)
    assert first.sha256 == second.sha256
    found = duplicates.twins(now, world.shao.actor)
    assert [(twin.photo, twin.other, twin.distance, twin.is_seen) for twin in found] == [
        (second, first, 0, True)
    ]
    assert found[0].sentence == "这张照片和2026年9月16日滨江社区第二党支部的记录里的一张一样，请看一看。"


def test_a_photo_sent_on_by_a_messenger_is_very_like(earlier: Meeting, now: Meeting, world: World) -> None:
    first, second = attach(earlier, jpeg(scene(1)), world), attach(now, brighter(1), world)
    assert first.sha256 != second.sha256
    found = duplicates.twins(now, world.shao.actor)
    assert [(twin.other, twin.is_equal) for twin in found] == [(first, False)]
    assert "很像，请看一看" in found[0].sentence


@pytest.mark.parametrize(("bits", "found"), [(0, 1), (4, 1), (5, 0)])
def test_likeness_ends_after_four_bits(
    earlier: Meeting, now: Meeting, world: World, bits: int, found: int
) -> None:
    first, second = attach(earlier, jpeg(scene(1)), world), attach(now, jpeg(scene(2)), world)
    other = int(first.perceptual, 16)
    for place in range(bits):
        other ^= 1 << (place * 13)
    Attachment.objects.filter(pk=second.pk).update(perceptual=f"{other:016x}")
    PhotoBand.objects.filter(attachment=second).delete()
    assert len(duplicates.twins(now, world.shao.actor)) == found


def test_a_smaller_distance_by_setting_finds_less(
    earlier: Meeting, now: Meeting, world: World, settings: Any
) -> None:
    first, second = attach(earlier, jpeg(scene(1)), world), attach(now, jpeg(scene(2)), world)
    Attachment.objects.filter(pk=second.pk).update(perceptual=f"{int(first.perceptual, 16) ^ 1:016x}")
    assert len(duplicates.twins(now, world.shao.actor)) == 1
    settings.PHOTO_DISTANCE = 0
    assert duplicates.twins(now, world.shao.actor) == []


def test_other_photos_photos_of_the_same_record_and_removed_ones_are_not_asked_about(
    earlier: Meeting, now: Meeting, world: World
) -> None:
    attach(earlier, jpeg(scene(1)), world)
    attach(now, jpeg(scene(2)), world)
    attach(now, jpeg(scene(2)), world)
    gone = attach(earlier, jpeg(scene(2)), world)
    actions.detach(attachment=gone, by=world.lin.actor)
    assert duplicates.twins(now, world.shao.actor) == []


@pytest.fixture
def in_another_street(now: Meeting, world: World) -> Attachment:
    place = world.other_branches[0]
    host = place.members.order_by("id").first()
    other = make_meeting(
        organization=place,
        held_on=dt.date(2026, 9, 16),
        host=host,
        recorder=place.members.order_by("id").last(),
        by=world.shen.actor,
    )
    kept = attach(other, jpeg(scene(1)), world, "shen")
    attach(now, jpeg(scene(1)), world)
    return kept


def test_a_record_out_of_reach_is_only_said_to_exist(
    now: Meeting, in_another_street: Attachment, world: World, sign_in: Any
) -> None:
    twin = duplicates.twins(now, world.shao.actor)[0]
    assert (twin.is_seen, twin.sentence) == (
        False,
        "这张照片和别处一份记录里的一张一样。那份记录不在您的范围内，请问一问支部。",
    )
    page = sign_in("shao").get(f"/meetings/{now.uuid}/").content.decode()
    assert "请看一看的照片" in page
    assert "别处一份记录" in page
    assert str(in_another_street.uuid) not in page
    assert "云台" not in page


def test_the_district_sees_both_pictures_side_by_side(
    now: Meeting, in_another_street: Attachment, sign_in: Any
) -> None:
    page = sign_in("wei").get(f"/meetings/{now.uuid}/").content.decode()
    own = now.attachments.get()
    assert f"/meetings/attachments/{in_another_street.uuid}/" in page
    assert f"/meetings/attachments/{own.uuid}/" in page
    assert "2026年9月16日云台社区第一党支部的记录里的一张一样" in page


@pytest.mark.parametrize("who", ["hua", "shen", "sys", "sec", "aud"])
def test_nobody_else_is_asked(now: Meeting, in_another_street: Attachment, world: World, who: str) -> None:
    assert duplicates.twins(now, getattr(world, who).actor) == []


def test_the_branch_is_hinted_at_before_it_sends(earlier: Meeting, now: Meeting, world: World) -> None:
    attach(earlier, jpeg(scene(1)), world)
    attach(now, brighter(1), world)
    found = [
        one
        for one in checks.findings(record_facts.facts_of_meeting(now))
        if one.rule == "R-REC-08" and one.field == "photos"
    ]
    assert [(one.level, one.sentence) for one in found] == [
        ("hint", "照片“会场.jpg”和9月16日的记录里的一张很像，是不是传错了？")
    ]


def test_of_others_records_the_hint_says_no_more_than_that_there_is_one(
    now: Meeting, in_another_street: Attachment
) -> None:
    found = [
        one.sentence for one in checks.findings(record_facts.facts_of_meeting(now)) if one.field == "photos"
    ]
    assert "照片“会场.jpg”和别处的记录里是同一张，是不是传错了？" in found


def test_the_look_up_takes_three_queries_however_many_photos(
    earlier: Meeting, now: Meeting, world: World, django_assert_num_queries: Any
) -> None:
    by = world.shao.actor
    assert by.reach.spans
    for seed in range(3):
        attach(earlier, jpeg(scene(seed)), world)
        attach(now, jpeg(scene(seed)), world)
    meeting = Meeting.objects.select_related("organization").get(pk=now.pk)
    with django_assert_num_queries(4):
        assert len(duplicates.twins(meeting, by)) == 3
    for seed in range(3, 10):
        attach(earlier, jpeg(scene(seed)), world)
        attach(now, jpeg(scene(seed)), world)
    with django_assert_num_queries(4):
        assert len(duplicates.twins(meeting, by)) == 10
