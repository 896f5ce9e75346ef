"""Upload and retire the .docx templates that a district uses instead of those of the product."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from core import clock
from core.uploads import DOCX, safe_name
from documents.contexts import template_check
from documents.models import PaperTemplate
from documents.states import TEMPLATE_MOVES
from drafts import files as uploads


def upload_template(
    *, organization: Organization, kind: str, upload: uploads.Upload, name: str, by: Actor
) -> PaperTemplate:
    """Use a template for one kind of paper at an organization and below; the one in use there is retired.

    Raises NotYours, UnfitTemplate when it does not open, cannot be filled with samples, or could do harm.
    """
    by.must(Capability.MANAGE_RULES, organization)
    upload.seek(0)
    content = upload.read(template_check.MOST_BYTES + 1)
    template_check.check_template(kind, content)
    with transaction.atomic():
        in_use = PaperTemplate.objects.filter(organization=organization, kind=kind, retired_at__isnull=True)
        digest = hashlib.sha256(content).hexdigest()
        if same := in_use.filter(sha256=digest, name=safe_name(name, DOCX)).first():
            return same  # sent twice
        in_use.update(retired_at=clock.now())
        template = PaperTemplate(
            organization=organization,
            kind=kind,
            name=safe_name(name, DOCX),
            sha256=digest,
            added_by=by.user,
        )
        template.file.save(template.name, ContentFile(content), save=False)
        try:
            template.save(force_insert=True)
            chain.record(
                "template.upload",
                by=by,
                subject=template,
                where=organization,
                after={"kind": template.get_kind_display(), "name": template.name, "digest": template.sha256},
            )
        except BaseException:
            template.file.delete(save=False)
            raise
    return template


def retire_template(*, template: PaperTemplate, by: Actor) -> PaperTemplate:
    """Stop using a template: the next one upwards applies, or the product's. The file stays. Raises NotYours, Gone."""
    by.must(Capability.MANAGE_RULES, template.organization)
    before = {"kind": template.get_kind_display(), "name": template.name}
    return transition(template, TEMPLATE_MOVES, "retire", by, before=before)
