from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("members/", views.list_, name="list"),
    path("members/export/", views.export, name="export"),
    path("members/exports/", views.exports, name="exports"),
    path("members/exports/<uuid:uuid>/decide/", views.export_decide, name="export_decide"),
    path("members/exports/<uuid:uuid>/file/", views.export_file, name="export_file"),
    path("members/new/", views.enroll, name="enroll"),
    path("members/<uuid:uuid>/", views.detail, name="detail"),
    path("members/<uuid:uuid>/unmask/", views.unmask, name="unmask"),
    path("members/<uuid:uuid>/<slug:deed>/", views.change, name="change"),
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:uuid>/", views.import_preview, name="import_preview"),
    path("imports/<uuid:uuid>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<uuid:uuid>/failed/", views.import_failed, name="import_failed"),
]
