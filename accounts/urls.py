"""URL patterns of signing in and of a user's own account."""

from django.urls import path

from accounts import views

accounts_urls = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.second_step, name="second_step"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("me/password/", views.password, name="password"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("me/type/", views.type, name="type"),
]
