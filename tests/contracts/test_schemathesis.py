"""Right and wrong content for every operation: no 5xx, and no answer the document does not know.

In process, by whoever the table of doors lets in first: the door's own right content at its own address, then some requests at
the limits of its parameters and fields, the same in every run; whatever they write is rolled back. It is the short run: a few
requests an operation. `make fuzz` is the long one: all limits, invented requests and one answer's ids in the next request,
against the running product.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import QueryDict
from django.urls import Resolver404, resolve
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from core.api import HolderThrottle
from core.views import document
from core.writes import OVERWRITING
from tests.contracts.doors import DONE, Door, table
from tests.contracts.house import House, visit
from tests.contracts.routes import routes

pytestmark = pytest.mark.strict

load_all_checks()
SETTINGS = Path(__file__).parents[1] / "schemathesis.toml"
# Of what may be tried at the limits of an operation: this many are looked at, and these of them sent.
LOOKED_AT, SENT = 30, 2
# Who may enter where is test_access_table's, and one visit leaves nothing behind for the next.
LEFT_OUT = ["ignored_auth", "use_after_free", "ensure_resource_availability"]
REFUSED = ("409", "404")  # what is not there in this house, to whoever may ask for it
SECRET = "a" * 32  # of a browser's form, which a session needs to write


def operations() -> list[str]:
    """`route METHOD` of every API door, so that collecting needs no document."""
    return [f"{route.name} {method}" for route in routes() if route.is_api for method in route.actions]


@pytest.fixture(scope="module")
def described(furnished: Any) -> dict[str, Any]:
    """`route METHOD` → the operation as the document describes it."""
    from config.wsgi import application  # which reads the database when it is loaded

    schema = schemathesis.openapi.from_dict(document(), config=schemathesis.Config.from_path(SETTINGS))
    schema.app = application
    found = [result.ok() for result in schema.get_all_operations()]
    for each in found:
        each.app = application
    return {f"{name_of(each)} {each.method.upper()}": each for each in found}


# One of these stands in any place of an address.
FITTING = (f"{0:08}-0000-4000-8000-000000000001", "1", "A-2", "email", "2026")


def name_of(operation: Any) -> str:
    """The URL name of an operation of the document."""
    holders = holders_of(operation)
    for values in product(FITTING, repeat=len(holders)):
        address = operation.path
        for holder, value in zip(holders, values, strict=True):
            address = address.replace(f"{{{holder}}}", value, 1)
        with suppress(Resolver404):
            return str(resolve(address).view_name)
    return ""


def holders_of(operation: Any) -> list[str]:
    return re.findall(r"{(\w+)}", operation.path)


@pytest.fixture(autouse=True)
def without_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HolderThrottle, "allow_request", lambda *_: True)


@pytest.fixture(autouse=True)
def connection_stays(house: House) -> Iterator[None]:
    """A real request closes the connection it finds in a transaction, and the house stands in one."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("key", operations())
def test_an_answer_is_as_the_document_says(house: House, described: dict[str, Any], key: str) -> None:
    operation, door = described[key], table()[key]
    session = session_of(house, door.first(*DONE) or door.first(*REFUSED))
    address = dict(zip(holders_of(operation), map(str, door.made(house).args), strict=True))
    must_answer_as_described(right_request(operation, door, house, address), session)
    for case in at_the_limits(operation):
        if ParameterLocation.PATH not in case.meta.components:
            case.path_parameters = address  # a made-up number would only ever find nothing
        must_answer_as_described(case, session)


def session_of(house: House, who: str) -> dict[str, Any]:
    """What a signed-in browser sends with each request."""
    cookies = {settings.SESSION_COOKIE_NAME: house.sessions[who], settings.CSRF_COOKIE_NAME: SECRET}
    return {"cookies": cookies, "headers": {"X-CSRFToken": SECRET}}


def right_request(operation: Any, door: Door, house: House, address: dict[str, str]) -> Any:
    """The door's own knock."""
    made = door.made(house)
    facts: dict[str, Any] = {"path_parameters": address, "query": QueryDict(made.query).dict()}
    if door.method != "GET":
        facts["headers"] = {"If-Match": "*"} if door.method in OVERWRITING else {}
    if operation.body and not made.is_form:
        said = json.loads(json.dumps(made.content, default=str))
        facts |= {"body": said, "media_type": "application/json"}
    return operation.Case(**facts)


def at_the_limits(operation: Any) -> list[Any]:
    """Some of the requests at the limits of the parameters and fields, others at each operation and the same in each run."""
    tried = operation.schema.iter_coverage_cases(
        operation,
        generation_modes=list(GenerationMode),
        generation_config=operation.schema.config.generation,
    )
    looked_at = list(islice(tried, LOOKED_AT))
    return Random(operation.label).sample(looked_at, min(SENT, len(looked_at)))


def must_answer_as_described(case: Any, session: dict[str, Any]) -> None:
    """Hold an answer against the document; Schemathesis raises a failure for each difference."""
    with visit():
        case.validate_response(case.call(**session), excluded_checks=CHECKS.get_by_names(LEFT_OUT))
