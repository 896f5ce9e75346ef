"""URL patterns of the pages of desk, dashboard, hand-over and organizations, one list for each namespace."""

from django.urls import path

import branches.urls  # noqa: F401 - it registers the converters `code` and `deed`
from dashboards.views import dashboard, desk, guides, handover, organizations, review, search, tree_deeds
from dashboards.views.me import me
from dashboards.views.places import places

accounts_urls = [path("me/", me, name="me")]

reports_urls = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/", dashboard.drilldown_rows, name="rows"),
    path("dashboard/rows/file/", dashboard.drilldown_file, name="rows_file"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("help/", guides.own_guide, name="help"),
    path("help/<slug:name>/", guides.guide, name="guide"),
    path("help/pictures/<slug:name>.png", guides.picture, name="guide_picture"),
    path("all/", places, name="places"),
    path("review/", review.records_to_review, name="review"),
    path("review/file/", review.review_file, name="review_file"),
    path("review/<uuid:uuid>/", review.review_record, name="review_record"),
    path("review/<uuid:uuid>/take-back/", review.take_back, name="take_back"),
    path("handover/", handover.handover_page, name="handover"),
    path("handover/<slug:form>/", handover.handover_file, name="handover_file"),
]

organizations_urls = [
    path("", organizations.tree, name="tree"),
    path("<code:code>/", organizations.detail, name="detail"),
]

branches_urls = [
    path("<code:code>/change/<deed:deed>/", tree_deeds.deed, name="deed"),
    path("<code:code>/change/<deed:deed>/suggest/", tree_deeds.suggest, name="suggest"),
    path("<code:code>/take-back/", tree_deeds.take_back, name="take_back"),
]
