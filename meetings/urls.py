from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.list_, name="list"),
    path("record/", views.record, name="record"),
    path("<uuid:uuid>/", views.detail, name="detail"),
]
