"""Normalize photos before they are stored (upright, small, without metadata), and compute their perceptual fingerprint.

Nothing here reads the database or the settings, or refuses anything.
"""

import io

from PIL import Image, ImageOps

BANDS = (13, 13, 13, 13, 12)
"""Widths of the slices: five of them, so that four different bits leave at least one as it was."""
PLAIN_BITS = 8
SEEN_STEP = 3


def normalize(photo: Image.Image, form: str, most: int) -> Image.Image:
    """Turned upright by its own orientation, neither side longer than `most`, without anything but its pixels."""
    if form == "JPEG":
        photo.draft("RGB", (most, most))  # the decoder itself leaves out what is too much
    upright = ImageOps.exif_transpose(photo)
    keeps_alpha = form != "JPEG" and upright.mode in ("RGBA", "LA", "P")
    plain = upright.convert("RGBA" if keeps_alpha else "RGB")
    plain.thumbnail((most, most), Image.Resampling.LANCZOS)
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    return clean


def encode(photo: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    photo.save(out, form, quality=88)
    return out.getvalue()


def fingerprint(photo: Image.Image) -> str:
    """64 bits as 16 hex digits: is a patch darker than its right neighbour? (dHash)

    Empty for a picture with next to nothing on it: blank pages are all alike.
    """
    grey = list(photo.convert("RGB").convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes())
    steps = [grey[row * 9 + place + 1] - grey[row * 9 + place] for row in range(8) for place in range(8)]
    if sum(abs(step) >= SEEN_STEP for step in steps) < PLAIN_BITS:
        return ""
    bits = 0
    for step in steps:
        bits = bits << 1 | (step > 0)
    return f"{bits:016x}"


def bands(perceptual: str) -> list[int]:
    """The slices of a fingerprint, each with its place: what PhotoBand keeps."""
    if not perceptual:
        return []
    bits, keys, shift = int(perceptual, 16), [], 64
    for place, width in enumerate(BANDS):
        shift -= width
        keys.append(place << 16 | bits >> shift & (1 << width) - 1)
    return keys


def distance(one: str, other: str) -> int:
    """How many bits differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def has_only_pixels(content: bytes) -> bool:
    """No position, device, time or comment beside the pixels."""
    with Image.open(io.BytesIO(content)) as photo:
        return not photo.getexif() and not {"exif", "xmp", "comment", "XML:com.adobe.xmp"} & set(photo.info)
