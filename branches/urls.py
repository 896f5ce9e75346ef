from django.urls import path

from branches import views

app_name = "branches"
urlpatterns = [
    path("mandates/", views.mandates, name="mandates"),
]
