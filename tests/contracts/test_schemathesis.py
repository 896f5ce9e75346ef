"""Right and wrong content for every operation: no 5xx, and no answer the document does not know.

In process, with the tokens of a secretary and of a reviewer: the limits of every parameter and field (some of them, evenly
spread), and a few invented requests each; whatever they write is rolled back. They are the same in every run; EXAMPLES=50
takes more of both. `make fuzz` does all of it against the running product, and one answer's ids in the next request too.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as effort
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from core.views import document
from tests.contracts.house import House, visit
from tests.contracts.routes import routes
from tests.tokens import token_of

pytestmark = pytest.mark.strict

load_all_checks()
SETTINGS = Path(__file__).parents[1] / "schemathesis.toml"
EXAMPLES = int(os.environ.get("EXAMPLES", "2"))
LIMITS = 4 * EXAMPLES  # of what is tried at the limits of an operation
# Who may enter where is test_access_table's, and one visit leaves nothing behind for the next.
LEFT_OUT = ["ignored_auth", "use_after_free", "ensure_resource_availability"]
ROLES = {"secretary": "branch", "reviewer": "district"}


def operations() -> list[tuple[str, str]]:
    """(METHOD, route) of every API door, so that collecting needs no document."""
    return [(method, route.name) for route in routes() if route.is_api for method in route.actions]


@pytest.fixture(scope="module")
def described(furnished: Any) -> dict[tuple[str, str], Any]:
    """(METHOD, route) → the operation as the document describes it."""
    from config.wsgi import application  # which reads the database when it is loaded

    schema = schemathesis.openapi.from_dict(document(), config=schemathesis.Config.from_path(SETTINGS))
    schema.app = application
    found = [result.ok() for result in schema.get_all_operations()]
    for each in found:
        each.app = application
    return {(each.method.upper(), name_of(each)): each for each in found}


@pytest.fixture(scope="module")
def headers(furnished: tuple[House, str]) -> dict[str, dict[str, str]]:
    """Role → the headers of its client."""
    world = furnished[0].world
    return {role: token_of(getattr(world, place), role) for role, place in ROLES.items()}


@pytest.fixture(autouse=True)
def connection_stays(headers: dict[str, dict[str, str]]) -> Iterator[None]:
    """A real request closes the connection it finds in a transaction, and the house stands in one.

    After the token: Django's own test client puts the closing back.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def paths(house: House) -> dict[str, dict[str, Any]]:
    """Something that exists, by resource: a made-up number would only ever find nothing."""
    meeting, report = house.meetings["held"].uuid, house.report.uuid
    return {
        "meetings": {"uuid": str(meeting), "attachment": str(house.attachment.uuid)},
        "members": {"uuid": str(house.member.uuid)},
        "organizations": {"code": "A-2"},
        "reports": {"uuid": str(report)},
    }


# One of these stands in any place of an address.
FITTING = (f"{0:08}-0000-4000-8000-000000000001", "1", "A-2", "email", "2026")


def name_of(operation: Any) -> str:
    """The URL name of an operation of the document."""
    holders = re.findall(r"{\w+}", operation.path)
    for values in product(FITTING, repeat=len(holders)):
        address = operation.path
        for holder, value in zip(holders, values, strict=True):
            address = address.replace(holder, value, 1)
        with suppress(Resolver404):
            return str(resolve(address).view_name)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "name"), operations(), ids=[" ".join(key) for key in operations()])
def test_an_answer_is_as_the_document_says(
    house: House,
    described: dict[tuple[str, str], Any],
    headers: dict[str, dict[str, str]],
    settings: Any,
    method: str,
    name: str,
    role: str,
) -> None:
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
    operation = described[method, name]
    noun = operation.path.removeprefix("/api/v1/").split("/")[0]
    known = paths(house).get(noun, {}) if "{" in operation.path else {}
    asked = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    for case in at_the_limits(operation):
        if asked and all(kind is not ParameterLocation.PATH for kind in case.meta.components):
            case.path_parameters |= asked
        check(case, headers[role])
    ways = [GenerationMode.POSITIVE]
    if operation.query or operation.body:  # an address alone has nothing to get wrong
        ways.append(GenerationMode.NEGATIVE)
    for way in ways:
        assert ask(
            operation.as_strategy(way, **({"path_parameters": asked} if asked else {})), headers[role]
        ), way


def at_the_limits(operation: Any) -> list[Any]:
    """Some of the requests at the limits of each parameter and field, evenly spread."""
    found = list(
        operation.schema.iter_coverage_cases(
            operation,
            generation_modes=list(GenerationMode),
            generation_config=operation.schema.config.generation,
        )
    )
    return found[:: max(1, len(found) // LIMITS)]


def check(case: Any, headers: dict[str, str]) -> None:
    """Hold an answer against the document."""
    with visit():
        case.validate_response(case.call(headers=headers), excluded_checks=CHECKS.get_by_names(LEFT_OUT))


def ask(cases: Any, headers: dict[str, str]) -> int:
    """How many answers were held against the document; one that does not fit raises."""
    held = 0

    @given(case=cases)
    @effort(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def one(case: Any) -> None:
        nonlocal held
        assume(
            "" not in (case.query or {}).values()
        )  # a filter left empty does not filter, whatever its shape
        check(case, headers)
        held += 1

    one()
    return held
