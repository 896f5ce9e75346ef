"""upload_bundle: verify an uploaded evidence bundle and store it for a preview."""

from django.conf import settings
from django.db import transaction

from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import Actor
from exchange import errors
from exchange.actions.store_meetings import must_import_meetings
from exchange.actions.store_upload import store_upload
from exchange.models import Import
from exchange.rules import read_bundle
from exchange.selectors import match_bundle


@transaction.atomic
def upload_bundle(
    *, content: bytes, name: str, organization: Organization | None = None, by: Actor
) -> Import:
    """Verify a bundle and store the file for a preview. No meeting is written yet.

    Raises NotABundle, BundleTampered, PlaceNotFound, NotYours.
    """
    if not (by.reach.has(Capability.IMPORT) or by.reach.has(Capability.RECORD_MEETING)):
        raise NotYours(organization="会议档案包")
    if len(content) > settings.BUNDLE_MOST_BYTES:
        raise errors.NotABundle(why=f"超过{settings.BUNDLE_MOST_BYTES // 1024 // 1024}MB")
    bundle = read_bundle.read_bundle(content)
    place = organization or match_bundle.find_organization(bundle, by)
    if place is None:
        raise errors.PlaceNotFound.at("organization", name=bundle.record["organization"]["short_name"])
    must_import_meetings(place, by)
    return store_upload(
        content,
        by,
        kind=Import.Kind.BUNDLE,
        organization=place,
        file_name=name,
        totals={"rows": 1, "new": 1},
        columns={"meeting": str(bundle.uuid)},
        audited={"会议": str(bundle.uuid)},
    )
