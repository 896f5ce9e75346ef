"""URL of the page that links an account to a member; included before the URLs of accounts."""

from django.urls import path

from members.views import accounts

urlpatterns = [path("<int:pk>/member/", accounts.link, name="link")]
