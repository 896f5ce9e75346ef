"""The actions on members: each authorises, checks, writes and records an audit entry."""

from members.actions.appoint_to_post import appoint, appoint_together, relieve, term_in_office
from members.actions.begin_term import begin_term
from members.actions.check_slip import check_slip
from members.actions.confirm_full_membership import confirm_full_membership, extend_probation
from members.actions.end_membership import leave
from members.actions.enroll_member import enroll
from members.actions.link_account import link
from members.actions.look_up_number import look_up
from members.actions.open_accounts import issue_again, open_accounts, print_slips, void_slip
from members.actions.open_file import open_file
from members.actions.restrict_member import lift, restrict
from members.actions.transfer_member import regroup, transfer
from members.actions.unmask_number import unmask
from members.actions.update_member import update
