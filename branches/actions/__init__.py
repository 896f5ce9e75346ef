"""Actions on organizations, terms, mandates, API clients and holidays."""

from branches.actions.clients import close_client, open_client
from branches.actions.holidays import remove_holiday, set_holiday
from branches.actions.mandates import grant, revoke
from branches.actions.move_organization import move
from branches.actions.organizations import (
    call_off_dissolution,
    describe,
    dissolve,
    establish,
    register,
    rename,
)
from branches.actions.terms import begin_term, extend_term
