"""The address of whose an account is; asked before the accounts' own."""

from django.urls import path

from members.views import accounts

urlpatterns = [path("<int:pk>/member/", accounts.link, name="link")]
