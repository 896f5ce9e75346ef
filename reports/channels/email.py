"""E-mail: one message a digest, plain text with a simple page beside it."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from reports.channels import ChannelFailed, absolute, outward, title_of
from reports.models import Channel, Digest


def send(digest: Digest, channel: Channel) -> None:
    """Raises ChannelFailed."""
    facts: dict[str, Any] = {
        "title": title_of(digest),
        "name": str(digest.user),
        "lines": outward(digest),
        "settings_url": absolute("/reminders/settings/"),
    }
    message = EmailMultiAlternatives(
        subject=facts["title"],
        body=render_to_string("reports/reminder_mail.txt", facts),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[channel.address],
        # Mail programs and gateways stop automatic answers, and show a message that comes twice once.
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<digest-{digest.pk}-{channel.pk}@zuzhi>",
        },
    )
    message.attach_alternative(render_to_string("reports/reminder_mail.html", facts), "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as wrong:
        raise ChannelFailed(f"邮件服务器没有收下（{type(wrong).__name__}）") from wrong
