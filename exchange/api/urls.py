"""URLs of the API of imports and exports."""

from django.urls import path

from exchange.api.exports import ExportViewSet
from exchange.api.imports import ImportViewSet, MeetingImportViewSet
from exchange.api.meetings import BundleViewSet, ColumnMapViewSet, MeetingExportViewSet

one = "meetings/<uuid:uuid>/"
export = "exports/<uuid:uuid>/"
urlpatterns = [
    path(f"{one}bundle/", BundleViewSet.as_view({"get": "retrieve"}), name="api_meeting_bundle"),
    path("imports/", ImportViewSet.as_view({"get": "list", "post": "create"}), name="api_imports"),
    path("imports/<uuid:uuid>/", ImportViewSet.as_view({"get": "retrieve"}), name="api_import"),
    path(
        "imports/<uuid:uuid>/columns/", ImportViewSet.as_view({"post": "columns"}), name="api_import_columns"
    ),
    path(
        "imports/<uuid:uuid>/confirm/", ImportViewSet.as_view({"post": "confirm"}), name="api_import_confirm"
    ),
    path("imports/<uuid:uuid>/failed/", ImportViewSet.as_view({"get": "failed"}), name="api_import_failed"),
    path(
        "imports/<uuid:uuid>/take-back/",
        ImportViewSet.as_view({"get": "undo", "post": "take_back"}),
        name="api_import_take_back",
    ),
    path(
        "meeting-imports/<uuid:uuid>/take-back/",
        MeetingImportViewSet.as_view({"get": "undo", "post": "take_back"}),
        name="api_arrival_take_back",
    ),
    path(
        "meeting-imports/",
        MeetingImportViewSet.as_view({"get": "list", "post": "create"}),
        name="api_arrivals",
    ),
    path(
        "meeting-imports/<uuid:uuid>/", MeetingImportViewSet.as_view({"get": "retrieve"}), name="api_arrival"
    ),
    path(
        "meeting-imports/<uuid:uuid>/columns/",
        MeetingImportViewSet.as_view({"post": "columns"}),
        name="api_arrival_columns",
    ),
    path(
        "meeting-imports/<uuid:uuid>/confirm/",
        MeetingImportViewSet.as_view({"post": "confirm"}),
        name="api_arrival_confirm",
    ),
    path(
        "meeting-imports/<uuid:uuid>/failed/",
        MeetingImportViewSet.as_view({"get": "failed"}),
        name="api_arrival_failed",
    ),
    path("column-maps/", ColumnMapViewSet.as_view({"get": "list", "post": "create"}), name="api_column_maps"),
    path(
        "column-maps/<uuid:uuid>/",
        ColumnMapViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="api_column_map",
    ),
    path("meeting-exports/", MeetingExportViewSet.as_view({"post": "create"}), name="api_meeting_exports"),
    path(
        "meeting-exports/ask/", MeetingExportViewSet.as_view({"post": "ask"}), name="api_meeting_exports_ask"
    ),
    path("exports/", ExportViewSet.as_view({"get": "list", "post": "create"}), name="api_exports"),
    path(export, ExportViewSet.as_view({"get": "retrieve"}), name="api_export"),
    path(f"{export}approve/", ExportViewSet.as_view({"post": "approve"}), name="api_export_approve"),
    path(f"{export}refuse/", ExportViewSet.as_view({"post": "refuse"}), name="api_export_refuse"),
    path(f"{export}file/", ExportViewSet.as_view({"get": "file"}), name="api_export_file"),
]
