"""The actions offered on a member's page: form, action and wording of each, as plain data."""

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.views.action_forms import ActionForm
from core.instruments import ZB20
from members import actions, forms
from members.models import Member

ACTION_FORMS: dict[str, ActionForm] = {
    "update": ActionForm(forms.UpdateForm, actions.update, "修改资料", "保存", "已保存。"),
    "regroup": ActionForm(forms.RegroupForm, actions.regroup, "调整党小组", "调整", "已调整党小组。"),
    "transfer": ActionForm(forms.TransferForm, actions.transfer, "转接组织关系", "转接", "已转接组织关系。", "要有介绍信或者文件。在原支部的职务和授权随组织关系一起结束。"),
    "appoint": ActionForm(forms.AppointForm, actions.appoint, "登记任职", "登记", "已登记任职。", f"登记在本届里，在上级党组织任职的也在这里登记。书记只有一人，支委会最多7人。{ZB20}"),
    "relieve": ActionForm(forms.RelieveForm, actions.relieve, "登记免职", "登记", "已登记免职。"),
}  # fmt: skip
POSTS = frozenset({"appoint", "relieve"})  # it takes MANAGE_ORGANIZATIONS to give or take a post


def available_actions(member: Member, by: Actor) -> dict[str, ActionForm]:
    """The actions that apply to the member now and that the actor may take."""
    if member.left_on:
        return {}
    manages_members = by.may(Capability.MANAGE_MEMBERS, member.organization)
    manages_posts = by.may(Capability.MANAGE_ORGANIZATIONS, member.organization)
    hidden = set()
    if not _decides_elsewhere(member, by):
        hidden.add("transfer")
    if not member.posts.filter(until__isnull=True).exists():
        hidden.add("relieve")
    return {
        slug: action_form
        for slug, action_form in ACTION_FORMS.items()
        if slug not in hidden and (manages_posts if slug in POSTS else manages_members)
    }


def _decides_elsewhere(member: Member, by: Actor) -> bool:
    """Whether the actor decides on members here and elsewhere; otherwise there is nowhere to transfer to."""
    home = member.organization.path
    return by.may(Capability.DECIDE_ON_MEMBERS, member.organization) and any(
        not span.path.startswith(home) for span in by.reach.widest(Capability.DECIDE_ON_MEMBERS)
    )
