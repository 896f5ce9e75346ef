"""The bin: what one threw away oneself, and the door that brings it back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.http import own_address
from drafts import actions
from drafts.models import Draft


@require_safe
def bin_page(request: HttpRequest) -> HttpResponse:
    rows = Draft.objects.written_by(request.actor).in_bin().with_file_count().order_by("-deleted_at", "-pk")
    return render(request, "drafts/bin.html", {"rows": rows[:200], "days": settings.BIN_DAYS})


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Draft.objects.written_by(request.actor).in_bin().select_related("organization")
    draft = actions.put_back(draft=get_object_or_404(rows, pk=pk), by=request.actor)
    messages.success(request, f"放回来了：{draft}")
    desk = f"{settings.LOGIN_REDIRECT_URL}?organization={draft.organization.code}"
    return redirect(own_address(request, request.POST.get("next", ""), desk))
