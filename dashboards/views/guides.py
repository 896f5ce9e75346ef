"""The guides as pages (/help/), opened at the place that speaks of the page one comes from."""

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.rules.markdown import anchor
from dashboards.rules.markdown import render as render_markdown
from dashboards.selectors import guides

PICTURE = re.compile(r"screenshots/([a-z0-9-]+)\.png")
OTHER = re.compile(r"guide-([a-z]+)\.zh-CN\.md(#.*)?")


@require_safe
def own_guide(request: HttpRequest) -> HttpResponse:
    """To the reader's guide; with ?at=/address/ to the chapter that speaks of that page."""
    found = guides.chapter_of(request.GET.get("at", ""), request.actor.reach)
    place = f"#{anchor(found.heading)}" if found.heading else ""
    return redirect(reverse("reports:guide", args=[found.guide]) + place)


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in guides.GUIDES:
        raise Http404
    context = {
        "name": name,
        "guides": guides.GUIDES.items(),
        "content": render_markdown(guides.guide_text(name), _address),
    }
    return render(request, "dashboards/guide.html", context)


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of a guide."""
    found = guides.PICTURES / f"{name}.png"
    if not found.is_file():
        raise Http404
    return FileResponse(found.open("rb"), content_type="image/png")


def _address(written: str) -> str:
    """Where a link or picture of a guide leads within the product; empty for other papers of docs/."""
    if written.startswith("#"):
        return written
    if found := PICTURE.fullmatch(written):
        return reverse("reports:guide_picture", args=[found[1]])
    if (found := OTHER.fullmatch(written)) and found[1] in guides.GUIDES:
        return reverse("reports:guide", args=[found[1]]) + (found[2] or "")
    return ""
