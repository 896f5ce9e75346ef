"""Addresses of workbooks and bundles of meetings, under those of meetings."""

from django.urls import path

from exchange.views import meetings

urlpatterns = [
    path("exchange/", meetings.exchange, name="exchange"),
    path("exchange/export/", meetings.leave, name="exchange_leave"),
    path("exchange/import/", meetings.arrive, name="exchange_arrive"),
    path("exchange/columns/<uuid:uuid>/remove/", meetings.drop, name="exchange_drop"),
    path("exchange/<uuid:uuid>/", meetings.arrival, name="arrival"),
    path("exchange/<uuid:uuid>/confirm/", meetings.confirm, name="arrival_confirm"),
    path("<uuid:uuid>/bundle/", meetings.bundle, name="bundle"),
]
