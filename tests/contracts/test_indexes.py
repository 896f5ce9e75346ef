"""No table keeps an index that another of its indexes begins with: every write would pay for both."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model, UniqueConstraint

pytestmark = pytest.mark.once  # what the models declare, whatever database holds it

OURS = [
    model
    for config in apps.get_app_configs()
    if (settings.BASE_DIR / config.name).is_dir()
    for model in config.get_models()
]


def whole_indexes(model: type[Model]) -> list[tuple[str, ...]]:
    """The fields of each index and unique constraint over all rows of the table."""
    meta = model._meta
    declared = [
        tuple(field.lstrip("-") for field in each.fields) for each in meta.indexes if not each.condition
    ]
    unique = [
        each.fields for each in meta.constraints if isinstance(each, UniqueConstraint) and not each.condition
    ]
    alone = [(field.name,) for field in meta.local_concrete_fields if field.db_index or field.unique]
    return [each for each in [*declared, *map(tuple, unique), *meta.unique_together, *alone] if each]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_index_is_the_beginning_of_another(model: type[Model]) -> None:
    indexes = whole_indexes(model)
    doubled = [
        one
        for number, one in enumerate(indexes)
        for other in indexes[:number] + indexes[number + 1 :]
        if other[: len(one)] == one
    ]
    assert doubled == []
