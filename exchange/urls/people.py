"""URLs of exports of rosters and of imports, included below those of members."""

from django.urls import path

from exchange.views import exports, imports

urlpatterns = [
    path("members/export/", exports.export, name="export"),
    path("members/exports/", exports.exports, name="exports"),
    path("members/exports/<uuid:uuid>/decide/", exports.export_decide, name="export_decide"),
    path("members/exports/<uuid:uuid>/file/", exports.export_file, name="export_file"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:uuid>/", imports.import_preview, name="import_preview"),
    path("imports/<uuid:uuid>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:uuid>/failed/", imports.import_failed, name="import_failed"),
]
