"""How a username is made of a person's name for an account that is opened from a post, and what a username may be."""

import re
from collections.abc import Collection, Sequence

USERNAME_RULES = {"name": "姓名全拼", "name_and_branch": "姓名全拼加支部号"}
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}")
MOST_NUMBERED = 60
NOT_PLAIN = re.compile(r"[^a-z0-9]")


def first_choice(pinyin: str, branch: str, rule: str) -> str:
    """shenlan, or shenlana2 with the branch's code behind it; `dy` where a name has no Latin spelling."""
    name = NOT_PLAIN.sub("", pinyin.lower()) or "dy"
    return (name + NOT_PLAIN.sub("", branch.lower()) if rule == "name_and_branch" else name)[:48]


def numbered(choice: str) -> list[str]:
    """The choice, and what it becomes when it is taken: shenlan, shenlan2, shenlan3, …"""
    return [choice, *(f"{choice}{number}" for number in range(2, MOST_NUMBERED))]


def assign_usernames(choices: Sequence[tuple[str, str]], taken: Collection[str]) -> list[tuple[str, str]]:
    """(username, why it is not the first choice) for each (name, first choice); no two alike, none of those taken."""
    holders: dict[str, str] = {}
    assigned = []
    for name, choice in choices:
        username = next((one for one in numbered(choice) if one not in taken and one not in holders), "")
        why = ""
        if username != choice:
            other = holders.get(choice)
            added = f"加了{username.removeprefix(choice)}" if username else "请自己写一个"
            why = f"这一批里和{other}相同，{added}" if other else f"已有{choice}，{added}"
        holders[username or choice] = name
        assigned.append((username, why))
    return assigned
