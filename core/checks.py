"""System checks for configuration: a wrong setting stops the start, with an id and a hint."""

import datetime as dt
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.checks import Error, Info, Warning, register

from core import parts, pdf
from core.setting_shapes import TextShape

MAJORITY = "支部工作条例 Art. 11, 12: 半数以上."
BOUNDS = [
    ("QUORUM", "1/2", "1", MAJORITY, "E002"),
    ("COMMITTEE_QUORUM", "1/2", "1", MAJORITY, "E002"),
    ("APPRAISAL_QUORUM", "1/2", "1", MAJORITY, "E002"),
    ("GRADING_SHARE", "1/2", "1", "R-VOT-05", "E002"),
    ("LATE_AFTER_DAYS", "1", "15", "R-REC-05", "E003"),
    ("SEARCHES_BEFORE_SUSPENSION", "1", "20", "R-STA-03", "E020"),
    ("DISPOSAL_PLAN_DAYS", "1", "180", "R-LIFE-08", "E021"),
    ("REPORT_CUT_OFF_DAY", "1", "27", "R-RPT", "E004"),
]
"""Setting, least, most, hint, number of the check."""
STORE = {"ENDPOINT": "endpoint_url", "BUCKET": "bucket_name", "KEY": "access_key", "SECRET": "secret_key"}


@register()
def keys_are_own(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Production never starts on the example key, nor without a DATA_KEY of its own name."""
    if not settings.PRODUCTION:
        return []
    if settings.EXAMPLE_KEY in (settings.SECRET_KEY, settings.DATA_KEY):
        hint = "Set SECRET_KEY (or SECRET_KEY_FILE) to 50 or more random characters, and DATA_KEY likewise."
        return [Error("SECRET_KEY is the example key.", hint=hint, id="core.E001")]
    if not settings.DATA_KEY_NAMED:
        hint = (
            "Set DATA_KEY (or DATA_KEY_FILE) to 50 or more random characters and keep it for ever. An installation that ran "
            "without it sets it to the SECRET_KEY it had, and replaces it by `manage.py reseal` if it wants to."
        )
        return [Error("DATA_KEY is not set.", hint=hint, id="core.E013")]
    return []


@register(deploy=True)
def administrators_show_two_factors(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """GB/T 22239-2019 8.1.4.1 d: production asks the three administrations for a second factor."""
    if settings.SECOND_FACTOR or not settings.PRODUCTION:
        return []
    return [Warning("SECOND_FACTOR is off.", hint="Leave it out: production asks for it.", id="core.W014")]


@register()
def local_settings_have_their_shape(app_configs: Any, **kwargs: Any) -> list[Error]:
    """What a locality wrote can be read: a number where a number is asked for, a fraction, a time."""
    return [
        Error(
            f"{name} is {given!r}: it has to be {shape.description}.",
            hint="See config/localities.py.",
            id="core.E022",
        )
        for name, shape, given in _misshapen()
    ]


@register()
def local_rules_keep_the_floor(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Localities may ask for more than the regulations, never for less."""
    unreadable = {name for name, *_ in _misshapen()}
    return [
        Error(f"{name} must lie between {least} and {most}.", hint=hint, id=f"core.{number}")
        for name, least, most, hint, number in BOUNDS
        if name not in unreadable
        and not Fraction(least) <= Fraction(getattr(settings, name)) <= Fraction(most)
    ]


def _misshapen() -> list[tuple[str, TextShape, Any]]:
    """Name, shape and value of the settings of localities that are of another shape."""
    locality = settings.LOCALITY
    given = {name: getattr(settings, name) for name in locality.shapes} | locality.unreadable
    return [
        (name, shape, given[name])
        for name, shape in locality.shapes.items()
        if name in locality.unreadable or not shape.accepts(given[name])
    ]


@register()
def files_have_one_home(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Half a store would let files fall back to this machine without a word."""
    missing = [f"MEDIA_S3_{name}" for name, key in STORE.items() if not settings.MEDIA_S3[key]]
    if len(missing) == len(STORE):
        return []
    if missing:
        problem = f"The store for files is only half set: {', '.join(missing)} is missing."
        hint = "Set all of MEDIA_S3_ENDPOINT, _BUCKET, _KEY and _SECRET (the last two may come as _FILE), or none."
        return [Error(problem, hint=hint, id="core.E005")]
    if not settings.MEDIA_S3["endpoint_url"].startswith(("https://", "http://")):
        hint = "Write it with its scheme, as in https://files.example.org."
        return [Error("MEDIA_S3_ENDPOINT is no address.", hint=hint, id="core.E006")]
    return []


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
    if settings.MESSAGES_FROM == settings.MESSAGES_UNTIL:
        hint = "No reminder of an office would ever be sent."
        return [Error("MESSAGES_FROM is MESSAGES_UNTIL.", hint=hint, id="core.E023")]
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
    names = " ".join(pdf.missing())
    hint = f"apt-get install {names}"
    return [Info(f"No PDF can be made: {names} missing.", hint=hint, id="core.I001")] if names else []
