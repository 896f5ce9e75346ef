"""The agenda's blocks and the open tasks as the recording page shows them, from the fields as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict

from meetings.forms.agenda import CHOSEN, DONE, MOST_ITEMS, OPEN, PARTS, numbers_in, said_in
from meetings.selectors.open_tasks import Task
from meetings.states import Matter

SPARE_BLOCKS = 3
BLANK = 9999


@dataclass(frozen=True)
class Line:
    """One statement."""

    number: int
    name: str = ""
    text: str = ""

    @property
    def key(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Block:
    """One block of the agenda."""

    number: int
    parts: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PARTS, ""))
    statements: Sequence[Line] = ()
    rows_asked: int = 0  # by the button, where there is no script

    @property
    def label(self) -> int:
        return self.number + 1

    @property
    def key(self) -> str:
        return str(self.number)

    @property
    def is_decided(self) -> bool:
        return any(self.parts[name] for name in ("decision", "candidate", "yes", "no", "abstain"))

    @property
    def says_something(self) -> bool:
        return bool(self.statements) or any(self.parts[part] for part in PARTS if part not in CHOSEN)

    @property
    def lines(self) -> list[Line]:
        """The statements and as many empty rows as were asked for."""
        first = self._after
        return [*self.statements, *(Line(first + n) for n in range(self.rows_asked))]

    @property
    def spare(self) -> Line:
        """For browsers without scripts."""
        return Line(self._after + self.rows_asked)

    @property
    def _after(self) -> int:
        return self.statements[-1].number + 1 if self.statements else 0

    @property
    def blank(self) -> Line:
        """What a script copies for one more statement."""
        return Line(BLANK)

    @property
    def is_spoken(self) -> bool:
        return bool(self.statements or self.rows_asked)

    @property
    def matters(self) -> list[tuple[str, str]]:
        return [(code, label) for code, label in Matter.choices if code != Matter.APPRAISAL]


def in_fields(data: MultiValueDict) -> list[Block]:
    """The blocks that say something; one empty block where none does. `then=row-2` asks for one more statement there."""
    asked = data.get("then", "")
    found = []
    for number in numbers_in(data)[:MOST_ITEMS]:
        parts = {part: data.get(f"agenda-{number}-{part}", "") for part in PARTS}
        lines = [Line(place, *said) for place, said in said_in(data, number).items()]
        block = Block(number, parts, lines, rows_asked=int(asked == f"row-{number}"))
        if block.says_something or block.rows_asked:
            found.append(block)
    return found or [Block(0)]


def spare(blocks: Sequence[Block]) -> list[Block]:
    """For browsers without scripts."""
    first = blocks[-1].number + 1
    return [Block(first + n) for n in range(SPARE_BLOCKS)]


@dataclass(frozen=True)
class OpenTask:
    """An open task with what is being said of it."""

    task: Task
    value: str = ""
    note: str = ""
    is_overdue: bool = False

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [("", "没有说到"), (OPEN, "还没办完"), (DONE, "办完了")]
