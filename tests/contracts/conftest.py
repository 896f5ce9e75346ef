"""The furnished house, once for each module that asks for it."""

import functools
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from core import pdf
from tests.conftest import TODAY
from tests.contracts.house import House, furnish

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def furnished(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[House, str]]:
    media = str(tmp_path_factory.mktemp("media"))
    cache = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": media}}
    with (
        django_db_blocker.unblock(),
        time_machine.travel(TODAY, tick=False),
        override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=QUICK, CACHES=cache),
        transaction.atomic(),
    ):
        yield furnish(), media
        transaction.set_rollback(True)


@pytest.fixture(scope="package", autouse=True)
def drawn_once() -> Iterator[None]:
    """The same page is drawn as a PDF once, however many knock at its door."""
    with patch.object(pdf, "draw", functools.cache(pdf.draw)):
        yield


@pytest.fixture
def house(furnished: tuple[House, str], db: Any, settings: Any) -> House:
    """The house, with its own files, whatever directory the test was given. The test is rolled back as usual."""
    settings.MEDIA_ROOT = furnished[1]
    return furnished[0]
