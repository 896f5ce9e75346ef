"""What must not change while the house is restructured; tests.contracts.golden says how, and how a change is declared.

Asks Django's and Celery's registries and the doors themselves, never a module of the product by its path.
"""

import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db.models import Count, Model, Sum
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from drf_spectacular.generators import SchemaGenerator

from documents.rules import signatures as signing
from tests.contracts.golden import PLACE, differences, document

pytestmark = pytest.mark.once  # no database can change its answer


def test_addresses_and_their_names() -> None:
    assert not differences("urls", addresses(get_resolver().url_patterns, "", ""))


def addresses(patterns: list[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[str]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, here, inner)
        else:
            yield f"/{here}  {namespace}{pattern.name}  {pattern.default_args or ''}".rstrip()


def test_operations_fields_and_answers_of_the_api() -> None:
    generated = SchemaGenerator().get_schema(request=None, public=True)
    assert not differences("openapi", document.lines(json.loads(json.dumps(generated, default=str))))


def test_tasks_and_their_schedule(db: None) -> None:
    current_app.loader.import_default_modules()
    names = [f"task {name}" for name in current_app.tasks if not name.startswith("celery.")]
    beats = [f"beat {name}: {when}" for name, when in settings.CELERY_BEAT_SCHEDULE.items()]
    assert not differences("tasks", names + beats)


def test_commands_and_their_arguments() -> None:
    assert not differences("commands", commands())


def commands() -> Iterator[str]:
    common = {action.dest for action in BaseCommand().create_parser("manage.py", "any")._actions}
    for name, app in get_commands().items():
        command = load_command_class(app, name) if isinstance(app, str) else app
        if not is_ours(type(command)):
            continue
        yield name
        for action in command.create_parser("manage.py", name)._actions:
            if action.dest not in common:
                flags = "|".join(action.option_strings) or action.dest
                kind = getattr(action.type, "__name__", "str")
                yield (
                    f"{name} {flags} {kind} nargs={action.nargs} choices={action.choices} "
                    f"default={action.default!r} required={action.required}"
                )


def is_ours(found: type) -> bool:
    """Whether a class stands in the project itself, in whatever app."""
    place = Path(sys.modules[found.__module__].__file__ or "")
    return place.is_relative_to(settings.BASE_DIR) and "site-packages" not in place.parts


# ── demo figures ──
CHANCE = {
    "identity_sealed",
    "phone_sealed",
    "address_sealed",
    "person_sealed",
    "password",
    "digest",
    "previous",
}  # salted or sealed
WHOLE = {
    "Meeting": "organization__code held_on starts_at theme status expected present on_leave absent is_late",
    "MeetingKind": "meeting__uuid kind",
    "Attendance": "meeting__uuid member__uuid state reason_code source has_vote",
    "Membership": "organization__code member__uuid since until entry exit",
    "Line": "report__organization__code report__month organization__code rule__code required held fulfilled expected "
    "present on_leave absent late_records missed_in_a_row is_due",
    "Total": "report__organization__code report__month organization__code branches members returned missed required "
    "held fulfilled expected present on_leave absent",
}


@pytest.mark.slow
def test_figures_of_the_demonstration(db: None, clock: Any) -> None:
    call_command("seed_demo", size="street", months=3, seed=7, skip_checks=True)
    assert not differences("demo", figures())


def figures() -> Iterator[str]:
    """Rows of each table, a digest of each column, digests of whole rows, and sums to be read."""
    ours = {model.__name__: model for model in apps.get_models() if is_ours(model)}
    for model in ours.values():
        rows = model._base_manager.all()
        yield f"{model._meta.verbose_name}: {rows.count()}"
        if model.__name__ in ("Entry", "Head"):
            continue
        for field in model._meta.concrete_fields:
            if not (field.is_relation or field.primary_key or field.name in CHANCE):
                yield f"{model._meta.verbose_name}.{field.name}: {digest(model, field.name)}"
    for name, fields in WHOLE.items():
        yield f"{ours[name]._meta.verbose_name} whole: {digest(ours[name], *fields.split())}"
    yield from sums(ours["Organization"], ["kind"])
    yield from sums(ours["MeetingKind"], ["kind", "meeting__status"])
    counts = ["expected", "present", "on_leave", "absent"]
    yield from sums(ours["Meeting"], ["status", "is_late"], counts)
    yield from sums(ours["Attendance"], ["state", "reason_code"])
    line = ["required", "fulfilled", "held", *counts, "late_records"]
    yield from sums(ours["Line"], ["report__month", "rule__code"], line)
    yield from sums(ours["Total"], ["report__month"], [*line, "branches", "members", "missed"])
    yield from sums(ours["Entry"], ["action", "subject"])


def digest(model: type[Model], *names: str) -> str:
    rows = sorted(repr(row) for row in model._base_manager.values_list(*names))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def sums(model: type[Model], groups: list[str], summed: list[str] | None = None) -> Iterator[str]:
    facts = {"rows": Count("pk")} | {f"{name}_": Sum(name) for name in summed or []}
    for row in model._base_manager.order_by().values(*groups).annotate(**facts):
        group = " ".join(str(row[name]) for name in groups)
        totals = " ".join(f"{name.rstrip('_')}={row[name]}" for name in facts)
        yield f"{model._meta.verbose_name} {group}: {totals}"


# ── evidence bundles of before ──
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.mark.parametrize("name", ["committee", "life"])
def test_a_bundle_made_before_comes_in(world: Any, sign_in: Any, name: str) -> None:
    """What went out of 9d90112 stands here afterwards, as the API and a bundle made now tell it, once it is signed by one
    who is believed."""
    shao = sign_in("shao")
    for bundle in ("committee", "life")[: 1 + (name == "life")]:
        sent = SimpleUploadedFile(f"{bundle}.zip", signed((PLACE / f"{bundle}.zip").read_bytes()))
        arrival = shao.post(reverse("meetings:exchange_arrive"), {"file": sent, "organization": ""})
        assert arrival.status_code == 302
        assert shao.post(f"{arrival.url}confirm/").status_code == 302
    with zipfile.ZipFile(PLACE / f"{name}.zip") as bundle_:
        number = json.loads(bundle_.read("meeting.json"))["id"]
    with zipfile.ZipFile(BytesIO(shao.get(reverse("meetings:bundle", args=[number])).content)) as bundle_:
        again = json.loads(bundle_.read("meeting.json"))
    told = shao.get(reverse("api_meeting", args=[number])).json()
    assert not differences(f"bundle-{name}", [*leaves(again, "bundle"), *leaves(told, "api")])


def signed(content: bytes) -> bytes:
    """The bundle with this installation's own signature."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            if name == "manifest.json":
                manifest = json.loads(body)
                body = json.dumps(manifest | {"signature": signing.sign(manifest)}).encode()
            after.writestr(name, body)
    return out.getvalue()


def leaves(value: Any, where: str) -> Iterator[str]:
    """A line a value; what a row is numbered differs from one installation to another."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{where}.{name}")
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{where}[{number}]")
    else:
        text = UUID.sub("*", json.dumps(value, ensure_ascii=False))
        yield f"{where} = {'*' if where.endswith('.id') else text}"
