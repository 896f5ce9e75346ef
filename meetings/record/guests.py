"""Those of the record who were there without being on the roll: guests by name, units of a joint meeting by number."""

from dataclasses import dataclass

from meetings.record.field_types import Choice, Number, Text, declare
from meetings.states import GuestRole


@dataclass(frozen=True)
class GuestEntry:
    """Somebody there who is not on the roll; never expected, never voting."""

    name: str = declare(Text("姓名", most=64, is_blank=False))
    unit: str = declare(Text("单位及职务", most=120), "")
    role: str = declare(Choice("身份", of=GuestRole), GuestRole.SITTING_IN)

    @property
    def is_visitor(self) -> bool:
        """From a unit of their own, by which they are told from who has the same name here."""
        return self.role != GuestRole.SITTING_IN and bool(self.unit)

    @property
    def summary(self) -> str:
        """李强（云台社区第一党支部，其他支部党员）"""
        role = GuestRole(self.role).label if self.role != GuestRole.SITTING_IN else ""
        about = "，".join(filter(None, [self.unit, role]))
        return f"{self.name}（{about}）" if about else self.name


@dataclass(frozen=True)
class PartnerUnitEntry:
    """A unit that held the meeting jointly, and how many of its people were there: no names, in no rate of one's own branch."""

    name: str = declare(Text("联合单位", most=120, is_blank=False))
    number: int = declare(Number("到会人数", most=9999), 0)

    @property
    def summary(self) -> str:
        """滨江社区第一党支部（18人）"""
        return f"{self.name}（{self.number}人）" if self.number else self.name
