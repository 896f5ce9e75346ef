"""URLs of papers and their templates."""

from django.urls import path

from documents.views import paper_templates, papers

urlpatterns = [
    path("", papers.index, name="index"),
    path("workbook/", papers.start_workbook, name="workbook"),
    path("files/<uuid:uuid>/", papers.workbook_file, name="file"),
    path("statistics/<slug:form>/", papers.statistics_file, name="statistics"),
    path("members/<uuid:uuid>/<int:year>/", papers.member_year_page, name="member"),
    path("members/<uuid:uuid>/<int:year>/<slug:form>/", papers.member_year_file, name="member_file"),
    path("templates/", paper_templates.list_, name="templates"),
    path("templates/retire/<uuid:uuid>/", paper_templates.retire, name="retire"),
    path("templates/<slug:kind>/", paper_templates.current, name="template"),
]
