"""The address of whose an account is; asked before the accounts' own."""

from django.urls import path

from members import views

app_name = "linking"
urlpatterns = [path("<int:pk>/member/", views.link, name="link")]
