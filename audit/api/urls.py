"""The addresses of the JSON doors."""

from django.urls import path

from audit.api.views import Chain, Entries, Jobs

urlpatterns = [
    path("audit/", Entries.as_view({"get": "list"}), name="api_audit"),
    path("audit/export/", Entries.as_view({"post": "export"}), name="api_audit_export"),
    path("audit/chain/", Chain.as_view({"get": "retrieve"}), name="api_audit_chain"),
    path("audit/chain/verify/", Chain.as_view({"post": "verify"}), name="api_audit_verify"),
    path("jobs/", Jobs.as_view({"get": "list"}), name="api_jobs"),
    path("jobs/<uuid:uuid>/", Jobs.as_view({"get": "retrieve"}), name="api_job"),
]
