"""Identity and telephone numbers as people type them, in the form in which they are kept: the same for every door."""

from core.workbooks import cells


def clean_identity(typed: str) -> str:
    """Without spaces, hyphens and invisible marks, full-width digits narrowed; what is no number stays as it is typed."""
    try:
        return cells.read_identity(typed)
    except cells.Unreadable:
        return typed.strip()


def clean_phone(typed: str) -> str:
    """One number without country code and spaces, its extension kept; several, or what is none, stay as typed."""
    try:
        found = cells.read_phone(typed)
    except cells.Unreadable:
        return typed.strip()
    if isinstance(found, cells.Noted):
        return str(found.value) if found.value == typed.strip() else typed.strip()
    return found or typed.strip()
