"""The URL converter of an organization's code: exactly what `establish` accepts, anything else is not found."""

from branches.states import CODE


class CodeConverter:
    regex = CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
