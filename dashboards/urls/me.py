"""URL of the page of one's own account, included under accounts."""

from django.urls import path

from dashboards.views.me import me

urlpatterns = [path("me/", me, name="me")]
