"""Tokens for API tests, obtained at the door where other systems obtain them."""

from django.test import Client

from branches.actions import open_client
from branches.models import Organization
from branches.selectors.actors import SYSTEM


def token_of(
    organization: Organization, role: str, *, scope: str = "read write", name: str = ""
) -> dict[str, str]:
    """The headers of a new client with that role at that organization."""
    name = name or f"{role}@{organization.code}"
    client, secret = open_client(name=name, organization=organization, role=role, by=SYSTEM)
    answer = Client().post(
        "/oauth/token/",
        {
            "grant_type": "client_credentials",
            "client_id": client.client_id,
            "client_secret": secret,
            "scope": scope,
        },
    )
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}
