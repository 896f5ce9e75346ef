"""URL patterns of the pages of accounts, clients, organizations and mandates, one list for each namespace."""

from django.urls import path, register_converter

from branches.states import CODE, DEED_KINDS
from branches.views import accounts, clients, organizations


class CodeConverter:
    """The code of an organization in an address: exactly what `establish` accepts, anything else is not found."""

    regex = CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DeedConverter(CodeConverter):
    """A deed of the tree."""

    regex = "|".join(DEED_KINDS)


register_converter(CodeConverter, "code")
register_converter(DeedConverter, "deed")

accounts_of_urls = [
    path("", accounts.accounts, name="list"),
    path("<int:pk>/<slug:deed>/", accounts.change, name="change"),
]

clients_urls = [
    path("", clients.clients, name="list"),
    path("<int:pk>/close/", clients.close, name="close"),
    path("<int:pk>/vouch/", clients.vouch, name="vouch"),
]

branches_urls = [
    path("mandates/", organizations.mandates, name="mandates"),
    path("mandates/revoke/", organizations.revoke, name="revoke"),
    path("mandates/accounts/", organizations.open_account, name="open_account"),
    path("find/", organizations.suggest, name="find"),
    path("<code:code>/change/<slug:deed>/", organizations.change, name="change"),
]
