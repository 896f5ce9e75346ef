"""Check an uploaded .docx template: whether it may be filled is found out in the child of core.judging."""

from core import judging
from core.wording import plain
from documents import errors
from documents.contexts import template_fields
from documents.states import PaperKind

MOST_BYTES = 5 * 1024 * 1024


def check_template(kind: str, content: bytes) -> None:
    """Raises UnfitTemplate, which says what to correct, TooCostly, JudgesBusy."""
    label = PaperKind(kind).label
    if len(content) > MOST_BYTES:
        raise errors.OversizedTemplate(
            kind=label, why=f"超过{MOST_BYTES // 1024 // 1024}MB，缩小里面的图片再传。"
        )
    words = plain(template_fields.sample(kind))
    judging.judge("documents.contexts.template_trial:try_template", content, label, words)
