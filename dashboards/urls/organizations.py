from django.urls import path

from branches.urls import converters  # noqa: F401  (<code:…>)
from dashboards.views import organizations

app_name = "organizations"
urlpatterns = [
    path("", organizations.tree, name="tree"),
    path("<code:code>/", organizations.detail, name="detail"),
]
