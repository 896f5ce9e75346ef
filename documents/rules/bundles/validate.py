"""Validators for the parts of a record as a bundle writes them."""

from collections.abc import Iterable

from documents.rules.json_validators import (
    Validator,
    amount,
    day,
    moment,
    object_of,
    one_of,
    optional,
    text,
    uuid,
    whole_number,
    with_default,
    yes_or_no,
)
from meetings.record import field_types as types
from meetings.record.field_types import FieldType, scalars_of

PERSON = object_of(id=uuid, name=text(64))


def record_validators(part: type, without: Iterable[str] = ()) -> dict[str, Validator]:
    """Validators for the fields of a part of the record. Fields of a later format get their default if missing."""
    validators: dict[str, Validator] = {}
    for one in scalars_of(part):
        if one.name not in without:
            validator = _validator_of(one.type)
            validator = optional(validator) if one.is_optional else validator
            validators[one.name] = with_default(validator, one.default) if one.type.since > 1 else validator
    return validators


def _validator_of(kind: FieldType) -> Validator:
    match kind:
        case types.Text():
            return text(kind.most)
        case types.Choice():
            return one_of(kind.of.values, blank=kind.is_blank)
        case types.Number():
            return whole_number(kind.most)
        case types.Amount():
            return amount(1000)
        case types.Person():
            return optional(PERSON)
    return {types.Day: day, types.Moment: moment, types.YesNo: yes_or_no}[type(kind)]
