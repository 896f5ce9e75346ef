"""What branches contributes to the audit: the paths of organizations by name or code, for its filter."""

from django.db.models import Q

from branches.models import Organization


def paths_named(text: str) -> list[str]:
    """Paths of the organizations with this short name or code."""
    return list(Organization.objects.filter(Q(short_name=text) | Q(code=text)).values_list("path", flat=True))
