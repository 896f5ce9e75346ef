"""The agenda in numbered fields, read into plain values and written back: points, statements, decisions, and what
became of earlier decisions."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.utils.datastructures import MultiValueDict

from meetings.record.schema import Decision, Item, Said, Told
from meetings.states import Matter, VoteForm

PARTS = (
    "title",
    "discussion",
    "decision",
    "kind",
    "candidate",
    "form",
    "yes",
    "no",
    "abstain",
    "written_yes",
    "executor",
    "due_on",
    "ends_with_vote",
)
VOTES = ("yes", "no", "abstain", "written_yes")
CHOSEN = ("form", "kind")  # lists that always have a value: they say nothing alone
MOST_ITEMS = 30
MOST_STATEMENTS = 60
MOST_TOLD = 50
DONE, OPEN = "done", "open"
_SAID = re.compile(r"agenda-(\d{1,4})-said-(\d{1,4})-(?:name|text)")
Row = TypeVar("Row")
_PLACE = re.compile(r"^agenda-(\d{1,4})-(?:said-(\d{1,4})-)?")
_TOLD = re.compile(r"told-(\d{1,15})")


def numbers_in(data: MultiValueDict) -> list[int]:
    """The blocks' numbers, in their order."""
    parts = (name.split("-")[1] for name in data if name.startswith("agenda-"))
    return sorted({int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 5})


def said_in(data: MultiValueDict, number: int) -> dict[int, tuple[str, str]]:
    """Who said what in one block, by the rows' numbers; rows left empty are none."""
    places = sorted(
        {int(found[2]) for name in data if (found := _SAID.fullmatch(name)) and int(found[1]) == number}
    )
    rows = {}
    for place in places[:MOST_STATEMENTS]:
        at = f"agenda-{number}-said-{place}-"
        name, text = data.get(f"{at}name", "").strip()[:64], data.get(f"{at}text", "").strip()[:20_000]
        if name or text:
            rows[place] = (name, text)
    return rows


def agenda_in(data: MultiValueDict) -> tuple[Item, ...]:
    """The agenda's blocks that say something, in their order."""
    return tuple(items_in(data).values())


def agenda_in_place(data: MultiValueDict) -> tuple[Item, ...]:
    """The same for what is said of the page as it stands: each item at its block's number and each statement at its
    row's, nothing where one says nothing, so that a sentence names what the writer sees and its link leads there."""
    items = items_in(data)
    for number, item in items.items():
        said = {place: Said(*words) for place, words in said_in(data, number).items()}
        items[number] = replace(item, statements=at_their_numbers(said, Said("", ""), MOST_STATEMENTS))
    return at_their_numbers(items, Item(""), MOST_ITEMS)


def at_their_numbers(rows: dict[int, Row], blank: Row, most: int) -> tuple[Row, ...]:
    """Each row at its number, the blank where one says nothing; one after the other where no page of ours gave it."""
    last = max(rows, default=-1)
    return tuple(rows.values()) if last >= most else tuple(rows.get(n, blank) for n in range(last + 1))


def in_place(fields: dict[str, str], data: MultiValueDict) -> dict[str, str]:
    """Refused fields named by a place in the record, under the numbers of the block and the row they were typed in."""
    typed = list(items_in(data))

    def numbers(found: re.Match[str]) -> str:
        place = int(found[1])
        number = typed[place] if place < len(typed) else place
        if found[2] is None:
            return f"agenda-{number}-"
        rows, row = list(said_in(data, number)), int(found[2])
        return f"agenda-{number}-said-{rows[row] if row < len(rows) else row}-"

    return {_PLACE.sub(numbers, name): sentence for name, sentence in fields.items()}


def items_in(data: MultiValueDict) -> dict[int, Item]:
    """The blocks that say something, by their numbers."""
    items = {}
    for number in numbers_in(data)[:MOST_ITEMS]:
        said = {part: data.get(f"agenda-{number}-{part}", "").strip() for part in PARTS}
        statements = tuple(Said(name, text) for name, text in said_in(data, number).values())
        decision = _decision(said)
        if not (said["title"] or said["discussion"] or decision or statements):
            continue
        spoken = statements[0].text if statements else ""
        title = said["title"][:200] or (said["decision"] or said["discussion"] or spoken or "议题")[:40]
        items[number] = Item(title, said["discussion"][:20_000], decision, statements)
    return items


def _decision(said: dict[str, str]) -> Decision | None:
    votes = {name: _count(said[name]) for name in ("yes", "no", "abstain")}
    decided = said["decision"] or said["candidate"] or any(count is not None for count in votes.values())
    if not decided:
        return None
    return Decision(
        said["decision"][:5000],
        said["form"] if said["form"] in VoteForm.values else VoteForm.HANDS,
        yes=votes["yes"],
        no=votes["no"],
        abstain=votes["abstain"],
        executor=said["executor"][:64],
        due_on=_day(said["due_on"]),
        kind=said["kind"] if said["kind"] in Matter.values else Matter.ORDINARY,
        candidate=said["candidate"][:64],
        written_yes=_count(said["written_yes"]) or 0,
        ends_with_vote=bool(said["ends_with_vote"]),
    )


def unread_in(data: MultiValueDict) -> dict[str, str]:
    """Votes that are no numbers, under their block's field, so that none is dropped without a word."""
    found = {}
    for number in numbers_in(data)[:MOST_ITEMS]:
        typed = (data.get(f"agenda-{number}-{vote}", "").strip() for vote in VOTES)
        if wrong := [text for text in typed if text and _count(text) is None]:
            found[f"agenda-{number}-yes"] = f"票数请写整数，如0或21，现在写的是“{'”“'.join(wrong)}”。"
    return found


def agenda_fields(agenda: Iterable[Item]) -> dict[str, Any]:
    """The page's fields as the record has them."""
    fields: dict[str, Any] = {}
    for number, item in enumerate(agenda):
        at = f"agenda-{number}-"
        fields |= {f"{at}title": item.title, f"{at}discussion": item.discussion}
        for place, one in enumerate(item.statements):
            fields |= {f"{at}said-{place}-name": one.name, f"{at}said-{place}-text": one.text}
        if item.decision:
            decision = item.decision
            votes = {"yes": decision.yes, "no": decision.no, "abstain": decision.abstain}
            fields |= {f"{at}{name}": votes[name] if decision.is_counted else "" for name in votes}
            fields |= {
                f"{at}decision": decision.text,
                f"{at}kind": decision.kind,
                f"{at}candidate": decision.candidate,
                f"{at}form": decision.form,
                f"{at}written_yes": decision.written_yes or "",
                f"{at}executor": decision.executor,
                f"{at}due_on": decision.due_on or "",
                f"{at}ends_with_vote": "on" if decision.ends_with_vote else "",
            }
    return fields


def told_in(data: MultiValueDict) -> tuple[Told, ...]:
    """What was said of earlier decisions: done, or not yet with a note. Who says nothing leaves it open."""
    found = []
    for name in data:
        matched = _TOLD.fullmatch(name)
        if not matched or data.get(name) not in (DONE, OPEN):
            continue
        note = data.get(f"{name}-note", "").strip()[:300]
        found.append(Told(int(matched[1]), data.get(name) == DONE, note))
    return tuple(found[:MOST_TOLD])


def told_fields(follow_ups: Iterable[Told]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for one in follow_ups:
        fields[f"told-{one.resolution}"] = DONE if one.is_done else OPEN
        fields[f"told-{one.resolution}-note"] = one.note
    return fields


def _count(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
