"""The addresses of the JSON doors."""

from rest_framework.routers import SimpleRouter

from reports.api.organizations import OrganizationViewSet

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, "organization")
urlpatterns = router.urls
