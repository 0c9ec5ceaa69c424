"""Which names a server answers to, and which pages may ask it.

A page of any name can let that name resolve to this machine (DNS rebinding), and is then, for the
browser, of the same origin as our server. What gives it away is the Host header, which has the
page's name. An address of numbers cannot be rebound, so the one that a connection came to is let
through; of names only those that are listed. Knows headers, and no server.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from slm_core.errors import SettingsError
from slm_core.messages import msg

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Always answered to: no other machine can be meant by them."""
WILDCARDS = frozenset({"", "0.0.0.0", "::", "*"})
"""What a server listens on for all addresses of a machine; none of them is a name."""
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?:\*\.)?\w[\w.-]*|\[?[\da-f:.]+\]?", re.IGNORECASE)
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class AllowedHosts:
    """The names of one server, and the origins of other pages that may ask it."""

    names: frozenset[str] = frozenset()
    """Beside those of the loopback; "*.example.org" stands for all names below example.org."""
    origins: frozenset[str] = field(default_factory=frozenset)
    """Such as http://localhost:3000; "*" for any."""

    @classmethod
    def of(cls, *names: str | None, origins: Iterable[str] = ()) -> "AllowedHosts":
        """These names, leaving out what names no host: nothing, and 0.0.0.0."""
        plain = (_plain(name) for name in names if name)
        return cls(
            frozenset(name for name in plain if name not in WILDCARDS),
            frozenset(origin.strip().rstrip("/").lower() for origin in origins),
        )

    def allows_host(self, header: str | None, connected: str | None) -> bool:
        """Whether a Host header names this server.

        `connected` is the address of this machine that the connection came to.
        """
        parts = _host_and_port(header)
        if parts is None:
            return False
        host = parts[0]
        if host in LOOPBACK or host in self.names:
            return True
        if connected and (address := _address(host)) is not None:
            return address == _address(connected)
        return any(name.startswith("*.") and host.endswith(name[1:]) for name in self.names)

    def allows_origin(self, origin: str | None, host: str | None) -> bool:
        """Whether a page of `origin` may ask the server it knows as `host`: its own pages may, and
        who sends no origin is no page of another."""
        if origin is None:
            return True
        plain = origin.strip().rstrip("/").lower()
        if plain in self.origins or "*" in self.origins:
            return True
        return _is_same(plain, host)


def check_names(names: Iterable[str]) -> None:
    """Raises SettingsError where one of the names for --allow-host names no machine."""
    for name in names:
        if name in WILDCARDS or not _NAME.fullmatch(name.strip()):
            raise SettingsError(
                msg(
                    "--allow-host is {name!r}, and that is no name of a machine. Give the name "
                    "alone, such as teacher.school.example, or *.school.example for all below it.",
                    name=name[:_LONGEST_SHOWN],
                )
            )


def _is_same(origin: str, host: str | None) -> bool:
    """Whether the two name the same host and port; an origin without a port has its scheme's."""
    scheme, _, place = origin.partition("://")
    usual = _PORTS.get(scheme)
    ours, theirs = _host_and_port(host), _host_and_port(place)
    if usual is None or ours is None or theirs is None:
        return False
    return (ours[0], ours[1] or usual) == (theirs[0], theirs[1] or usual)


def _host_and_port(header: str | None) -> tuple[str, int | None] | None:
    """The parts of a Host header, None where it is not one."""
    if not header:
        return None
    try:
        parts = urlsplit(f"//{header}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.netloc != header or "@" in header:
        return None
    return _plain(host), port


def _plain(name: str) -> str:
    return name.strip().strip("[]").rstrip(".").lower()


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address of numbers; ::ffff:192.0.2.1 is 192.0.2.1."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
