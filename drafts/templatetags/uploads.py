"""The tag that tells a page which files are taken, so that the device refuses the others at once in the same words."""

from typing import Any

from django import template
from django.conf import settings

from core.uploads import HEIC, VIDEO
from drafts.files import too_large

register = template.Library()


@register.simple_tag
def upload_rules() -> dict[str, Any]:
    most = settings.UPLOAD_MAX_BYTES
    facts = {"most": most, "megabytes": f"{most / 1024 / 1024:g}"}
    return facts | {"large": too_large(), "heic": HEIC, "video": VIDEO}
