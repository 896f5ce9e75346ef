from django.urls import path

from branches import converters  # noqa: F401  (<code:…>)
from reports.pages import organizations

app_name = "organizations"
urlpatterns = [
    path("", organizations.tree, name="tree"),
    path("<code:code>/", organizations.detail, name="detail"),
]
