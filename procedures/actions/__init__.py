"""The actions on decisions about people: propose, approve, return, withdraw."""

from procedures.actions.decide_on_proposal import approve_decision, return_decision
from procedures.actions.propose_decision import propose, withdraw
