"""URLs of imports and exports of meetings, included below those of meetings."""

from django.urls import path

from exchange.views import meetings

urlpatterns = [
    path("exchange/", meetings.exchange_page, name="exchange"),
    path("exchange/export/", meetings.export_meetings, name="exchange_leave"),
    path("exchange/import/", meetings.upload, name="exchange_arrive"),
    path("exchange/columns/<uuid:uuid>/remove/", meetings.delete_column_map, name="exchange_drop"),
    path("exchange/<uuid:uuid>/", meetings.bundle_preview, name="arrival"),
    path("exchange/<uuid:uuid>/confirm/", meetings.import_bundle, name="arrival_confirm"),
    path("<uuid:uuid>/bundle/", meetings.export_bundle, name="bundle"),
]
