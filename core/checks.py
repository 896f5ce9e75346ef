"""System checks for configuration: a wrong setting stops the start, with an id and a hint."""

import datetime as dt
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.checks import Error, Info, register

from core import parts, pdf


@register()
def keys_are_own(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Production never starts on the example key."""
    if settings.PRODUCTION and settings.EXAMPLE_KEY in (settings.SECRET_KEY, settings.DATA_KEY):
        return [
            Error(
                "SECRET_KEY is the example key.",
                hint="Set SECRET_KEY (or SECRET_KEY_FILE) to 50 or more random characters, and DATA_KEY likewise.",
                id="core.E001",
            )
        ]
    return []


@register()
def local_rules_keep_the_floor(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Localities may ask for more than the regulations, never for less."""
    errors = []
    for name in ("QUORUM", "COMMITTEE_QUORUM"):
        if not Fraction(1, 2) <= Fraction(getattr(settings, name)) <= 1:
            errors.append(
                Error(
                    f"{name} must lie between 1/2 and 1.",
                    hint="支部工作条例 Art. 11, 12: 半数以上.",
                    id="core.E002",
                )
            )
    if not 1 <= settings.LATE_AFTER_DAYS <= 15:
        errors.append(Error("LATE_AFTER_DAYS must lie between 1 and 15.", hint="R-REC-05", id="core.E003"))
    if not 1 <= settings.REPORT_CUT_OFF_DAY <= 27:
        errors.append(Error("REPORT_CUT_OFF_DAY must lie between 1 and 27.", hint="R-RPT", id="core.E004"))
    return errors


@register()
def files_have_one_home(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Half a store would let files fall back to this machine without a word."""
    given = {name: bool(value) for name, value in settings.MEDIA_S3.items()}
    errors = []
    if any(given.values()) and not all(given.values()):
        names = {
            "endpoint_url": "ENDPOINT",
            "bucket_name": "BUCKET",
            "access_key": "KEY",
            "secret_key": "SECRET",
        }
        missing = ", ".join(f"MEDIA_S3_{names[name]}" for name, is_set in given.items() if not is_set)
        errors.append(
            Error(
                f"The store for files is only half set: {missing} is missing.",
                hint="Set all of MEDIA_S3_ENDPOINT, _BUCKET, _KEY and _SECRET (the last two may come as _FILE), or none.",
                id="core.E005",
            )
        )
    elif all(given.values()) and not settings.MEDIA_S3["endpoint_url"].startswith(("https://", "http://")):
        errors.append(
            Error(
                "MEDIA_S3_ENDPOINT is no address.",
                hint="Write it with its scheme, as in https://files.example.org.",
                id="core.E006",
            )
        )
    return errors


@register()
def likenesses_can_be_found(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Fingerprints are kept in five slices, so that at most four different bits leave one slice whole (R-REC-08)."""
    if 0 <= settings.PHOTO_DISTANCE <= 4:
        return []
    return [Error("PHOTO_DISTANCE must lie between 0 and 4.", hint="R-REC-08", id="core.E007")]


@register()
def reminders_outside_quiet_hours(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Reminders are made at an hour in which people may be disturbed."""
    try:
        at, since, until = (
            dt.time.fromisoformat(getattr(settings, name))
            for name in ("REMIND_AT", "QUIET_FROM", "QUIET_UNTIL")
        )
    except ValueError as wrong:
        hint = f"REMIND_AT, QUIET_FROM, QUIET_UNTIL: {wrong}"
        return [Error("A time of reminders is not written HH:MM.", hint=hint, id="core.E010")]
    if since <= at < until or (since > until and (at >= since or at < until)):
        hint = f"Between QUIET_UNTIL ({settings.QUIET_UNTIL}) and QUIET_FROM ({settings.QUIET_FROM})."
        return [Error("REMIND_AT lies in the quiet hours.", hint=hint, id="core.E011")]
    return []


@register()
def parts_can_be_loaded(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A misspelt name in the list of parts stops the start instead of the first page that needs it."""
    errors = []
    for listing, name in parts.dotted_names():
        try:
            parts.load(name)
        except ImportError as missing:
            hint = f"See {listing} in {settings.PARTS}: {missing}"
            errors.append(Error(f"{name} cannot be loaded.", hint=hint, id="core.E012"))
    return errors


@register()
def papers_can_be_printed(app_configs: Any, **kwargs: Any) -> list[Info]:
    """Everything else works without; a PDF is then refused with the same words."""
    if packages := pdf.missing():
        names = " ".join(packages)
        return [
            Info(f"No PDF can be made: {names} missing.", hint=f"apt-get install {names}", id="core.I001")
        ]
    return []
