"""Invented pictures beside the newest records of the settled branch: drawn here, of nobody, each with its day."""

from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from demo.rules.chance import random_uuid
from drafts.files import examine
from meetings.files import duplicates
from meetings.models import Attachment, Meeting
from meetings.states import COUNTED

RECORDS, PICTURES = 3, 2  # pictures beside each of so many records
SIZE = (960, 640)


def write(branch_id: int, secretary: int, rng: Random) -> None:
    """As somebody would have added them while writing the record; a photograph is asked of nobody (R-APP-01)."""
    meetings = Meeting.objects.filter(organization=branch_id, status__in=COUNTED).order_by("-held_on", "-pk")
    rows = []
    for meeting in meetings[:RECORDS]:
        for number in range(1, PICTURES + 1):
            picture = drawing(rng)
            name = f"示例照片{meeting.held_on:%m%d}-{number}.jpg"
            clean = examine(ContentFile(picture), name)
            row = Attachment(
                uuid=random_uuid(rng),
                meeting=meeting,
                kind=clean.kind,
                name=name,
                content_type=clean.content_type,
                size=len(clean.content),
                sha256=clean.sha256,
                perceptual=clean.perceptual,
                added_by_id=secretary,
            )
            row.file.save(name, ContentFile(clean.content), save=False)
            row.save(force_insert=True)
            rows.append(row)
    duplicates.store_bands(rows)


def drawing(rng: Random) -> bytes:
    """A room as children draw it: wall, floor, a board, a table, people as round heads."""
    wall, floor = [tuple(rng.randrange(low, low + 40) for _ in range(3)) for low in (200, 140)]
    image = Image.new("RGB", SIZE, wall)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 420, *SIZE), fill=floor)
    left = rng.randrange(80, 500)
    draw.rectangle((left, 60, left + 320, 240), fill=(250, 250, 246), outline=(90, 90, 90), width=4)
    draw.rectangle((120, 470, 840, 520), fill=(150, 110, 70))
    for n in range(rng.randrange(4, 8)):
        x = 150 + n * 95 + rng.randrange(-12, 12)
        coat = tuple(rng.randrange(40, 160) for _ in range(3))
        draw.ellipse((x, 330, x + 56, 390), fill=(232, 196, 164))
        draw.rectangle((x - 8, 390, x + 64, 470), fill=coat)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
