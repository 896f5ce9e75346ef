"""Posts named in an uploaded workbook, among those without an account; and the same list to be filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from branches.rules.organization_names import normal_name
from branches.selectors.actors import Actor
from core.workbooks.reading import read_workbook
from core.workbooks.writing import SheetHead, write_workbook
from members.models import Post
from members.personal_data.names import normalize_name
from members.rules.account_columns import ACCOUNTS
from members.selectors.account_proposals import AccountProposal

HEADS = ("党支部", "姓名", "职务", "用户名")


@dataclass
class PostsOfFile:
    """What a workbook asks for: the posts found, usernames wished for them, and the lines that name nobody."""

    posts: list[Post] = field(default_factory=list)
    usernames: dict[int, str] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)


def find_posts(content: bytes, posts: Sequence[Post]) -> PostsOfFile:
    """The posts among these that the workbook names by branch and person. Raises what read_workbook raises."""
    by_person: dict[tuple[str, str], list[Post]] = {}
    for post in posts:
        place = post.organization
        for key in {place.code.upper(), normal_name(place.name), normal_name(place.short_name)}:
            by_person.setdefault((key, post.member.name), []).append(post)
    result = PostsOfFile()
    for sheet in read_workbook(content, ACCOUNTS):
        for line, cells, band in sheet.rows:
            facts = {name: str(cells[at] or "").strip() for name, at in sheet.at.items()}
            branch, name = facts.get("branch") or band, normalize_name(facts.get("name", ""))
            found = by_person.get((branch.upper(), name)) or by_person.get((normal_name(branch), name)) or []
            if len(found) != 1:
                why = "有几位同名的" if found else "没有这个任职，或者已经有账号，或者不在您的范围内"
                result.refused.append((line, f"{branch} {name}：{why}"))
            elif found[0] not in result.posts:
                result.posts.append(found[0])
                if facts.get("username"):
                    result.usernames[found[0].pk] = facts["username"]
    return result


def proposals_workbook(proposals: Iterable[AccountProposal], *, by: Actor) -> bytes:
    """The list as a workbook: lines taken out and usernames changed, it can be uploaded again."""
    rows = [
        (
            proposal.post.organization.code,
            proposal.post.member.name,
            proposal.post.get_title_display(),
            proposal.username,
        )
        for proposal in proposals
        if not proposal.refusal
    ]
    head = SheetHead("要开的账号", by.place.name if by.place else "", by.name)
    return write_workbook([("要开的账号", HEADS, rows)], head)
