"""The addresses of meetings."""

from django.urls import path

from branches.views import holidays
from documents.views import papers
from exchange.views import meetings
from life.views import year
from meetings.views import ballots, check_ins, decisions, records, stand_ins

app_name = "meetings"
urlpatterns = [
    path("", records.list_, name="list"),
    path("plan/", records.plan, name="plan"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/remove/", holidays.remove, name="remove_holiday"),
    path("record/", records.record, name="record"),
    path("record/draft/", records.draft, name="draft"),
    path("record/discard/", records.discard, name="discard"),
    path("exchange/", meetings.exchange, name="exchange"),
    path("exchange/export/", meetings.leave, name="exchange_leave"),
    path("exchange/import/", meetings.arrive, name="exchange_arrive"),
    path("exchange/columns/<uuid:uuid>/remove/", meetings.drop, name="exchange_drop"),
    path("exchange/<uuid:uuid>/", meetings.arrival, name="arrival"),
    path("exchange/<uuid:uuid>/confirm/", meetings.confirm, name="arrival_confirm"),
    path("attachments/<uuid:uuid>/", records.attachment, name="attachment"),
    path("attachments/<uuid:uuid>/remove/", records.detach, name="detach"),
    path("amendments/", decisions.amendments, name="amendments"),
    path("amendments/<int:pk>/", decisions.decide, name="decide_amendment"),
    path("decisions/<int:pk>/", decisions.follow_up, name="follow_up"),
    path("<uuid:uuid>/", records.detail, name="detail"),
    path("<uuid:uuid>/ballots/", ballots.box, name="ballots"),
    path("<uuid:uuid>/check-in/", check_ins.screen, name="check_in"),
    path("<uuid:uuid>/check-in/now/", check_ins.now, name="check_in_now"),
    path("<uuid:uuid>/check-in/hand/", check_ins.by_hand, name="check_in_hand"),
    path("<uuid:uuid>/stand-ins/", stand_ins.list_, name="stand_ins"),
    path("<uuid:uuid>/bundle/", meetings.bundle, name="bundle"),
    path("<uuid:uuid>/word/", papers.word, name="word"),
    path("<uuid:uuid>/pdf/", papers.minutes, name="pdf"),
    path("<uuid:uuid>/sign-in/<slug:form>/", papers.sign_in, name="sign_in"),
    path("<uuid:uuid>/scan/", papers.scan, name="scan"),
    path("<uuid:uuid>/review/", records.review, name="review"),
    path("<uuid:uuid>/move/", records.move, name="move"),
    path("<uuid:uuid>/amend/", records.amend, name="amend"),
    path("<uuid:uuid>/life/", year.prepare, name="life"),
    path("<uuid:uuid>/outcomes/", year.outcome, name="outcome"),
    path("<uuid:uuid>/outcomes/<int:pk>/strike/", year.strike_outcome, name="strike_outcome"),
]
