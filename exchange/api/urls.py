"""The addresses of the JSON doors."""

from django.urls import path

from exchange.api.exports import Exports
from exchange.api.meetings import Arrivals, Bundles, ColumnMaps
from exchange.api.meetings import Exports as MeetingExports

one = "meetings/<uuid:uuid>/"
export = "exports/<uuid:uuid>/"
urlpatterns = [
    path(f"{one}bundle/", Bundles.as_view({"get": "retrieve"}), name="api_meeting_bundle"),
    path("meeting-imports/", Arrivals.as_view({"get": "list", "post": "create"}), name="api_arrivals"),
    path("meeting-imports/<uuid:uuid>/", Arrivals.as_view({"get": "retrieve"}), name="api_arrival"),
    path(
        "meeting-imports/<uuid:uuid>/confirm/",
        Arrivals.as_view({"post": "confirm"}),
        name="api_arrival_confirm",
    ),
    path(
        "meeting-imports/<uuid:uuid>/failed/", Arrivals.as_view({"get": "failed"}), name="api_arrival_failed"
    ),
    path("column-maps/", ColumnMaps.as_view({"get": "list", "post": "create"}), name="api_column_maps"),
    path("column-maps/<uuid:uuid>/", ColumnMaps.as_view({"delete": "destroy"}), name="api_column_map"),
    path("meeting-exports/", MeetingExports.as_view({"post": "create"}), name="api_meeting_exports"),
    path("meeting-exports/ask/", MeetingExports.as_view({"post": "ask"}), name="api_meeting_exports_ask"),
    path("exports/", Exports.as_view({"get": "list", "post": "create"}), name="api_exports"),
    path(export, Exports.as_view({"get": "retrieve"}), name="api_export"),
    path(f"{export}approve/", Exports.as_view({"post": "approve"}), name="api_export_approve"),
    path(f"{export}refuse/", Exports.as_view({"post": "refuse"}), name="api_export_refuse"),
    path(f"{export}file/", Exports.as_view({"get": "file"}), name="api_export_file"),
]
