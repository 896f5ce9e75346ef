"""Every address of the house: walks the URL patterns, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """name as `reverse` takes it; route as written; actions of an API viewset (method → deed), else empty."""

    name: str
    route: str
    callback: Any
    actions: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/v1/")


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            actions = getattr(pattern.callback, "actions", None) or {}
            yield Route(
                f"{namespace}{pattern.name}",
                here,
                pattern.callback,
                tuple(method.upper() for method in actions if method != "head"),
            )
