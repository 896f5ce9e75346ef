"""URLs of the pages of organizations."""

from django.urls import path

from dashboards.views import organizations

urlpatterns = [
    path("", organizations.tree, name="tree"),
    path("<code:code>/", organizations.detail, name="detail"),
]
