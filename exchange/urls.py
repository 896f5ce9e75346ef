"""URL patterns of the pages of imports and exports, one list for each namespace."""

from django.urls import path

from exchange.views import exports, imports, meetings

members_urls = [
    path("members/export/", exports.export, name="export"),
    path("members/exports/", exports.exports, name="exports"),
    path("members/exports/<uuid:uuid>/decide/", exports.export_decide, name="export_decide"),
    path("members/exports/<uuid:uuid>/file/", exports.export_file, name="export_file"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uuid>/", imports.import_preview, name="import_preview"),
    path("imports/<uuid:uuid>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<uuid:uuid>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:uuid>/failed/", imports.import_failed, name="import_failed"),
    path("imports/<uuid:uuid>/take-back/", imports.import_take_back, name="import_take_back"),
]

meetings_urls = [
    path("exchange/", meetings.exchange_page, name="exchange"),
    path("export/", meetings.export_listed, name="export"),
    path("exchange/export/", meetings.export_meetings, name="exchange_leave"),
    path("exchange/import/", meetings.upload, name="exchange_arrive"),
    path("exchange/columns/<uuid:uuid>/remove/", meetings.delete_column_map, name="exchange_drop"),
    path("exchange/<uuid:uuid>/", meetings.bundle_preview, name="arrival"),
    path("exchange/<uuid:uuid>/confirm/", meetings.import_bundle, name="arrival_confirm"),
    path("<uuid:uuid>/bundle/", meetings.export_bundle, name="bundle"),
]
