"""Delivers messages by e-mail (text and HTML) and sends the mail that confirms an address."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from reminders.channels import ChannelFailed, Message, absolute_url
from reminders.models import Channel


def send(message: Message, channel: Channel) -> None:
    """Raises ChannelFailed."""
    facts: dict[str, Any] = {
        "title": message.title,
        "name": str(channel.user),
        "lines": message.lines,
        "settings_url": absolute_url("/reminders/settings/"),
    }
    mail = EmailMultiAlternatives(
        subject=message.title,
        body=render_to_string("reminders/reminder_mail.txt", facts),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[channel.address],
        # Mail programs and gateways stop automatic answers, and show a message that comes twice once.
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<digest-{message.key}-{channel.pk}@zuzhi>",
        },
    )
    mail.attach_alternative(render_to_string("reminders/reminder_mail.html", facts), "text/html")
    _post(mail)


def send_confirmation(channel: Channel, token: str) -> None:
    """Send the link that confirms the address. Raises ChannelFailed."""
    facts = {
        "name": str(channel.user),
        "url": absolute_url(f"/reminders/confirm/{token}/"),
        "hours": settings.CONFIRM_HOURS,
    }
    message = EmailMultiAlternatives(
        subject="确认接收提醒的邮箱",
        body=render_to_string("reminders/reminder_confirm_mail.txt", facts),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[channel.address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    _post(message)


def _post(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except (SMTPException, OSError) as wrong:
        raise ChannelFailed(f"邮件服务器没有收下（{type(wrong).__name__}）") from wrong
