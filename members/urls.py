from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("members/", views.list_, name="list"),
    path("members/<uuid:uuid>/", views.detail, name="detail"),
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:uuid>/", views.import_preview, name="import_preview"),
]
