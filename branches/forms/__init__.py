"""Django forms for organizations and deeds of the tree, terms, mandates, accounts, clients and holidays."""

from branches.forms.organizations import (
    CONTROL,
    LATEST_DAY,
    PROVISION_HELP,
    SELECT,
    UNITS_HELP,
    AccountForm,
    BeginTermForm,
    CallOffForm,
    ClientForm,
    DescribeForm,
    EstablishForm,
    ExtendTermForm,
    GrantForm,
    HolidayForm,
    OrganizationActionForm,
    RenameForm,
    RevokeForm,
    check,
    choice,
    day,
    document,
    lines,
    number,
    text,
)
from branches.forms.tree_deeds import DEED_FORMS, DeedForm, TakeBackForm
