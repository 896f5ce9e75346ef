"""What of an address may be an organization's code: exactly what `establish` accepts, anything else is not found."""

import re

CODE = r"\w[\w.-]{0,31}"
CODE_SHAPE = re.compile(f"^{CODE}$")


class CodeConverter:
    regex = CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
