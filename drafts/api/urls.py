"""URLs of the API of one's own unfinished work."""

from django.urls import path

from drafts.api.views import BinViewSet, DraftFileViewSet, DraftViewSet

draft, one = "drafts/<uuid:uuid>/", "drafts/<uuid:uuid>/files/<uuid:file>/"
files = DraftFileViewSet.as_view
urlpatterns = [
    path("drafts/", DraftViewSet.as_view({"get": "list", "post": "create"}), name="api_drafts"),
    path(draft, DraftViewSet.as_view({"get": "retrieve", "delete": "destroy"}), name="api_draft"),
    path(f"{draft}files/", files({"get": "list", "post": "create"}), name="api_draft_files"),
    path(one, files({"get": "retrieve", "delete": "destroy"}), name="api_draft_file"),
    path(f"{one}put-back/", files({"post": "put_back"}), name="api_draft_file_put_back"),
    path(f"{one}file/", files({"get": "content"}), name="api_draft_file_content"),
    path("bin/", BinViewSet.as_view({"get": "list"}), name="api_bin"),
    path("bin/<int:pk>/", BinViewSet.as_view({"get": "retrieve"}), name="api_bin_item"),
    path("bin/<int:pk>/put-back/", BinViewSet.as_view({"post": "put_back"}), name="api_bin_put_back"),
]
