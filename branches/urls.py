from django.urls import path

from branches import converters, views  # noqa: F401  (converters: <code:…>)

app_name = "branches"
urlpatterns = [
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/revoke/", views.revoke, name="revoke"),
    path("mandates/accounts/", views.open_account, name="open_account"),
    path("<code:code>/change/<slug:deed>/", views.change, name="change"),
]
