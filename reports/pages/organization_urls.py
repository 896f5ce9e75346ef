from django.urls import path

from reports.pages import organizations

app_name = "organizations"
urlpatterns = [
    path("", organizations.tree, name="tree"),
    path("<str:code>/", organizations.detail, name="detail"),
]
