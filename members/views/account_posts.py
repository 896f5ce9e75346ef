"""The page on which accounts are opened for holders of posts, all or the ticked at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from core.errors import RuleBroken
from core.http import download
from members import actions
from members.actions.open_accounts import AT_ONCE, start_opening
from members.forms import AccountPostsForm
from members.models import Post
from members.selectors import account_slips
from members.selectors.account_file import find_posts, proposals_workbook
from members.selectors.account_proposals import posts_without_account, propose_accounts

MOST_ROWS = 300
LARGEST_FILE = 2 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """The posts without an account, with proposed usernames; POST opens the ticked ones, or all that can be opened."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    form, found = _chosen(request)
    if request.method != "POST":
        return _page(request, 200, form, found)
    usernames = {
        key: request.POST.get(f"username-{key}", "").strip()
        for key in map(int, filter(str.isdecimal, request.POST.getlist("post")[: MOST_ROWS * 4]))
    }
    if request.POST.get("which") == "all":
        proposals = propose_accounts(
            found, form.cleaned_data["rule"], form.cleaned_data["role"], request.actor
        )
        usernames = {one.post.pk: one.username for one in proposals if not one.refusal} | usernames
    role = form.cleaned_data["role"]
    try:
        if len(usernames) > AT_ONCE:
            job = start_opening(usernames=usernames, role=role, by=request.actor)
            return redirect("audit:job", job.uuid)
        batch = actions.open_accounts(usernames=usernames, role=role, by=request.actor)
    except RuleBroken as refusal:
        return _page(request, 409, form, found, wishes=usernames, refusal=refusal)
    messages.success(request, f"开了{len(usernames)}个账号。印领用单，当面交给本人。")
    return redirect("linking:slips", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """The list as a workbook; POST takes it back, lines taken out and usernames changed, onto the page."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    form, found = _chosen(request)
    if request.method != "POST":
        proposals = propose_accounts(
            found, form.cleaned_data["rule"], form.cleaned_data["role"], request.actor
        )
        return download(proposals_workbook(proposals, by=request.actor), "要开的账号.xlsx")
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > LARGEST_FILE:
        messages.error(request, "选一个2MB以内的xlsx文件。")
        return redirect("linking:posts")
    try:
        named = find_posts(upload.read(), posts_without_account(request.actor))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("linking:posts")
    return _page(request, 200, form, named.posts, wishes=named.usernames, refused=named.refused)


def _chosen(request: HttpRequest) -> tuple[AccountPostsForm, list[Post]]:
    """The filters and the posts they leave; with a wrong filter, none."""
    form = AccountPostsForm(request.GET, by=request.actor)
    if not form.is_valid():
        form.cleaned_data |= {"rule": "name", "role": "post", "titles": "secretary", "within": None}
        return form, []
    return form, posts_without_account(
        request.actor, form.cleaned_data["within"], form.cleaned_data["titles"]
    )


def _page(
    request: HttpRequest,
    status: int,
    form: AccountPostsForm,
    found: list[Post],
    wishes: dict[int, str] | None = None,
    refusal: RuleBroken | None = None,
    **more: Any,
) -> HttpResponse:
    chosen = form.cleaned_data
    # After a refusal the usernames are made anew where somebody took them; the page is looked at before it is sent again.
    proposals = propose_accounts(found, chosen["rule"], chosen["role"], request.actor, wishes)
    ready = [one for one in proposals if not one.refusal]
    rows = proposals[:MOST_ROWS]
    ticked = set(wishes) if refusal and wishes else {one.post.pk for one in ready}
    slips = account_slips.visible_slips(request.actor, chosen["within"])
    context = {
        "form": form,
        "proposals": rows,
        "beyond": len(proposals) - len(rows),
        "ready": len(ready),
        "unable": [one for one in proposals if one.refusal],
        "total": len(proposals),
        "ticked": ticked,
        "picked": sum(one.post.pk in ticked for one in rows if not one.refusal),
        "moved": sum(bool(one.note) for one in rows),
        "refusal": refusal,
        "states": account_slips.count_states(slips),
        "query": request.GET.urlencode(),
        **more,
    }
    return render(request, "members/account_posts.html", context, status=status)
