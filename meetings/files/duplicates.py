"""Find photos that stand in two records (R-REC-08), by digest or by likeness; people are asked about them, never refused.

Equal means the same bytes as kept; alike means at most PHOTO_DISTANCE of the fingerprint's 64 bits differ. A fixed
number of queries, each by an index, however many photos there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import photos
from core.dates_zh import full_date
from meetings.models import Attachment, Meeting, PhotoBand
from meetings.states import Status

RULE = "R-REC-08"
MOST_SHOWN = 12


@dataclass(frozen=True)
class Twin:
    """A photo of a record, and one of another record it is equal or like to."""

    photo: Attachment
    other: Attachment
    distance: int
    is_seen: bool  # whether who asks may see the other record

    @property
    def is_equal(self) -> bool:
        return self.photo.sha256 == self.other.sha256

    @property
    def visible(self) -> Attachment | None:
        return self.other if self.is_seen else None

    @property
    def sentence(self) -> str:
        how = "一样" if self.is_equal else "很像"
        if not self.is_seen:
            return f"这张照片和别处一份记录里的一张{how}。那份记录不在您的范围内，请问一问支部。"
        meeting = self.other.meeting
        where = meeting.organization.short_name
        return f"这张照片和{full_date(meeting.held_on)}{where}的记录里的一张{how}，请看一看。"


def store_bands(attachments: Iterable[Attachment]) -> None:
    """Keep the slices of photos just kept, so that their likes find them."""
    PhotoBand.objects.bulk_create(
        PhotoBand(attachment=one, key=key) for one in attachments for key in photos.bands(one.perceptual)
    )


def may_see_twins(meeting: Meeting, by: Actor) -> bool:
    """Whether this person reviews or records there."""
    place = meeting.organization
    return by.may(Capability.VERIFY, place) or by.may(Capability.RECORD_MEETING, place)


def twins(meeting: Meeting, by: Actor) -> list[Twin]:
    """The pairs to ask about, for those who review or record there; none for anybody else."""
    if not may_see_twins(meeting, by):
        return []
    return [
        Twin(photo, other, distance, by.may(Capability.VIEW, other.meeting.organization))
        for photo, other, distance in pairs(meeting)[:MOST_SHOWN]
    ]


def pairs(meeting: Meeting) -> list[tuple[Attachment, Attachment, int]]:
    """(own photo, other photo, bits that differ), nearest first; three queries, one without photos."""
    own_photos = list(meeting.attachments.filter(kind=Attachment.Kind.PHOTO, removed_at__isnull=True))
    if not own_photos:
        return []
    others = Attachment.objects.filter(removed_at__isnull=True).exclude(meeting=meeting)
    others = others.exclude(meeting__status=Status.CANCELLED)  # set aside, perhaps as the double of this one
    by_digest = {photo.sha256: photo for photo in own_photos}
    by_key: dict[int, list[Attachment]] = defaultdict(list)
    for photo in own_photos:
        for key in photos.bands(photo.perceptual):
            by_key[key].append(photo)
    distances: dict[int, dict[int, int]] = defaultdict(dict)  # own_photos → other → distance
    for pk, digest in others.filter(sha256__in=by_digest).values_list("pk", "sha256"):
        distances[by_digest[digest].pk][pk] = 0
    bands = PhotoBand.objects.filter(key__in=by_key, attachment__removed_at__isnull=True)
    bands = bands.exclude(attachment__meeting=meeting).order_by()
    for key, pk, perceptual in bands.values_list("key", "attachment_id", "attachment__perceptual"):
        for photo in by_key[key]:
            distance = photos.distance(photo.perceptual, perceptual)
            if distance <= settings.PHOTO_DISTANCE:
                distances[photo.pk].setdefault(pk, distance)
    wanted = {pk for likes in distances.values() for pk in likes}
    known = others.select_related("meeting__organization__parent").in_bulk(list(wanted)[:500])
    pairs = [
        (photo, known[pk], distance)
        for photo in own_photos
        for pk, distance in distances[photo.pk].items()
        if pk in known
    ]
    return sorted(pairs, key=lambda pair: (pair[2], -pair[1].meeting_id))
