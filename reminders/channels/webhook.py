"""Delivers messages by webhook: signed JSON to an https address of the person (docs/webhooks.md).

The host is resolved once, every resolved address must be public, and the connection uses that address, so a second DNS
answer cannot redirect it (DNS rebinding). Redirects are not followed, certificates are checked.
"""

import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from core import clock, sealing
from reminders.channels import ChannelFailed, Message
from reminders.models import Channel

TIMEOUT = 10.0  # seconds for everything together
MOST_ANSWER = 4096


class BadAddress(ValueError):
    """The address may not be called; the text says why."""


def send(message: Message, channel: Channel) -> None:
    """Raises ChannelFailed."""
    try:
        secret = sealing.unseal(channel.secret, secret_place(channel.user_id))
    except sealing.CannotUnseal as unreadable:
        raise ChannelFailed("签名密钥无法读取，请重新登记这个网址") from unreadable
    body = payload(message, channel)
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "zuzhi-reminders/1",
        "X-Zuzhi-Timestamp": timestamp,
        "X-Zuzhi-Signature": f"sha256={signature(secret, timestamp, body)}",
    }
    try:
        status = post(channel.address, body, headers)
    except BadAddress as wrong:
        raise ChannelFailed(str(wrong)) from wrong
    except (OSError, http.client.HTTPException) as wrong:
        raise ChannelFailed(f"对方没有应答（{type(wrong).__name__}）") from wrong
    if not 200 <= status < 300:
        raise ChannelFailed(f"对方回答{status}")


def secret_place(user: int) -> str:
    """Where the secret of this person's webhook opens (reminders.parts.SEALED_CHANNELS)."""
    return sealing.place("channel", "secret", user, Channel.Kind.WEBHOOK)


def payload(message: Message, channel: Channel) -> bytes:
    content = {
        "id": message.key,
        "person": channel.user.get_username(),
        "day": message.day.isoformat(),
        "title": message.title,
        "lines": message.lines,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hex over `timestamp.body`: so that a replayed message can be rejected by its age."""
    return hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()


def parse_address(address: str) -> SplitResult:
    """Split an address and check that it may be called. Raises BadAddress."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as wrong:
        raise BadAddress("这不是一个网址。") from wrong
    if parts.scheme != "https" or not parts.hostname:
        raise BadAddress("只能用https://开头的网址。")
    if parts.username or parts.password:
        raise BadAddress("网址里不要写账号和密码。")
    if port == 0 or any(ord(letter) < 33 or ord(letter) > 126 for letter in address):
        raise BadAddress("这不是一个网址。")
    if settings.WEBHOOK_HOSTS and parts.hostname not in settings.WEBHOOK_HOSTS:
        raise BadAddress("只能用管理员允许的网址，请先联系管理员。")
    return parts


def resolve_host(host: str, port: int) -> str:
    """Resolve a host to an IP address. Raises BadAddress if any of its addresses is not public (setting WEBHOOK_PRIVATE)."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise BadAddress("找不到这个网址。") from wrong
    addresses = [str(each[4][0]) for each in found]
    if not settings.WEBHOOK_PRIVATE and not all(is_public(each) for each in addresses):
        raise BadAddress("这个网址在内部网络里，不能用。")
    return addresses[0]


def is_public(address: str) -> bool:
    """In none of the networks that are somebody's own or hide another address; of IPv6 only what is given out at all.

    By our own list: what Python calls global differs from version to version.
    """
    found: Any = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    if found.version == 6 and found not in GIVEN_OUT:
        return False
    return not any(found in network for network in NOT_PUBLIC if network.version == found.version)


GIVEN_OUT = ipaddress.ip_network("2000::/3")
NOT_PUBLIC = [
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
"""IANA's special purposes; 2001::/23 holds Teredo, 2002::/16 is 6to4."""


class PinnedConnection(http.client.HTTPSConnection):
    """An HTTPS connection to an address that was already checked, verified against the host name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.tls = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT, context=self.tls)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """The status answered. Raises BadAddress, OSError, HTTPException."""
    parts = parse_address(address)
    host, port = str(parts.hostname), parts.port or 443
    connection = PinnedConnection(host, port, resolve_host(host, port))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    watch = threading.Timer(
        TIMEOUT, lambda: _shut_down(connection)
    )  # the socket timeout limits one read, this the whole request
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(MOST_ANSWER)
        return answer.status
    finally:
        watch.cancel()
        connection.close()


def _shut_down(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
