"""The addresses of the JSON doors."""

from rest_framework.routers import SimpleRouter

from branches.api.views import Accounts, Clients

router = SimpleRouter()
router.register("accounts", Accounts, "account")
router.register("clients", Clients, "client")
urlpatterns = router.urls
