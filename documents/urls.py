"""URL patterns of the pages of papers, those of a meeting and of reports, one list for each namespace."""

from django.urls import path

from documents.views import forms, paper_templates, papers, report_files

reports_urls = [path("reports/<uuid:uuid>/file.<str:form>", report_files.report_file, name="file")]

meetings_urls = [
    path("<uuid:uuid>/word/", papers.minutes_word, name="word"),
    path("<uuid:uuid>/pdf/", papers.minutes_pdf, name="pdf"),
    path("<uuid:uuid>/sign-in/<slug:form>/", papers.sign_in_sheet, name="sign_in"),
    path("<uuid:uuid>/papers/<slug:kind>/<slug:form>/", forms.meeting_paper, name="paper"),
    path("<uuid:uuid>/scan/", papers.upload_signed_scan, name="scan"),
]

papers_urls = [
    path("", papers.index, name="index"),
    path("workbook/", papers.start_workbook, name="workbook"),
    path("files/<uuid:uuid>/", papers.workbook_file, name="file"),
    path("statistics/<slug:form>/", papers.statistics_file, name="statistics"),
    path("members/<uuid:uuid>/<int:year>/", papers.member_year_page, name="member"),
    path("members/<uuid:uuid>/<int:year>/<slug:form>/", papers.member_year_file, name="member_file"),
    path("appraisals/<uuid:uuid>/<slug:kind>/<slug:form>/", forms.appraisal_paper, name="appraisal"),
    path("decisions/<uuid:uuid>/<slug:kind>/<slug:form>/", forms.decision_paper, name="decision"),
    path("people/<uuid:uuid>/<slug:kind>/<slug:form>/", forms.member_paper, name="person"),
    path("forms/<slug:kind>/<slug:form>/", forms.branch_paper, name="form"),
    path("templates/", paper_templates.list_, name="templates"),
    path("templates/retire/<uuid:uuid>/", paper_templates.retire, name="retire"),
    path("templates/<slug:kind>/", paper_templates.current, name="template"),
]
