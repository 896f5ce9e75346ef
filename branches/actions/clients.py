"""Actions open_client and close_client: another system's account with one mandate and OAuth2 client credentials."""

import secrets

from django.db import transaction
from oauth2_provider.generators import generate_client_id
from oauth2_provider.models import AccessToken, Application

from accounts.actions import close_account, open_account
from audit import chain
from branches.access.roles import Capability
from branches.actions.mandates import grant
from branches.models import Mandate, Organization
from branches.selectors.actors import Actor
from core import clock


@transaction.atomic
def open_client(*, name: str, organization: Organization, role: str, by: Actor) -> tuple[Application, str]:
    """Open a client that reaches what the role reaches at the organization; return it with its secret.

    The secret is stored hashed and can be read nowhere else again. Whoever opens it was shown the secret: another
    administrator vouches for the client before its tokens are worth anything. Closing the client's account stops them.

    Raises NotYours, NotForMachines, UsernameTaken when a client of that name exists.
    """
    by.must(Capability.GRANT_MANDATES, organization)
    account, _ = open_account(username=f"client:{name}", name=name, is_service=True, by=by)
    grant(user=account, organization=organization, role=role, since=clock.today(), until=None, by=by)
    secret = secrets.token_urlsafe(48)
    client = Application.objects.create(
        name=name,
        user=account,
        client_id=generate_client_id(),
        client_secret=secret,
        hash_client_secret=True,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )
    chain.record(
        "client.open",
        by=by,
        subject=client,
        where=organization,
        after={"name": name, "client_id": client.client_id, "role": role},
    )
    return client, secret


@transaction.atomic
def close_client(*, client: Application, by: Actor) -> Application:
    """Stop a client: its account is closed, so its tokens are refused from now on, and the ones it has are thrown away.

    Raises NotYourAccount, AlreadyClosed.
    """
    close_account(user=client.user, by=by)
    AccessToken.objects.filter(application=client).delete()
    mandate = Mandate.objects.filter(user=client.user).select_related("organization").order_by("pk").first()
    chain.record(
        "client.close",
        by=by,
        subject=client,
        where=mandate.organization if mandate else by.place,
        before={"name": client.name, "client_id": client.client_id},
    )
    return client
