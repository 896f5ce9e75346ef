from django.urls import path

from branches.urls import converters  # noqa: F401  (<code:…>)
from branches.views import organizations as views

app_name = "branches"
urlpatterns = [
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/revoke/", views.revoke, name="revoke"),
    path("mandates/accounts/", views.open_account, name="open_account"),
    path("<code:code>/change/<slug:deed>/", views.change, name="change"),
]
