"""URL patterns of unfinished work: its files, and the bin."""

from django.urls import path

from drafts.views import bin, files

drafts_urls = [
    path("bin/", bin.bin_page, name="bin"),
    path("drafts/<int:pk>/put-back/", bin.put_back, name="put_back"),
    path("drafts/files/", files.put_file, name="files"),
    path("drafts/files/<uuid:uuid>/", files.download, name="file"),
    path("drafts/files/<uuid:uuid>/take-away/", files.take_away, name="take_file_away"),
    path("drafts/files/<uuid:uuid>/put-back/", files.put_back, name="put_file_back"),
]
