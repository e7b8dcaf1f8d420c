"""Sends a short text over a channel of the settings: the only place that knows Apprise.

Apprise would follow what an address says of itself: no check of certificates, long time-outs.
Its log names addresses, which are secrets.
"""

import importlib
import logging
import warnings
from typing import Any, Protocol
from urllib.parse import urlsplit

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 8.0
TITLE = "Schakel"

# One module per scheme: all of Apprise at once is 170 modules and seconds of work.
_PLUGINS = {
    "json": ("custom_json", "NotifyJSON"),
    "xml": ("custom_xml", "NotifyXML"),
    "ntfy": ("ntfy", "NotifyNtfy"),
    "signal": ("signal_api", "NotifySignalAPI"),
    "matrix": ("matrix", "NotifyMatrix"),
    "slack": ("slack", "NotifySlack"),
    "workflow": ("workflows", "NotifyWorkflows"),
}


class ChannelFailure(Exception):
    """The channel did not take the text; the message is a code, never an address."""


class ChannelSender(Protocol):
    """Whoever can send a text over a channel."""

    def __call__(self, url: str, text: str) -> None:
        """Send the text to this address of Apprise. Raises ChannelFailure."""


def send_over(url: str, text: str) -> None:
    """Hand the text over once, with verified TLS, no redirects and a time limit.

    Raises ChannelFailure with the reason as a code.
    """
    plugin = _plugin(url)
    plugin.verify_certificate = True
    plugin.redirects = False
    plugin.socket_connect_timeout = CONNECT_TIMEOUT_S
    plugin.socket_read_timeout = READ_TIMEOUT_S
    try:
        taken = plugin.notify(body=text, title=TITLE)
    except Exception as error:  # noqa: BLE001 - whatever it is, its words may repeat the address
        raise ChannelFailure(type(error).__name__) from None
    if not taken:
        raise ChannelFailure("not-taken")


def _plugin(url: str) -> Any:
    scheme = urlsplit(url).scheme
    module, name = _PLUGINS.get(scheme, _PLUGINS.get(scheme.removesuffix("s"), ("", "")))
    if not module:
        raise ChannelFailure("unknown-scheme")
    logging.getLogger("apprise").disabled = True
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    with warnings.catch_warnings(action="ignore"):
        kind = getattr(importlib.import_module(f"apprise.plugins.{module}"), name)
        try:
            return kind(**kind.parse_url(url))
        except Exception:  # noqa: BLE001 - the same
            raise ChannelFailure("unusable-address") from None
