"""HTML views of API clients: open and close for those who grant mandates, read for those who run the system."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from branches import actions
from branches.access.roles import Capability
from branches.forms import ClientForm
from branches.selectors import holders
from core.errors import RuleBroken
from core.http import form_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: HttpRequest) -> HttpResponse:
    """The list; a new client with POST, its secret on the answer, once."""
    request.actor.must_have(Capability.GRANT_MANDATES, Capability.RUN_SYSTEM)
    if request.method == "POST":
        request.actor.must_have(Capability.GRANT_MANDATES)
    form = ClientForm(request.POST or None, by=request.actor)

    def show(form: ClientForm, status: int, made: Any = None) -> HttpResponse:
        rows = holders.clients(request.actor).order_by("name", "pk")[:200]
        context = {
            "form": form,
            "made": made,
            "clients": rows,
            "may_open": request.actor.reach.has(Capability.GRANT_MANDATES),
        }
        return render(request, "branches/client_list.html", context, status=status)

    def save() -> HttpResponse:
        made = actions.open_client(**form.facts(), by=request.actor)
        return show(ClientForm(by=request.actor), 200, made)

    return form_page(form, save, lambda status: show(form, status))


@require_POST
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouch that the other system, and nobody else, has the secret."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    client = get_object_or_404(holders.clients(request.actor), pk=pk)
    try:
        actions.vouch(user=client.user, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"接口账号“{client.name}”已核实，可以用了。")
    return redirect("clients:list")


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a client: its tokens are refused from now on."""
    request.actor.must_have(Capability.GRANT_MANDATES, Capability.RUN_SYSTEM)
    client = get_object_or_404(holders.clients(request.actor), pk=pk)
    actions.close_client(client=client, by=request.actor)
    messages.success(request, f"接口账号“{client.name}”已停用，它的令牌马上失效。")
    return redirect("clients:list")
