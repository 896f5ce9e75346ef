"""URLs of a member's own attendance, and of stand-ins."""

from django.urls import path

from meetings.views import check_ins, leaves, make_ups, stand_ins

urlpatterns = [
    path("check-in/", check_ins.check_in, name="check_in"),
    path("leaves/", leaves.leave_list, name="leaves"),
    path("leaves/<uuid:uuid>/withdraw/", leaves.withdraw, name="withdraw"),
    path("leaves/<uuid:uuid>/decide/", leaves.decide, name="decide"),
    path("make-ups/", make_ups.make_up_list, name="make_ups"),
    path("stand-ins/<uuid:uuid>/revoke/", stand_ins.revoke, name="revoke_stand_in"),
    path("stand-in/<str:token>/", stand_ins.take_roll, name="stand_in"),
]
