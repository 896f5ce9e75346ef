"""What taking the roll of a record anew changed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RollChange:
    """What taking the roll anew changed, by name."""

    joined: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    revoted: tuple[str, ...] = ()  # still on it, and now with a vote or without

    def __bool__(self) -> bool:
        return bool(self.joined or self.gone or self.revoted)

    @property
    def summary(self) -> str:
        groups = (("多了{}人", self.joined), ("少了{}人", self.gone), ("{}人表决权变了", self.revoted))
        return "，".join(
            f"{words.format(len(names))}（{'、'.join(names)}）" for words, names in groups if names
        )

    @property
    def sentence(self) -> str:
        return f"应到名单按名册重取：{self.summary}。" if self else ""
