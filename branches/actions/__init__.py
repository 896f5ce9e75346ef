"""Actions on organizations, deeds of the tree, terms, mandates, API clients and holidays."""

from branches.actions.clients import close_client, open_client
from branches.actions.dissolve_organization import call_off_dissolution, dissolve
from branches.actions.holidays import remove_holiday, set_holiday
from branches.actions.mandates import grant, revoke
from branches.actions.merge_branches import merge
from branches.actions.move_organization import move
from branches.actions.organizations import describe, establish, register, rename
from branches.actions.reset_factor import reset_second_factor
from branches.actions.split_branch import split
from branches.actions.take_back_deed import take_back
from branches.actions.take_back_import import restore, unregister
from branches.actions.terms import begin_term, extend_term
from branches.actions.try_deed import try_deed
from branches.actions.vouch_for_account import vouch
