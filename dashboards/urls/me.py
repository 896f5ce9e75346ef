"""The address of one's own page, under those of accounts."""

from django.urls import path

from dashboards.views.me import me

urlpatterns = [path("me/", me, name="me")]
