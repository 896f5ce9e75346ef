"""The view of the API's reference: the OpenAPI 3.1 document, the same for everyone."""

from functools import lru_cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Written once per process: it takes a second, and nobody has to sign in to ask for it."""
    writer: Any = SchemaGenerator
    return dict(writer(api_version="v1").get_schema(request=None, public=True))


class DocumentView(SpectacularAPIView):
    renderer_classes = [
        OpenApiJsonRenderer,
        OpenApiJsonRenderer2,
    ]  # writing it as YAML takes seconds, each time

    def _get_schema_response(self, request: Request) -> Response:
        return Response(document())
