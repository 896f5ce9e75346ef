"""Pictures for tests: the same scene again, nearly the same, and quite another one, drawn from a seed."""

import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter


def scene(seed: int, size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Soft patches of light: enough to look at for a fingerprint."""
    chance = random.Random(seed)
    small = Image.new("RGB", (12, 9))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(12 * 9)])
    return small.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def upload(content: bytes, name: str = "会场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
