"""The addresses of the JSON doors."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from obligations.api.views import Duties, Rules
from obligations.api.waivers import Waivers

router = SimpleRouter(use_regex_path=False)
router.register("rules", Rules, "rule")
router.register("owed", Duties, "owed")
urlpatterns = [
    path("waivers/", Waivers.as_view({"get": "list", "post": "create"}), name="api_waivers"),
    path("waivers/<int:pk>/end/", Waivers.as_view({"post": "end"}), name="api_waiver_end"),
    *router.urls,
]
